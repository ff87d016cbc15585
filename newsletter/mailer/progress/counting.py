"""How many deliveries are where: counted from the rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.mailer import ledger
from newsletter.mailer.models import Delivery, DeliveryState, Mailing


@dataclass(frozen=True)
class Progress:
    """One mailing in numbers. Every prepared delivery is in exactly one state."""

    mailing: Mailing
    counts: dict[DeliveryState, int]

    @property
    def done(self) -> int:
        return sum(number for state, number in self.counts.items() if state not in ledger.OPEN)


def of(chosen: sa.Select[Mailing]) -> list[Progress]:
    return _with_counts(db.session.scalars(chosen).all())


def of_issue(issue_id: int) -> list[Progress]:
    return of(sa.select(Mailing).join(Edition).where(Edition.issue_id == issue_id).order_by(Mailing.id))


def of_issues(issues: Sequence[Issue]) -> dict[int, list[Progress]]:
    """By issue id, in two queries however many issues there are."""
    chosen = sa.select(Mailing).join(Edition).where(Edition.issue_id.in_([issue.id for issue in issues]))
    found: dict[int, list[Progress]] = {issue.id: [] for issue in issues}
    for progress in _with_counts(db.session.scalars(chosen.order_by(Mailing.id)).all()):
        found[progress.mailing.edition.issue_id].append(progress)
    return found


def replies(issue: Issue) -> list[tuple[DeliveryState, str, int]]:
    """What the relay answered to deliveries that were refused or deferred, the commonest first."""
    rows = db.session.execute(
        sa.select(Delivery.state, Delivery.reply, sa.func.count())
        .join(Mailing)
        .join(Edition)
        .where(Edition.issue_id == issue.id, Delivery.state.in_([DeliveryState.REFUSED, DeliveryState.DEFERRED]))
        .group_by(Delivery.state, Delivery.reply)
        .order_by(sa.func.count().desc())
    )
    return [(state, reply or "", number) for state, reply, number in rows]


def _with_counts(mailings: Sequence[Mailing]) -> list[Progress]:
    counts = ledger.counts(mailing.id for mailing in mailings)
    return [Progress(mailing, counts[mailing.id]) for mailing in mailings]
