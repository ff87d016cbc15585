"""The preflight of an issue, as it is assembled and once it is locked."""

from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues import preflight
from newsletter.issues.composing import editions
from newsletter.issues.composing.editions import Composed
from newsletter.issues.examining.gathering import Cells, facts_of
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.outside import link_checks
from newsletter.issues.outside.link_checks import Standing
from newsletter.issues.preflight import Finding, Rule
from newsletter.issues.preflight.links import links_of
from newsletter.languages import EditionKey
from newsletter.staff import settings
from newsletter.translation.cells import cells_of


@dataclass(frozen=True)
class Examination:
    findings: list[Finding]
    passed: list[Rule]
    links: Standing
    """How far its links have been looked at."""

    @property
    def blocking(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.blocks]

    @property
    def warning(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.blocks]


def examination(
    issue: Issue, cells: Cells | None = None, made: dict[EditionKey, Composed] | None = None
) -> Examination:
    """`cells` of its commentaries and its editions as they are `made`, where they are known already."""
    facts = facts_of(issue, _cells(issue) if cells is None else cells, editions.every(issue) if made is None else made)
    found = preflight.found(facts)
    return Examination(
        findings=preflight.sort(found, preflight.decisions(settings.current().preflight)),
        passed=preflight.passed(facts, found),
        links=link_checks.standing({placed.link.href for placed in links_of(facts)}),
    )


def examine(issue: Issue) -> list[Finding]:
    """What stands between it and its readers."""
    return examination(issue).findings


def ask_for_links() -> None:
    """Of every issue that is assembled, those that nobody has looked at for a day."""
    for issue in db.session.scalars(sa.select(Issue).where(Issue.state == IssueState.ASSEMBLING)):
        link_checks.ask(issue, addresses_in(issue))


def addresses_in(issue: Issue) -> set[str]:
    """Where the links of it lead."""
    return {placed.link.href for placed in links_of(facts_of(issue, _cells(issue), {}, with_style=False))}


def still_blocks(issue: Issue) -> list[Finding]:
    """What has come between since the lock: the frozen editions must not leave as they are."""
    facts = facts_of(issue, _cells(issue), editions.every(issue), with_style=False)
    found = preflight.found(facts, preflight.SINCE_THE_LOCK)
    findings = preflight.sort(found, preflight.decisions(settings.current().preflight))
    return [finding for finding in findings if finding.blocks]


def _cells(issue: Issue) -> Cells:
    return cells_of(entry.commentary for entry in issue.entries)
