"""After a crash: what is settled from journals, and what others do for a worker that doesn't come back.

Recovery belongs to the ledger: the engine never takes up the work of a host that died.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from newsletter import background, stranded
from newsletter.db import db
from newsletter.mailer import doubts, journal, ledger, mailings
from newsletter.mailer.models import Mailing, MailingState, Worker
from newsletter.mailer.progress import ticks


def journals() -> Path:
    """The folder that holds a folder of journals for each worker of this machine."""
    folder: Path = current_app.config["DATA"] / "journals"
    return folder


def come_back(worker: str) -> None:
    """Before this worker starts anew: settle what it had in hand when it went. Commits."""
    _settle_left_behind(worker)
    _decide(ledger.doubt(ledger.held_by(worker)))
    db.session.commit()


def sweep(worker: str) -> None:
    """What no engine can do for us; every ten seconds, on any worker. Commits."""
    watch = current_app.extensions["heartbeat"].watch
    watch.look()
    db.session.commit()
    dead, elsewhere = watch.silent() - {worker}, watch.living() - {worker}
    for name in journal.workers(journals()):
        if name not in elsewhere:
            _settle_left_behind(name)
    for name in sorted(dead):
        _bury(name)
    stranded.take_up_lost(worker)
    for mailing_id in _unfinished():
        _look_after(mailing_id)
    ticks.write()


def settle_journal(path: Path) -> None:
    """Accepted is sent, not handed is queued, handed but not answered is in doubt: at most two a connection. Commits.

    Safe to repeat, and at any time: what another worker has taken up meanwhile is left alone.
    """
    try:
        record = journal.read(path)
    except FileNotFoundError:
        return  # Another process of this machine settled it just now.
    for claim in record.claims.values():
        ledger.settle(claim.token, claim.settled.values())
        held = ledger.held_by(path.parent.name, claim.token)
        if record.whole:
            ledger.give_back(held, handed=claim.in_doubt())
        _decide(ledger.doubt(held))
    ledger.reopen()
    db.session.commit()


def _settle_left_behind(worker: str) -> None:
    for path in journal.left_behind(journals() / worker):
        settle_journal(path)
        path.unlink(missing_ok=True)


def _bury(worker: str) -> None:
    """What no journal here speaks of is in doubt: the journal is lost, or on another machine's disk.

    The engine is asked first, outside our transaction: it writes by a connection of its own.
    """
    db.session.commit()
    stranded.take_up(worker)
    _decide(ledger.doubt(ledger.held_by(worker)))
    db.session.execute(sa.delete(Worker).where(Worker.name == worker))
    db.session.commit()


def _decide(mailing_ids: Iterable[int]) -> None:
    for mailing_id, number in Counter(mailing_ids).items():
        doubts.count(mailing_id, number)


def _unfinished() -> list[int]:
    going = Mailing.state.in_([MailingState.PREPARED, MailingState.SENDING])
    return list(db.session.scalars(sa.select(Mailing.id).where(going).order_by(Mailing.id)))


def _look_after(mailing_id: int) -> None:
    """Begin, conclude or go on, where the job that should have done so was lost or had nothing to do yet."""
    mailings.begin(mailing_id)
    mailings.conclude(mailing_id)
    db.session.commit()
    mailing = db.session.get(Mailing, mailing_id)
    if mailing and mailings.takes_deliveries(mailing):
        if not background.any_alive(mailings.batch_prefix(mailing_id)):
            mailings.enqueue_batches(mailing_id)
        mailings.enqueue_paced(mailing_id)
    db.session.commit()
