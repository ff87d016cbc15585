"""Where a relay can't be had the others take its mails."""

import asyncio
import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from newsletter.background import TryLater
from newsletter.db import db, now
from newsletter.languages import Language, Variant
from newsletter.letters.letter import Letter
from newsletter.mailer import post, recovery
from newsletter.mailer.models import MailingState
from newsletter.mailer.relays import NoRelay, Route, by_turns
from newsletter.mailer.sending import send_batch
from newsletter.mailer.smtp import RelayUnavailable
from newsletter.staff.relay_models import Relay
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.posting import unused_port

LETTER = Letter(Language.EN, "The link you asked for", "<p>Here it is.</p>", "Here it is.\n")
NOON = dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)
Work = Callable[[], list[str]]
pytestmark = pytest.mark.usefixtures("hasty")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON) as travelling:
        yield travelling


class Dying(CountingRelay):
    """Takes so many, and isn't there any more: its connections are cut, and nobody listens."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after, self.handler, self.sessions = after, self, set[SMTP]()

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sessions.add(server)
        if len(self.accepted) >= self.after:
            assert self.server
            self.server.close()
            for each in self.sessions:
                assert isinstance(each.transport, asyncio.Transport)
                each.transport.abort()
        envelope.mail_from = address
        return "250 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.accepted.append((envelope.mail_from or "", envelope.rcpt_tos[0], b""))
        return "250 Ok"


def fresh(row: Relay) -> Relay:
    db.session.refresh(row)
    return row


def addresses_of(*relays: CountingRelay) -> list[str]:
    return sorted(to for relay in relays for _, to, _ in relay.accepted)


def test_a_relay_that_dies_leaves_its_mails_to_the_other_and_nobody_gets_two_but_of_what_was_in_doubt(
    app: Flask, counting_relay: CountingRelay
) -> None:
    dying = Dying(after=15)
    dying.start()
    row = samples.relay(dying.port, weight=100)
    samples.relay(counting_relay.port, weight=1)
    mailing = samples.mailing(60)
    send_batch(*samples.span(mailing))
    recovery.sweep("desk")  # what was on its way on a connection that was cut waits for it
    dying.stop()
    assert samples.counts(mailing) == {"sent": 60}
    got = addresses_of(dying, counting_relay)
    db.session.refresh(mailing)
    assert len(set(got)) == 60
    assert len(got) - 60 <= mailing.in_doubt <= 4
    assert dying.copies.total() >= 15
    assert "The relay" in (fresh(row).problem or "")
    assert fresh(row).retry_at
    assert (mailing.problem, mailing.state) == (None, MailingState.DONE)


def test_with_every_relay_away_the_mailing_waits_and_goes_on_once_one_is_back(
    app: Flask, clock: time_machine.Traveller, work: Work
) -> None:
    ports = [unused_port(), unused_port()]
    first, second = (samples.relay(port) for port in ports)
    mailing = samples.mailing(20)
    send_batch(*samples.span(mailing))
    db.session.refresh(mailing)
    assert samples.counts(mailing) == {"queued": 20}
    assert f"{first.name}: " in (mailing.problem or "")
    assert f"{second.name}: " in (mailing.problem or "")
    assert mailing.retry_at in (fresh(first).retry_at, fresh(second).retry_at)
    back = CountingRelay()
    second.port = back.port
    db.session.commit()
    back.start()
    clock.shift(61)
    recovery.sweep("desk")
    assert "send_batch" in work()
    back.stop()
    assert back.copies.total() == 20
    assert fresh(second).problem is None
    assert fresh(first).problem, "nobody has reached it meanwhile"


def unreachable(route: Route) -> bool:
    raise RelayUnavailable("The relay can't be reached: nobody listens")


def test_it_is_tried_again_later_and_later(app: Flask, clock: time_machine.Traveller) -> None:
    row = samples.relay(25)
    waits = []
    for _ in range(5):
        with pytest.raises(NoRelay):
            by_turns(unreachable, Variant.STANDARD)
        retry_at = fresh(row).retry_at
        assert retry_at
        waits.append(retry_at - now())
        clock.move_to(retry_at)
    assert [round(wait.total_seconds() / 60) for wait in waits] == [1, 2, 5, 15, 15]
    assert row.failing_since
    assert row.failing_since - NOON < dt.timedelta(seconds=30)
    assert by_turns(lambda route: True, Variant.STANDARD)
    assert (fresh(row).problem, row.failures) == (None, 0)


def test_what_no_time_mends_waits_for_somebody(app: Flask, clock: time_machine.Traveller) -> None:
    def refusing(route: Route) -> bool:
        raise RelayUnavailable("535 5.7.8 Bad credentials", lasting=True)

    row = samples.relay(25)
    with pytest.raises(NoRelay) as found:
        by_turns(refusing, Variant.STANDARD)
    assert (str(found.value), found.value.retry_at) == ("535 5.7.8 Bad credentials", None)
    clock.shift(dt.timedelta(days=1))
    assert not fresh(row).may_be_tried


def test_a_relay_may_be_deleted_while_it_is_spoken_to(app: Flask) -> None:
    row, spoken_to = samples.relay(1), list[int]()

    def deleting(route: Route) -> bool:
        spoken_to.append(route.server.port)
        if route.server.port == 1:
            samples.relay(2)
            db.session.delete(row)
            db.session.commit()
            raise RelayUnavailable("The relay closed the connection")
        return True

    assert by_turns(deleting, Variant.STANDARD)
    assert spoken_to == [1, 2]


def test_a_password_that_was_moved_here_from_another_relay_is_not_sent(app: Flask) -> None:
    donor, row = samples.relay(1, username="desk", password="secret"), samples.relay(2, username="desk")
    row.password = donor.password
    donor.active = False
    db.session.commit()
    assert by_turns(lambda route: route.server.password or "none", Variant.STANDARD) == "none"


def test_a_single_letter_goes_by_another_relay_too(app: Flask, counting_relay: CountingRelay) -> None:
    samples.relay(unused_port(), weight=100)
    samples.relay(counting_relay.port)
    post.post("alena@example.org", LETTER)
    assert counting_relay.copies == {"alena@example.org": 1}


def test_with_no_relay_left_a_single_letter_is_tried_later(app: Flask) -> None:
    samples.relay(unused_port())
    with pytest.raises(TryLater, match="can't be reached"):
        post.post("alena@example.org", LETTER)
