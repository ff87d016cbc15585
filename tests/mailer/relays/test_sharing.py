"""Each relay has its share of the mails, and no more connections and messages than it bears."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from newsletter.db import db
from newsletter.languages import Language, Variant
from newsletter.letters.letter import Letter
from newsletter.mailer import post, testing
from newsletter.mailer.models import Delivery, Mailing
from newsletter.mailer.relays import by_turns
from newsletter.mailer.sending import send_batch
from newsletter.staff import settings
from newsletter.staff.relay_models import Purpose
from tests import factories
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

LETTER = Letter(Language.EN, "The link you asked for", "<p>Here it is.</p>", "Here it is.\n")
Work = Callable[[], list[str]]
pytestmark = pytest.mark.usefixtures("hasty")


def send_in_batches(mailing: Mailing, of: int) -> None:
    chosen = sa.select(Delivery.id).where(Delivery.mailing_id == mailing.id).order_by(Delivery.id)
    ids = list(db.session.scalars(chosen))
    for start in range(0, len(ids), of):
        send_batch(mailing.id, ids[start], ids[start : start + of][-1])


def test_each_relay_has_its_share(app: Flask, counting_relay: CountingRelay, second_relay: CountingRelay) -> None:
    samples.relay(counting_relay.port, weight=3)
    samples.relay(second_relay.port, weight=1)
    mailing = samples.mailing(400)
    send_in_batches(mailing, of=50)
    assert (counting_relay.copies.total(), second_relay.copies.total()) == (300, 100)
    assert len({*counting_relay.copies, *second_relay.copies}) == 400
    assert samples.counts(mailing) == {"sent": 400}


class Watching(CountingRelay):
    """Notes how many connections it has at once, and how many messages came on each; takes none before it has two."""

    def __init__(self) -> None:
        super().__init__()
        self.handler, self.messages_on, self.open, self.most_open = self, Counter[Session](), 0, 0
        self.several_are_open = asyncio.Event()

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        if self.open > 1:
            self.several_are_open.set()
        return responses

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.open -= 1
        return "221 Bye"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.wait_for(self.several_are_open.wait(), 60)
        self.accepted.append((envelope.mail_from or "", envelope.rcpt_tos[0], b""))
        self.messages_on[session] += 1
        return "250 Ok"


def test_a_batch_opens_all_connections_and_sends_no_more_messages_on_one_than_it_bears(app: Flask) -> None:
    relay = Watching()
    relay.start()
    samples.relay(relay.port, connections=4, per_connection=7)
    send_batch(*samples.span(samples.mailing(60)))
    relay.stop()
    assert relay.most_open == 4
    assert max(relay.messages_on.values()) == 7
    assert relay.copies.total() == 60


def test_a_batch_leaves_one_connection_to_who_keeps_the_pace_of_a_group(app: Flask) -> None:
    relay = Watching()
    relay.start()
    samples.relay(relay.port, connections=4)
    settings.save(group_limits={"gmail": 2})
    send_batch(*samples.span(samples.mailing(60)))
    relay.stop()
    assert relay.most_open == 3


def test_a_reserve_takes_mails_only_while_no_other_does(app: Flask) -> None:
    samples.relay(1, weight=0)
    main = samples.relay(2)
    assert {by_turns(lambda route: route.server.port, Variant.STANDARD) for _ in range(4)} == {2}
    main.fail("It is away", lasting=False)
    db.session.commit()
    assert by_turns(lambda route: route.server.port, Variant.STANDARD) == 1


def test_test_mails_go_to_the_relay_that_is_there_for_them(
    app: Flask, counting_relay: CountingRelay, second_relay: CountingRelay, work: Work
) -> None:
    vera, issue = factories.staff(handle="vera"), samples.edition().issue
    samples.relay(counting_relay.port)
    testing.send(issue.id, "en", vera.id)
    assert counting_relay.copies == {"vera@example.org": 1}, "there is none for them"
    samples.relay(second_relay.port, purpose=Purpose.TEST)
    testing.send(issue.id, "en", vera.id)
    assert (counting_relay.copies.total(), second_relay.copies.total()) == (1, 1)
    post.post("alena@example.org", LETTER)
    assert second_relay.copies.total() == 1
