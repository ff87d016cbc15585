"""A mailing whose connection is cut, here and there: what the ledger says of each reader then is true."""

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.mailer.sending import send_batch
from newsletter.subscribers.models import Subscriber
from newsletter.vault import vault
from tests.mailer import samples
from tests.mailer.smtp.honest_server import HonestServer

pytestmark = pytest.mark.usefixtures("one_hasty_connection")

PLACES = 9
"""In each direction; at every single byte the SMTP client is cut in tests/mailer/smtp."""
READERS = 3


def sent_through(server: HonestServer) -> Mailing:
    """To three readers of its own."""
    db.session.execute(sa.delete(Delivery))
    db.session.execute(sa.delete(Subscriber))
    mailing = samples.mailing(READERS)
    with server:
        samples.use_relay(server.port, resend_in_doubt=False)
        send_batch(*samples.span(mailing))
    return mailing


def states_by_address(mailing: Mailing) -> dict[bytes, DeliveryState]:
    chosen = sa.select(Subscriber.uid, Subscriber.address, Delivery.state).join(Delivery)
    rows = db.session.execute(chosen.where(Delivery.mailing_id == mailing.id))
    return {vault.open("subscriber", uid, sealed).encode(): state for uid, sealed, state in rows if sealed}


def look(mailing: Mailing, server: HonestServer) -> None:
    for address, state in states_by_address(mailing).items():
        taken, answered = (sum(address in mail for mail in mails) for mails in (server.taken, server.answered))
        match state:
            case DeliveryState.SENT:
                assert (taken, answered) == (1, 1)
            case DeliveryState.UNCERTAIN:
                assert (taken, answered) in [(0, 0), (1, 0)]
            case DeliveryState.QUEUED:
                assert taken == 0
            case other:
                pytest.fail(f"it is {other}")
    db.session.refresh(mailing)
    assert samples.counts(mailing).get("uncertain", 0) == mailing.in_doubt <= 1


def test_wherever_a_connection_is_cut_the_ledger_says_of_each_reader_what_is_true(app: Flask) -> None:
    whole = HonestServer()
    assert samples.counts(sent_through(whole)) == {"sent": READERS}
    seen = set()
    for number in range(1, PLACES):
        heard, said = (number * whole_length // PLACES for whole_length in (whole.bytes_heard, whole.bytes_said))
        for server in (HonestServer(heard=heard), HonestServer(said=said)):
            mailing = sent_through(server)
            look(mailing, server)
            seen |= set(samples.counts(mailing))
    assert seen == {"sent", "queued", "uncertain"}
