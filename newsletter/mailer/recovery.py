"""After a crash: what is settled from journals, and what others do for a worker that doesn't come back.

Recovery belongs to the ledger: the engine never takes up the work of a host that died.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from newsletter import locks, stranded
from newsletter.db import db, looking
from newsletter.mailer import doubts, enqueueing, journal, ledger, mailings
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Mailing, Worker
from newsletter.mailer.progress import ticks


def journals() -> Path:
    """The folder that holds a folder of journals for each worker of this machine."""
    folder: Path = current_app.config["DATA"] / "journals"
    return folder


def come_back(worker: str) -> None:
    """Before this worker starts anew: settle what it had in hand when it went. Commits."""
    _settle(journal.left_behind(journals() / worker))
    _decide(ledger.doubt(ledger.held_by(worker)))
    db.session.commit()


def sweep(worker: str) -> None:
    """What no engine can do for us; every ten seconds, on any worker, one at a time. Commits."""
    with locks.alone("sweep") as alone:
        if not alone:
            return
        _sweep_up_after_others(worker)
        _settle(journal.left_behind(journals() / worker))
        stranded.take_up_lost(worker)
        ledger.reopen()  # On PostgreSQL a mailing can be done in the moment in which something of it is queued again.
        db.session.commit()
        for mailing_id in ledger.unfinished():
            _look_after(mailing_id)
        ticks.write()


def _sweep_up_after_others(worker: str) -> None:
    """Whoever comes back meanwhile has nothing to fear: they beat, and begin journals of their own, after our look."""
    heart: Heartbeat = current_app.extensions["heartbeat"]
    lying = {name: list(journal.left_behind(journals() / name)) for name in journal.workers(journals())}
    heart.watch.look()
    db.session.commit()
    dead, living = heart.watch.silent(), heart.watch.living()
    if not heart.can_tell_the_dead():
        return
    for name in lying.keys() - living - {worker}:
        _settle(lying[name])
    for name in sorted(dead.keys() - {worker}):
        _bury(name, dead[name])


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


def _settle(paths: Iterable[Path]) -> None:
    for path in paths:
        settle_journal(path)
        path.unlink(missing_ok=True)


def _bury(worker: str, last_beat: dt.datetime) -> None:
    """What no journal here speaks of is in doubt: the journal is lost, or on another machine's disk.

    Unless it has beaten again. The engine is asked first, outside our transaction: it writes by a connection of its
    own.
    """
    dead = sa.and_(Worker.name == worker, Worker.beat_at == last_beat)
    is_dead = db.session.scalar(sa.select(Worker.name).where(dead)) is not None
    db.session.commit()
    if not is_dead:
        return
    stranded.take_up(worker)
    _decide(ledger.doubt(ledger.held_by(worker)))
    if ledger.written(sa.delete(Worker).where(dead)):
        db.session.commit()
    else:
        db.session.rollback()


def _decide(mailing_ids: Iterable[int]) -> None:
    for mailing_id, number in Counter(mailing_ids).items():
        doubts.count(mailing_id, number)


def _look_after(mailing_id: int) -> None:
    """Begin, conclude or go on, where the job that should have done so was lost or had nothing to do yet."""
    mailings.begin(mailing_id)
    mailings.conclude(mailing_id)
    db.session.commit()
    mailing = db.session.get(Mailing, mailing_id)
    if mailing and mailings.takes_deliveries(mailing):
        with looking():
            uncovered = enqueueing.uncovered(mailing_id)
        enqueueing.enqueue_spans(mailing_id, uncovered)
        enqueueing.enqueue_paced(mailing_id)
    db.session.commit()
