"""Halting every mailing of an issue in one transaction, and what becomes of them then. Nothing here commits."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.mailer import mailings
from newsletter.mailer.ledger import written
from newsletter.mailer.models import Delivery, DeliveryState, Hold, Mailing, MailingState
from newsletter.mailer.stop_press.refusals import NothingHalted
from newsletter.staff.models import record

_LEAVING = (MailingState.PREPARED, MailingState.SENDING)


def halt(issue: Issue, *, by: str) -> int:
    """Nothing more of it is claimed; what is on the wire arrives. How many mailings that stopped, corrections too.

    One that somebody paused before stays as it is. To halt again what is halted changes nothing.
    """
    leaving = db.session.scalars(_of(issue).where(Mailing.state.in_(_LEAVING)).with_for_update(of=Mailing)).all()
    halted = written(
        sa.update(Mailing)
        .where(Mailing.id.in_([mailing.id for mailing in leaving]), Mailing.state.in_(_LEAVING))
        .values(state=MailingState.PAUSED, hold=Hold.STOP_PRESS, retry_at=None)
    )
    if halted:
        record(by, "mailing.stop_press", str(issue.number), mailings=halted)
    return halted


def go_on(issue: Issue, *, by: str) -> None:
    """As it was. Raises NothingHalted."""
    _steer(issue, mailings.resume, "mailing.resume", by=by)


def cancel(issue: Issue, *, by: str) -> None:
    """Who hasn't got it yet doesn't get it. Raises NothingHalted."""
    _steer(issue, mailings.cancel, "mailing.cancel", by=by)


def _steer(issue: Issue, step: Callable[[int], bool], action: str, *, by: str) -> None:
    steered = [mailing.edition.key.code for mailing in halted(issue, to_change=True) if step(mailing.id)]
    if not steered:
        raise NothingHalted
    record(by, action, str(issue.number), editions=steered)


def halted(issue: Issue, *, to_change: bool = False) -> Sequence[Mailing]:
    """`to_change` makes others who steer them wait until we are through."""
    found = _of(issue).where(Mailing.state == MailingState.PAUSED, Mailing.hold == Hold.STOP_PRESS)
    return db.session.scalars(found.with_for_update(of=Mailing) if to_change else found).all()


def of_editions(issue: Issue, *, to_change: bool = False) -> Sequence[Mailing]:
    """Those that carry the issue itself, not a correction."""
    found = _of(issue).where(Mailing.stop_press_id.is_(None))
    return db.session.scalars(found.with_for_update(of=Mailing) if to_change else found).all()


def is_leaving(editions: Sequence[Mailing]) -> bool:
    return any(mailing.state in _LEAVING for mailing in editions)


def may_arrive(editions: Sequence[Mailing]) -> bool:
    """Whether somebody may yet get one of these: it goes on, or some of it is on the wire."""
    in_hand = sa.select(Delivery.id).where(
        Delivery.mailing_id.in_([mailing.id for mailing in editions]), Delivery.state == DeliveryState.SENDING
    )
    return is_leaving(editions) or db.session.scalar(in_hand.limit(1)) is not None


def _of(issue: Issue) -> sa.Select[Mailing]:
    """Always locked in the same order, and read as they are now."""
    found = sa.select(Mailing).join(Edition).where(Edition.issue_id == issue.id).order_by(Mailing.id)
    return found.execution_options(populate_existing=True)
