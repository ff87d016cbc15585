"""A hundred thousand wait, half of them with a provider that takes so many a second: claims alone, nothing is sent."""

import datetime as dt
import itertools
from functools import partial

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db, now
from newsletter.mailer import audience, claiming, ledger, relays
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.models import Delivery, Mailing, MailingState
from newsletter.mailer.pacing.claims import Claims, Take
from newsletter.mailer.pacing.supply import Turn
from newsletter.mailer.smtp import Relay
from newsletter.staff import settings
from tests.mailer import samples

NOON = dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)
MANY = 100_000
RATE = 5000.0


UNIQUE = {
    "sqlite": "printf('%032x', n), CAST(printf('%064x', n) AS BLOB), CAST('sealed' AS BLOB)",
    "postgresql": "lpad(to_hex(n), 32, '0')\\:\\:uuid, decode(lpad(to_hex(n), 64, '0'), 'hex'), 'sealed'\\:\\:bytea",
}
READERS = """
    WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :many)
    INSERT INTO subscriber (uid, address_index, address, provider, reading, language, variant, status, created_at,
                            hard_bounces, soft_bounces)
    SELECT {}, CASE n % 2 WHEN 0 THEN 'other' ELSE 'gmail' END, 'en', 'en', 'standard', 'active', :now,
           0, 0 FROM numbers
"""


@pytest.fixture
def mailing(app: Flask) -> Mailing:
    unique = UNIQUE[db.engine.dialect.name]
    db.session.execute(sa.text(READERS.format(unique)), {"many": MANY, "now": now()})
    made = audience.prepare(samples.edition())
    made.state = MailingState.SENDING
    db.session.commit()
    return made


def noting(claimed: list[int], claim: partial[list[Claimed] | None]) -> Take:
    def take(most: int) -> list[Claimed] | None:
        items = claim(claiming.new_token(), worker="desk", most=most)
        claimed.extend(item.id for item in items or [])
        return items

    return take


def test_every_group_keeps_within_its_limit_and_nothing_is_lost(mailing: Mailing, query_count: list[str]) -> None:
    settings.save(group_limits={"gmail": RATE}, first_readers=0.0)
    claims = Claims(relays.Route(Relay("127.0.0.1", 25)), "weekly.example.org", most=2500, urgent=False)
    claims.read_limits()
    claimed: list[int] = []
    with time_machine.travel(NOON, tick=False) as clock:
        for low, high in ledger.due_batches(mailing.id, without=claims.groups):
            assert claiming.set_aside(mailing.id, low, high, claims.groups)
            in_range = partial(claiming.claim, mailing_id=mailing.id, low=low, high=high, without=claims.groups)
            while claims.take(noting(claimed, in_range)):
                pass
        assert len(claimed) == MANY // 2
        assert ledger.due_batches(mailing.id, without=claims.groups) == []
        of_group = noting(claimed, partial(claiming.claim_group, mailing_id=mailing.id, group="gmail"))
        moments: list[float] = []
        while turn := _counted(claims, of_group, query_count):
            moments += [now().timestamp() + turn.first_in + place * turn.interval for place in range(len(turn.items))]
            clock.shift(turn.again_in)
    assert len(claimed) == len(set(claimed)) == MANY
    assert samples.counts(mailing) == {"sending": MANY}
    assert all(later - earlier > 1 / RATE - 1e-5 for earlier, later in itertools.pairwise(moments))
    assert moments[-1] - moments[0] < 1.1 * MANY / 2 / RATE
    assert db.session.scalar(sa.select(sa.func.count()).where(Delivery.next_attempt_at.is_not(None))) == 0


def _counted(claims: Claims, take: Take, statements: list[str]) -> Turn | None:
    statements.clear()
    turn = claims.take(take, "gmail")
    assert len(statements) <= 10
    return turn
