"""After a crash: what a worker settles when it comes back, and what others do for one that doesn't.

Recovery belongs to the ledger: the engine never takes up the work of a host that died.
"""

import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.background import MAILINGS, client, enqueue
from newsletter.db import db, now
from newsletter.mailer import journal, ledger, mailings
from newsletter.mailer.heartbeat import dead_workers
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, MailingState, Worker

ALIVE = ["ENQUEUED", "PENDING"]


def come_back(worker: str) -> None:
    """Before this worker starts anew: settle what it had in hand when it went. Commits."""
    settle_journals(worker)
    _doubt_all_of(worker)
    db.session.commit()


def sweep(worker: str) -> None:
    """What no engine can do for us; every ten seconds, on any worker. Commits."""
    settle_journals(worker)
    for dead in dead_workers():
        _bury(dead)
    _cover_what_no_batch_covers()


def settle_journals(worker: str) -> None:
    """From the journals of batches that were cut off, by a crash or by an error in the middle. Commits.

    Accepted is sent, not handed is queued, handed without an answer is in doubt: at most two a connection.
    """
    for path, claims in journal.left_behind(mailings.journal_folder(), worker):
        for claim in claims:
            _settle(claim)
        db.session.commit()
        path.unlink()


def _settle(claim: journal.Claim) -> None:
    ledger.settle(claim.token, claim.settled.values())
    mine = sa.update(Delivery).where(Delivery.claim == claim.token, Delivery.state == DeliveryState.SENDING)
    handed = Delivery.id.in_(claim.in_doubt())
    doubtful = mine.where(handed).values(state=DeliveryState.UNCERTAIN, claim=None, updated_at=now())
    _decide(db.session.execute(doubtful.returning(Delivery.mailing_id)).scalars().all())
    db.session.execute(mine.values(state=DeliveryState.QUEUED, claim=None, updated_at=now()))


def _doubt_all_of(worker: str) -> None:
    """What no journal speaks of any more: the journal is lost, or on another machine's disk."""
    doubtful = (
        sa.update(Delivery)
        .where(Delivery.worker == worker, Delivery.state == DeliveryState.SENDING)
        .values(state=DeliveryState.UNCERTAIN, claim=None, updated_at=now())
    )
    _decide(db.session.execute(doubtful.returning(Delivery.mailing_id)).scalars().all())


def _bury(worker: str) -> None:
    """Committed before the engine is asked, which writes by a connection of its own."""
    _doubt_all_of(worker)
    db.session.execute(sa.delete(Worker).where(Worker.name == worker))
    db.session.commit()
    stranded = client().list_workflows(status="PENDING", executor_id=worker, load_input=False, load_output=False)
    for workflow in stranded:
        client().resume_workflow(workflow.workflow_id)


def _decide(mailing_ids: Sequence[int]) -> None:
    for mailing_id in set(mailing_ids):
        mailings.decide_doubts(mailing_id, mailing_ids.count(mailing_id))


def _cover_what_no_batch_covers() -> None:
    """Queued deliveries and deferred ones that are due again, of mailings that nobody is working on."""
    waiting = _waiting()
    db.session.commit()
    for mailing_id, low, high in waiting:
        alive = client().list_workflows(
            workflow_id_prefix=f"batch-{mailing_id}-", status=ALIVE, limit=1, load_input=False, load_output=False
        )
        if not alive:
            key = f"batch-{mailing_id}-{low}-{high}-{secrets.token_hex(4)}"
            enqueue("send_batch", mailing_id, low, high, queue=MAILINGS, key=key)
    db.session.commit()


def _waiting() -> list[tuple[int, int, int]]:
    due = sa.or_(
        Delivery.state == DeliveryState.QUEUED,
        sa.and_(Delivery.state == DeliveryState.DEFERRED, Delivery.next_attempt_at <= now()),
    )
    willing = sa.or_(Mailing.retry_at.is_(None), Mailing.retry_at <= now())
    rows = db.session.execute(
        sa.select(Delivery.mailing_id, sa.func.min(Delivery.id), sa.func.max(Delivery.id))
        .join(Mailing)
        .where(Mailing.state == MailingState.SENDING, willing, due)
        .group_by(Delivery.mailing_id)
    )
    return [(mailing_id, low, high) for mailing_id, low, high in rows]
