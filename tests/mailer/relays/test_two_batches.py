"""Batches that a worker sends at once share a relay's connections, whatever the database."""

from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Delivery, DeliveryState
from newsletter.mailer.sending import send_batch
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay


def test_of_two_batches_the_second_waits_for_the_only_connection(
    open_app: Flask, open_heart: Heartbeat, counting_relay: CountingRelay
) -> None:
    """Without a transaction: on SQLite the first one could write nothing meanwhile."""

    def send(span: tuple[int, int, int]) -> None:
        with open_app.app_context():
            send_batch(*span)

    samples.relay(counting_relay.port, connections=1)
    spans = [samples.span(samples.mailing(30)) for _ in range(2)]
    db.session.commit()
    with ThreadPoolExecutor() as threads:
        list(threads.map(send, spans))
    assert set(db.session.scalars(sa.select(Delivery.state))) == {DeliveryState.SENT}
    assert counting_relay.copies.total() == 30 + 60
