"""How fast a relay was, and what becomes of that when it asks for patience."""

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Pace
from newsletter.mailer.pacing import speeds
from newsletter.mailer.pacing.speeds import Speeds
from newsletter.mailer.sending import send_batch
from tests.mailer import samples
from tests.mailer.scripted_server import ScriptedServer, Talk, taking

ELSEWHERE, HERE = 1, 2


class Clock:
    def __init__(self) -> None:
        self.moment = 1000.0

    def monotonic(self) -> float:
        return self.moment


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(speeds, "time", made)
    return made


def noted(found: Speeds, clock: Clock, rate: float, *, seconds: int) -> None:
    for _ in range(10 * seconds):
        clock.moment += 0.1
        found.note(HERE, round(rate / 10))


def test_a_relay_is_as_fast_as_it_was_lately(clock: Clock) -> None:
    found = Speeds()
    found.note(HERE, 0)
    noted(found, clock, 3000, seconds=5)
    assert found.a_second(HERE) == pytest.approx(3000, rel=0.02)
    noted(found, clock, 100, seconds=60)
    assert found.a_second(HERE) == pytest.approx(100, rel=0.1)


def test_what_lies_between_two_batches_makes_no_relay_slow(clock: Clock) -> None:
    found = Speeds()
    found.note(HERE, 0)
    noted(found, clock, 3000, seconds=20)
    clock.moment += 3600
    found.note(HERE, 0)
    assert found.a_second(HERE) == pytest.approx(3000, rel=0.15)


def test_a_relay_that_nobody_has_spoken_to_for_a_second_is_not_believed_to_be_fast(clock: Clock) -> None:
    found = Speeds()
    found.note(ELSEWHERE, 3000)
    found.note(HERE, 0)
    clock.moment += 0.01
    found.note(HERE, 3)
    assert found.a_second(HERE) == pytest.approx(3, rel=0.01)


def complaining(talk: Talk) -> None:
    talk.greet()
    talk.hear("MAIL FROM:")
    talk.say("454 Throttling failure: maximum sending rate exceeded")
    talk.hear("RSET")
    talk.say("250 Ok")
    talk.part()


@pytest.fixture(autouse=True)
def _one_connection_to_a_relay_that_nobody_knows(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "CONNECTIONS", 1)
    app.extensions.pop("relay_speeds", None)  # Relays of other tests may have had the same ids.


def slowed_to() -> float:
    return db.session.scalars(sa.select(Pace.slowed_to).where(Pace.scope.startswith("relay:"))).one() or 0


def test_a_fast_relay_that_complains_of_the_first_mail_of_a_batch_gets_half_of_what_it_took(
    app: Flask, heart: Heartbeat, clock: Clock
) -> None:
    earlier, later = samples.mailing(60), samples.mailing(1)
    with ScriptedServer(taking(*[""] * 60), complaining) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(earlier))
        clock.moment += 60
        first = samples.span(later)[1]
        send_batch(later.id, first, first)
    assert slowed_to() == pytest.approx(30, rel=0.15)


def test_a_relay_of_which_nothing_was_measured_begins_carefully(app: Flask, heart: Heartbeat) -> None:
    mailing = samples.mailing(1)
    with ScriptedServer(complaining) as server:
        samples.use_relay(server.port)
        send_batch(*samples.span(mailing))
    assert slowed_to() == 5
