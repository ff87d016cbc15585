"""One mailing, two workers, and everything that can befall them: is anybody lost, does anybody get it twice?

`python -m tests.faults.storm --json [--readers 20000 --kills 100 --database sqlite|postgresql --policy resend|hold]`
ends with 1 where a bound was broken.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

import sqlalchemy as sa
from flask import Flask

from newsletter import create_app, keys
from newsletter.db import db, looking
from newsletter.mailer import mailings
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.migrate import migrate
from tests.faults.databases import Database, PostgreSQL, SQLiteFile
from tests.faults.outcome import Report, delivery_states, standstill, still_to_send
from tests.faults.slow_relay import SlowRelay, is_refused
from tests.faults.troubles import Troubles
from tests.faults.worker import Tempo
from tests.faults.workers import Workers, is_done, until
from tests.mailer import samples

SECONDS_A_TROUBLE = 2.2
"""From one to the next, on average; the relay is just so slow that the mailing lasts as long as its troubles."""


class Storm:
    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.report = Report(options.database, options.policy, options.readers, options.seed)
        self.chance = Random(options.seed)
        self.kills, self.for_good = options.kills, options.gone
        self.database: Database = SQLiteFile(folder) if options.database == "sqlite" else PostgreSQL(folder)
        self.app = prepared_app(folder, self.database)
        troubles = options.kills + 14 + self.database.interruptions
        streams = 2 * samples.CONNECTIONS
        self.relay = SlowRelay(folder, pause=streams * troubles * SECONDS_A_TROUBLE / options.readers)
        tempo = Tempo(beat=1, doubtful=4, silent=6, retry=3, batch=max(50, options.readers // 40))
        self.workers = Workers(self.app, tempo)
        self.troubles = Troubles(self.workers, self.relay, self.database, folder / "journals", self.chance)

    def rage(self) -> None:
        began = time.monotonic()
        with self.app.app_context():
            samples.readers(self.report.readers)
            samples.use_relay(self.relay.port, resend_in_doubt=self.report.policy == "resend", first_refusals=50)
            mailing_id = mailings.start(samples.edition().id).id
            db.session.commit()
            try:
                self.relay.start()
                self._send(mailing_id)
            except AssertionError:
                self._tell(standstill(mailing_id))
                raise
            finally:
                self.workers.end()
                self.relay.stop()
            self._look(mailing_id)
        self.report.seconds = round(time.monotonic() - began, 1)

    def _send(self, mailing_id: int) -> None:
        self.troubles.begin()
        planned = self.troubles.plan(kills=self.kills, of_them_for_good=self.for_good)
        for number, trouble in enumerate(planned):
            taken = self.relay.taken()
            share = still_to_send(mailing_id) / (len(planned) - number + 2)
            some = taken + self.chance.uniform(0, 1.5) * share
            self._until_taken(some, mailing_id)
            self._tell(f"{number + 1} of {len(planned)} after {taken} mails: {trouble.__name__}")
            self.troubles.befall(trouble)
        self._tell("the sky clears")
        self.relay.hurry()
        self.troubles.look_after_workers()
        until(lambda: is_done(mailing_id), seconds=180)

    def _until_taken(self, some: float, mailing_id: int) -> None:
        """Or until nothing is left to be taken: what is in doubt and held never comes."""

        def reached() -> bool:
            self.troubles.look_after_workers()
            return self.relay.taken() >= some or not still_to_send(mailing_id)

        until(reached, seconds=120)

    def _tell(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def _look(self, mailing_id: int) -> None:
        found, copies = self.report, self.relay.message_ids()
        states = delivery_states()
        found.troubles, found.doubts_allowed = self.troubles.counted, self.troubles.doubts_allowed
        found.states = {str(state): list(states.values()).count(state) for state in set(states.values())}
        found.in_doubt = db.session.get_one(Mailing, mailing_id).in_doubt
        found.second_copies = sum(len(mails) - 1 for mails in copies.values())
        found.message_ids_that_differ = sum(len(set(mails)) - 1 for mails in copies.values())
        marked = found.in_doubt if found.policy == "resend" else 0
        found.unmarked_copies = max(0, found.second_copies - marked)
        for address, state in states.items():
            expected = is_refused(address) if state is DeliveryState.REFUSED else address in copies
            if state is DeliveryState.SENT:
                found.wrongly_sent += not expected
            elif state is not DeliveryState.UNCERTAIN:
                found.lost += not expected
        failed = "SELECT count(*) FROM {}workflow_status WHERE status = 'ERROR'"
        schema = "dbos." if db.engine.dialect.name == "postgresql" else ""
        with looking():
            found.jobs_failed = db.session.scalars(sa.text(failed.format(schema))).one()


def prepared_app(folder: Path, database: Database) -> Flask:
    for name in ("keys", "opening-keys"):
        (folder / name).mkdir(mode=0o700)
    keys.init(folder / "keys", folder / "opening-keys")
    app = create_app(
        {
            "DATA": folder,
            "DATABASE_URL": database.url,
            "KEYS": folder / "keys",
            "OPENING_KEYS": folder / "opening-keys",
            "URL": "https://weekly.example.org",
            "SERVER_NAME": "weekly.example.org",
        }
    )
    migrate(app)
    return app


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--readers", type=int, default=20_000)
    asked.add_argument("--kills", type=int, default=100)
    asked.add_argument("--gone", type=int, default=None, help="how many of the killed never come back; a fifth")
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--policy", choices=["resend", "hold"], default="resend")
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    options.seed = Random().randrange(10**6) if options.seed is None else options.seed
    options.gone = options.kills // 5 if options.gone is None else options.gone
    with tempfile.TemporaryDirectory(prefix="newsletter-storm-") as folder:
        storm = Storm(Path(folder), options)
        try:
            storm.rage()
        finally:
            storm.database.end()
    found = asdict(storm.report) | {"faults": storm.report.faults}
    print(json.dumps(found) if options.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    return 1 if storm.report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
