"""A provider that turns our mails away after it has taken them: its part of an issue comes back, and that is about us.

What is refused while we talk to a server stops a mailing by itself, see newsletter/mailer/refusals; this comes later,
and most relays hear it in our place.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.mailer import telling
from newsletter.mailer.ledger import written
from newsletter.mailer.models import Delivery, DeliveryState, Hold, Mailing, MailingState
from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.models import Report
from newsletter.mailer.reports.reading import Kind

FEW = 20
"""Fewer say nothing of a provider: each company behind "other" has a filter of its own, and some dislike everybody."""
SHARE = 5
"""Percent of what an issue sent to the group. A newsletter that is welcome has well under one; what a newsroom lets its
first readers' servers refuse, for whatever reason, is as much unless it says otherwise."""
_GONE_OUT = (DeliveryState.SENT, DeliveryState.UNCERTAIN)
_OURS = [reason for reason in Reason if reason.is_ours]


@dataclass(frozen=True)
class Block:
    """Of what was sent of an issue to a provider group so much came back because of us."""

    issue_id: int
    group: str
    returned: int
    sent: int


def news() -> list[Block]:
    """Those that nobody was told of. All issues are counted at once; of what was sent, only as much as decides it."""
    counted = (
        sa.select(Issue.id, Issue.number, Report.provider, sa.func.count())
        .select_from(Report)
        .join(Mailing, Mailing.id == Report.mailing_id)
        .join(Edition, Edition.id == Mailing.edition_id)
        .join(Issue, Issue.id == Edition.issue_id)
        .where(Report.kind == Kind.BOUNCE, Report.reason.in_(_OURS))
        .group_by(Issue.id, Issue.number, Report.provider)
        .having(sa.func.count() >= FEW)
        .order_by(Issue.id, Report.provider)
    )
    rows = db.session.execute(counted).all()
    told = telling.told_of_blocks({number for _, number, _, _ in rows})
    found = [
        Block(issue_id, group, returned, _sent(issue_id, group, returned))
        for issue_id, number, group, returned in rows
        if (number, group) not in told
    ]
    return [block for block in found if 100 * block.returned >= SHARE * block.sent]


def stop(block: Block) -> None:
    """What is still under way of its issue, unless somebody has let it go on in spite of refusals; and tell of it once.

    Nothing here commits. Its mailings come first, as wherever one is stopped: of two who find it one waits.
    """
    under_way = sa.update(Mailing).where(
        Mailing.edition_id.in_(sa.select(Edition.id).where(Edition.issue_id == block.issue_id)),
        Mailing.state == MailingState.SENDING,
        Mailing.refusals_accepted_at.is_(None),
    )
    stopped = written(under_way.values(state=MailingState.PAUSED, hold=Hold.FIRST_READERS))
    telling.blocked(block.issue_id, group=block.group, returned=block.returned, sent=block.sent, stopped=bool(stopped))


def _sent(issue_id: int, group: str, returned: int) -> int:
    """No further than to where so many are no longer the share: a million needn't be counted to know that."""
    some = (
        sa.select(Delivery.id)
        .join(Mailing, Mailing.id == Delivery.mailing_id)
        .join(Edition, Edition.id == Mailing.edition_id)
        .where(Edition.issue_id == issue_id, Delivery.state.in_(_GONE_OUT), Delivery.provider == group)
        .limit(100 * returned // SHARE + 1)
    )
    return db.session.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0
