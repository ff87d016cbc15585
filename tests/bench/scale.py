"""`python -m tests.bench.scale [--readers 1000000] [--mailings 3] [--workers 2] [--database postgresql] [--json]`

Fills the vault, freezes an issue's mailings, sends them to Postfix's smtp-sink, folds their deliveries, and says how
long each took and how much memory a worker used at its peak; with --plans also how the database goes about each
statement on tables of that size. On PostgreSQL also how large the table of deliveries is before and after, and what is
dead in it.
"""

import argparse
import datetime as dt
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, looking, now
from newsletter.issues.models import IssueState
from newsletter.languages import Reading
from newsletter.mailer import folding, ledger, mailings
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.mailer.progress import ticks
from newsletter.mailer.progress.census import census
from tests import factories
from tests.bench.delivery import senders
from tests.bench.delivery.__main__ import Report, machine
from tests.bench.delivery.newsroom import add_readers, newsroom, prepared
from tests.bench.delivery.servers import sink
from tests.mailer import samples
from tests.mailer.plans import Plan, plans


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=1_000_000)
    parser.add_argument("--size", type=int, default=30, help="thousands of bytes")
    parser.add_argument("--mailings", type=int, default=1, choices=range(1, len(Reading) + 1), help="of the issue")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of an empty database")
    parser.add_argument("--plans", action="store_true", help="print the plan of each statement too")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    wanted = parser.parse_args()
    with newsroom(wanted.database) as app:
        report = {"readers": wanted.readers, "mailings": wanted.mailings, "workers": wanted.workers, **machine()}
        report["database"] = db.engine.dialect.name
        report |= measured(app, wanted.readers // wanted.mailings, wanted.mailings, wanted.size * 1000, wanted.workers)
        report["plans"] = [[" ".join(plan.statement.split()), *plan.steps] for plan in looked_at()]
    shown = report if wanted.plans else {name: value for name, value in report.items() if name != "plans"}
    print(json.dumps(shown) if wanted.json else "\n".join(f"{name:24} {value}" for name, value in shown.items()))


def measured(app: Flask, readers: int, number: int, size: int, workers: int) -> Report:
    """So many readers for each of so many mailings."""
    took: dict[str, float] = {}
    readings = list(Reading)[:number]
    issue = factories.issue(state=IssueState.SENDING)
    with _clock(took, "seconds to fill the vault"):
        for reading in readings:
            add_readers(readers, reading=reading)
    with _clock(took, "seconds to freeze"):
        mailing_ids = [prepared(size, reading=reading, of=issue) for reading in readings]
    with _clock(took, "seconds to cut in batches"):
        ledger.due_batches(mailing_ids[0])
        db.session.rollback()
    before = _storage()
    with sink() as port:
        samples.use_relay(port)
        run = senders.mailer(app, lambda: mailing_ids, workers=workers)
    with looking(), _clock(took, "seconds to count"):
        counted = ledger.counts(mailing_ids)
    assert all(states[DeliveryState.SENT] == readers for states in counted.values())
    ends = _ends(mailing_ids)
    after = _storage()
    with _clock(took, "seconds to fold"):
        folding.fold(now() + 2 * folding.KEPT)
    return {
        **took,
        "seconds to send": round(run.seconds, 1),
        "seconds from first to last end": (max(ends) - min(ends)).total_seconds(),
        "messages/s": round(run.rate),
        "CPU s per 1,000": round(run.cpu_per_1000, 3),
        "peak MB": round(run.peak),
        "deliveries": {"frozen": before, "sent": after},
    }


def _ends(mailing_ids: list[int]) -> list[dt.datetime]:
    with looking():
        found = db.session.scalars(sa.select(Mailing.finished_at).where(Mailing.id.in_(mailing_ids)))
        return [moment for moment in found if moment]


@contextmanager
def _clock(took: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    took[name] = round(time.perf_counter() - began, 2)


def _storage() -> Report:
    """MB on the disk, indexes included; on PostgreSQL also dead rows, and how often they were swept up."""
    with looking():
        if db.engine.dialect.name == "sqlite":
            pages = "SELECT page_count * page_size / 1e6 FROM pragma_page_count(), pragma_page_size()"
            return {"MB of the whole database": round(db.session.execute(sa.text(pages)).scalar_one())}
        facts = "SELECT n_dead_tup, autovacuum_count FROM pg_stat_user_tables WHERE relname = 'delivery'"
        dead, vacuumed = db.session.execute(sa.text(facts)).one()
        size = db.session.execute(sa.text("SELECT pg_total_relation_size('delivery') / 1e6")).scalar_one()
        return {"MB": round(size), "dead": dead, "vacuumed": vacuumed}


def looked_at() -> list[Plan]:
    """The statements of a batch, of the screen and of folding, on tables of this size; nothing is kept of it."""
    with plans() as found:
        mailing = db.session.get_one(Mailing, prepared(3000))
        mailings.begin(mailing.id)
        token, ids = samples.claim(mailing, most=200)
        ledger.settle(token, [ledger.Settled(one, DeliveryState.SENT, "250 2.0.0") for one in ids])
        ledger.doubt(ledger.held_by("desk", token))
        mailings.conclude(mailing.id)
        db.session.commit()
        ticks.write()
        census([mailing.id])
        db.session.rollback()
    return found


if __name__ == "__main__":
    main()
