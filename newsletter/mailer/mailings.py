"""A mailing from its start to its end, as the jobs and the sending screen see it."""

import datetime as dt
import secrets
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from newsletter.background import MAILINGS, enqueue
from newsletter.db import db, now
from newsletter.issues import release
from newsletter.issues.models import Edition
from newsletter.mailer import ledger, relays, smtp
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import Journal
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState
from newsletter.mailer.sending import Batch, ClaimLost
from newsletter.staff import settings

CONNECTIONS = 4
RETRY = dt.timedelta(minutes=1)
"""How long a mailing waits after the relay could not be had."""


def start(edition_id: int) -> Mailing:
    """Freeze the audience and ask for its sending, in the caller's transaction; once only."""
    mailing = ledger.prepare(db.session.get_one(Edition, edition_id))
    if mailing.state is MailingState.PREPARED:
        enqueue("send_mailing", mailing.id, queue=MAILINGS, key=f"mailing-{mailing.id}")
    return mailing


def begin(mailing_id: int) -> None:
    """Cut the mailing into batches, all in one transaction."""
    if _move(mailing_id, MailingState.PREPARED, MailingState.SENDING):
        _enqueue_batches(mailing_id)
        _conclude(mailing_id)
    db.session.commit()


def send_batch(mailing_id: int, low: int, high: int) -> None:
    """Send what is due of a range. Where the relay can't be had, the rest waits and the screen says why."""
    mailing = db.session.get_one(Mailing, mailing_id)
    if mailing.state is not MailingState.SENDING:
        return
    heart: Heartbeat = current_app.extensions["heartbeat"]
    journal = Journal(journal_folder() / f"{heart.worker}.{mailing_id}-{low}-{secrets.token_hex(4)}.journal")
    batch = Batch(mailing, low, high, heart, journal)
    recorded = False
    try:
        batch.send(relays.current(), connections=CONNECTIONS)
        recorded = True
    except (smtp.RelayUnavailable, relays.NoRelay) as problem:
        recorded = True
        _wait(mailing_id, problem)
    except ClaimLost:
        recorded = True  # Whoever took our claims has settled them; what we answered for is written.
    finally:
        journal.close(keep=not recorded)
    if batch.in_doubt:
        decide_doubts(mailing_id, batch.in_doubt)
    _conclude(mailing_id)
    db.session.commit()


def decide_doubts(mailing_id: int, number: int) -> None:
    """Count deliveries that may or may not have left, and do with them what the newsroom decided."""
    db.session.execute(sa.update(Mailing).where(Mailing.id == mailing_id).values(in_doubt=Mailing.in_doubt + number))
    if settings.current().resend_in_doubt:
        resend(mailing_id)


def resend(mailing_id: int) -> int:
    """Queue what is uncertain again, under the same Message-ID. Returns how many."""
    found = db.session.execute(
        sa.update(Delivery)
        .where(Delivery.mailing_id == mailing_id, Delivery.state == DeliveryState.UNCERTAIN)
        .values(state=DeliveryState.QUEUED, updated_at=now())
    )
    if found.rowcount:  # type: ignore[attr-defined]
        _reopen(mailing_id)
        _enqueue_batches(mailing_id)
    return int(found.rowcount)  # type: ignore[attr-defined]


def pause(mailing_id: int) -> bool:
    """What is on the wire arrives; nothing new is claimed."""
    return _move(mailing_id, MailingState.SENDING, MailingState.PAUSED)


def resume(mailing_id: int) -> bool:
    if not _move(mailing_id, MailingState.PAUSED, MailingState.SENDING):
        return False
    db.session.execute(sa.update(Mailing).where(Mailing.id == mailing_id).values(problem=None, retry_at=None))
    _enqueue_batches(mailing_id)
    return True


def cancel(mailing_id: int) -> bool:
    """What has not left is withdrawn for good."""
    if not any(
        _move(mailing_id, state, MailingState.CANCELLED) for state in (MailingState.PAUSED, MailingState.SENDING)
    ):
        return False
    waiting = Delivery.state.in_([DeliveryState.QUEUED, DeliveryState.DEFERRED, DeliveryState.UNCERTAIN])
    db.session.execute(
        sa.update(Delivery)
        .where(Delivery.mailing_id == mailing_id, waiting)
        .values(state=DeliveryState.WITHDRAWN, updated_at=now())
    )
    db.session.execute(sa.update(Mailing).where(Mailing.id == mailing_id).values(finished_at=now()))
    _finish_issue(mailing_id)
    return True


def journal_folder() -> Path:
    folder: Path = current_app.config["DATA"] / "journal"
    return folder


def _enqueue_batches(mailing_id: int) -> None:
    """A batch for each range; one that finds nothing due ends at once."""
    generation = secrets.token_hex(4)
    for low, high in ledger.batches(mailing_id):
        enqueue(
            "send_batch", mailing_id, low, high, queue=MAILINGS, key=f"batch-{mailing_id}-{low}-{high}-{generation}"
        )


def _move(mailing_id: int, before: MailingState, after: MailingState) -> bool:
    moved = db.session.execute(
        sa.update(Mailing).where(Mailing.id == mailing_id, Mailing.state == before).values(state=after)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _reopen(mailing_id: int) -> None:
    if _move(mailing_id, MailingState.DONE, MailingState.SENDING):
        db.session.execute(sa.update(Mailing).where(Mailing.id == mailing_id).values(finished_at=None))


def _wait(mailing_id: int, problem: Exception) -> None:
    """A lasting refusal (a wrong password) pauses the mailing; anything else is tried again in a minute."""
    lasting = isinstance(problem, smtp.RelayUnavailable) and problem.lasting
    if lasting:
        pause(mailing_id)
    db.session.execute(
        sa.update(Mailing)
        .where(Mailing.id == mailing_id)
        .values(problem=str(problem)[:200], retry_at=None if lasting else now() + RETRY)
    )


def _conclude(mailing_id: int) -> None:
    if ledger.finish_if_complete(mailing_id):
        _finish_issue(mailing_id)


def _finish_issue(mailing_id: int) -> None:
    """Once no mailing of the issue is under way any more."""
    issue_id = db.session.scalar(sa.select(Edition.issue_id).join(Mailing).where(Mailing.id == mailing_id))
    under_way = (
        sa.select(sa.func.count(Mailing.id))
        .join(Edition)
        .where(
            Edition.issue_id == issue_id,
            Mailing.state.not_in([MailingState.DONE, MailingState.CANCELLED]),
        )
    )
    if issue_id and not db.session.scalar(under_way):
        release.finish(issue_id)
