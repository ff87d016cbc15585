"""The builder page: everything that an editor sees of an issue at once."""

from flask import render_template, request

from newsletter.issues import builder, editions, previews
from newsletter.issues.audience import readers
from newsletter.issues.clocks import clocks
from newsletter.issues.editions import Composed
from newsletter.issues.examining import examine
from newsletter.issues.forms import ScheduleForm, WordsForm
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.preflight import SIZE_LIMIT
from newsletter.languages import EditionKey, week_range
from newsletter.translation.cells import cells_of
from newsletter.web import interface_language


def builder_page(issue: Issue, *, words: WordsForm | None = None, release: ScheduleForm | None = None) -> str:
    made, language = editions.every(issue), interface_language()
    assembling = issue.state is IssueState.ASSEMBLING
    cells = cells_of(entry.commentary for entry in issue.entries) if assembling else {}
    return render_template(
        "issues/show.html",
        issue=issue,
        week=week_range(issue.week, language),
        assembling=assembling,
        entries=list(zip(issue.entries, _sizes(issue, made), strict=True)),
        unplaced=builder.unplaced(issue, weeks=4) if assembling else [],
        editions=made,
        limit=SIZE_LIMIT,
        cells=cells,
        findings=examine(issue, cells) if assembling else [],
        words=words or WordsForm.of(issue),
        release=release or ScheduleForm.of(issue),
        clocks=clocks(issue.release_at, issue.zone, language) if issue.release_at else [],
        readers=readers(),
        **previews.chosen(issue, made, request.args),
    )


def _sizes(issue: Issue, made: dict[EditionKey, Composed]) -> list[float]:
    """What each entry takes where it takes most, in kilobytes; left-out entries are only in some editions."""
    whole = [edition.entry_sizes for edition in made.values() if len(edition.entry_sizes) == len(issue.entries)]
    return [max(sizes) / 1000 for sizes in zip(*whole, strict=True)] if whole else [0.0] * len(issue.entries)
