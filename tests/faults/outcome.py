"""What became of a storm's mailing."""

import platform
from dataclasses import dataclass, field

import sqlalchemy as sa

from newsletter.db import db, looking
from newsletter.mailer import ledger
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.mailer.models import Worker as Beating
from newsletter.subscribers.models import Subscriber
from newsletter.vault import vault
from tests.mailer import samples


@dataclass
class Report:
    database: str
    policy: str
    readers: int
    seed: int
    troubles: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    """Readers whose delivery is neither at the relay, nor refused by it, nor shown as uncertain."""
    wrongly_sent: int = 0
    """Called sent, and the relay has never had it."""
    in_doubt: int = 0
    doubts_allowed: dict[str, int] = field(default_factory=dict)
    second_copies: int = 0
    message_ids_that_differ: int = 0
    unmarked_copies: int = 0
    """Second copies beyond those in doubt; under `hold` every second copy."""
    jobs_failed: int = 0
    seconds: float = 0
    machine: str = platform.platform()

    @property
    def faults(self) -> list[str]:
        broken = {
            "readers were lost": self.lost,
            "were called sent and were not": self.wrongly_sent,
            "copies were not marked": self.unmarked_copies,
            "copies have a Message-ID of their own": self.message_ids_that_differ,
            "are in no final state": sum(self.states.get(state, 0) for state in ("queued", "sending", "deferred")),
            "more are in doubt than the troubles explain": max(0, self.in_doubt - sum(self.doubts_allowed.values())),
        }
        return [f"{number} {what}" for what, number in broken.items() if number]


def still_to_send(mailing_id: int) -> int:
    """Under `hold` that is fewer and fewer: what is in doubt stays here."""
    with looking():
        counts = ledger.counts([mailing_id])[mailing_id]
    return sum(counts[state] for state in ledger.OPEN)


def standstill(mailing_id: int) -> str:
    """Where everything is, for whoever wants to know why nothing moves any more."""
    jobs = "SELECT name, status, executor_id, count(*) FROM {}workflow_status GROUP BY name, status, executor_id"
    schema = "dbos." if db.engine.dialect.name == "postgresql" else ""
    with looking():
        mailing = db.session.get_one(Mailing, mailing_id)
        facts = [mailing.state, mailing.problem, mailing.retry_at, mailing.hold, samples.counts(mailing)]
        held = sa.select(Delivery.worker, Delivery.state, sa.func.count()).group_by(Delivery.worker, Delivery.state)
        rows = [*db.session.execute(held), *db.session.execute(sa.text(jobs.format(schema)))]
        beats = db.session.execute(sa.select(Beating.name, Beating.beat_at)).all()
    return "\n".join(map(str, [*facts, *rows, *beats]))


def delivery_states() -> dict[str, DeliveryState]:
    """Of each reader."""
    rows = db.session.execute(sa.select(Subscriber.uid, Subscriber.address, Delivery.state).join(Delivery))
    return {vault.open("subscriber", uid, sealed): state for uid, sealed, state in rows if sealed}
