"""`python -m tests.bench.delivery [--messages 20000] [--size 30] [--database postgresql] [--json]`

Postfix's smtp-source, our SMTP client alone and the whole mailer send into the same smtp-sink in turn, five times.
`ratio` is mailer : smtp-source, `wire_ratio` the client alone : smtp-source, in messages a second: the median, then
each round's own. CPU seconds are the sender's, with all that it starts; the mailer's clock runs from the moment that a
worker that is up is asked for a mailing whose audience is frozen, until it is done. Sizes are thousands of
bytes, memory is in MB.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Iterable

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, looking
from newsletter.languages import Reading
from newsletter.mailer.models import Mailing
from tests.bench.delivery import senders
from tests.bench.delivery.newsroom import add_readers, edition, newsroom, prepared
from tests.bench.delivery.senders import Run
from tests.bench.delivery.servers import Missing, discarding_postfix, sink
from tests.bench.delivery.steps import shares
from tests.mailer import samples

Report = dict[str, object]
ENOUGH = 5000
"""Messages for a real Postfix, which takes about 900 a second."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--size", type=int, default=30, help="thousands of bytes")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of an empty database")
    parser.add_argument("--no-postfix", dest="postfix", action="store_false", help="leave out the real Postfix")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    wanted = parser.parse_args()
    with newsroom(wanted.database) as app:
        add_readers(wanted.messages)
        report = machine() | {
            "messages": wanted.messages,
            "size": wanted.size,
            "workers": wanted.workers,
            "database": db.engine.dialect.name,
            **into_the_sink(app, wanted.messages, wanted.size * 1000, wanted.rounds, wanted.workers),
        }
        report["steps"] = shares(app, wanted.size * 1000)
        if wanted.postfix:
            report["postfix"] = into_postfix(app, min(wanted.messages, ENOUGH), wanted.size * 1000, wanted.workers)
    print(json.dumps(report) if wanted.json else _readable(report))


def machine() -> Report:
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "load": load,
    }


def into_the_sink(app: Flask, messages: int, size: int, rounds: int, workers: int) -> Report:
    template = edition(size).template
    db.session.rollback()
    with sink() as port:
        samples.use_relay(port)
        made = [in_turn(app, port, messages, size, template, workers) for _ in range(rounds)]
    source, wire, mailer = ([round_[at] for round_ in made] for at in range(3))
    return {
        "ratio": _median_first(ours.rate / theirs.rate for ours, theirs in zip(mailer, source, strict=True)),
        "wire_ratio": _median_first(ours.rate / theirs.rate for ours, theirs in zip(wire, source, strict=True)),
        "mailer": _summary(mailer),
        "wire": _summary(wire),
        "smtp-source": _summary(source),
    }


def in_turn(app: Flask, port: int, messages: int, size: int, template: bytes, workers: int) -> tuple[Run, Run, Run]:
    source = senders.smtp_source(port, messages, size)
    wire = senders.wire(port, messages, template)
    mailer = senders.mailer(app, lambda: [prepared(size)], workers=workers)
    with looking():
        latest = db.session.scalars(sa.select(Mailing).order_by(Mailing.id.desc()).limit(1)).one()
        assert samples.counts(latest) == {"sent": messages}
    return source, wire, mailer


def into_postfix(app: Flask, messages: int, size: int, workers: int) -> Report | str:
    """Once each: what counts here is the CPU that is left to Postfix, which has a pace of its own."""
    add_readers(messages, reading=Reading.BE_RU)
    try:
        with discarding_postfix() as port:
            samples.use_relay(port)
            source = senders.smtp_source(port, messages, size)
            mailer = senders.mailer(app, lambda: [prepared(size, reading=Reading.BE_RU)], workers=workers)
    except Missing as problem:
        return str(problem)
    return {
        "ratio": round(mailer.rate / source.rate, 2),
        "mailer": _summary([mailer]),
        "smtp-source": _summary([source]),
    }


def _median_first(ratios: Iterable[float]) -> list[float]:
    found = [round(ratio, 2) for ratio in ratios]
    return [statistics.median(found), *found]


def _summary(runs: list[Run]) -> Report:
    medians = {
        "messages/s": round(statistics.median(run.rate for run in runs)),
        "CPU s per 1,000": round(statistics.median(run.cpu_per_1000 for run in runs), 3),
    }
    peak = max(run.peak for run in runs)
    return {**medians, **({"peak MB": round(peak)} if peak else {})}


def _readable(report: Report) -> str:
    return "\n".join(f"{name:12} {value}" for name, value in report.items())


if __name__ == "__main__":
    try:
        main()
    except Missing as problem:
        sys.exit(str(problem))
