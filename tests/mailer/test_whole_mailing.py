"""A whole mailing with the real engine, a real relay and a real database: everybody gets exactly one letter."""

import re
import struct
import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import onemachine, tokens
from newsletter.db import db, looking
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Reading
from newsletter.mailer import mailings
from newsletter.mailer.models import Delivery, Mailing, MailingState
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import Purpose
from tests import factories
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

READERS = 2000


def wait_for(condition: Callable[[], bool], *, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with looking():
            if condition():
                return
        time.sleep(0.1)
    raise TimeoutError("it never happened")


def test_two_thousand_readers_get_their_edition_once_each(
    open_app: Flask, counting_relay: CountingRelay, caplog: pytest.LogCaptureFixture
) -> None:
    addresses = {
        Reading.EN: samples.readers(READERS // 2),
        Reading.BE_RU: samples.readers(READERS // 2, reading=Reading.BE_RU),
    }
    issue = factories.issue(state=IssueState.SENDING)
    samples.use_relay(counting_relay.port)
    with onemachine.working(open_app, "desk"):
        for reading in addresses:
            mailings.start(samples.edition(reading, of=issue).id)
        issue_id = issue.id
        db.session.commit()
        wait_for(lambda: db.session.get_one(Issue, issue_id).state is IssueState.SENT)
    everyone = [address for group in addresses.values() for address in group]
    assert counting_relay.copies == dict.fromkeys(everyone, 1)
    assert set(db.session.scalars(sa.select(Delivery.state))) == {"sent"}
    assert set(db.session.scalars(sa.select(Mailing.state))) == {MailingState.DONE}
    _look_at_every_letter(counting_relay)
    _look_for_addresses(everyone, caplog.text)


def _look_at_every_letter(relay: CountingRelay) -> None:
    readers = {uid.bytes for uid in db.session.scalars(sa.select(Subscriber.uid))}
    mailed = {tuple(row) for row in db.session.execute(sa.select(Delivery.mailing_id, Delivery.id))}
    message_ids, owners, paths = set(), set(), set()
    for sender, recipient, letter in relay.messages():
        assert letter["To"] == recipient
        assert letter.get_content_type() == "multipart/alternative"
        assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = re.fullmatch(r"<https://weekly\.example\.org/.*?([\w-]{20,})>", letter["List-Unsubscribe"])
        assert link
        owners.add(tokens.read(Purpose.UNSUBSCRIBE, link[1]))
        for part in letter.iter_parts():
            assert link[1] in part.get_content()
        message_ids.add(letter["Message-ID"])
        token = sender.removeprefix("bounce+").removesuffix("@weekly.example.org")
        paths.add(struct.unpack("!IQ", tokens.read(Purpose.RETURN_PATH, token)))
    assert len(message_ids) == READERS
    assert owners == readers
    assert paths == mailed


def _look_for_addresses(addresses: list[str], logged: str) -> None:
    """Nothing but sealed bytes: not in the ledger, nor the engine's tables, nor the log."""
    known = re.compile(r"many\d+@|" + re.escape(addresses[0].partition("@")[0]) + r"\b")
    assert not known.search(logged)
    assert not known.search(_dump())


def _dump() -> str:
    connection = db.session.connection()
    inspector = sa.inspect(connection)
    schemas = [None, "dbos"] if db.engine.dialect.name == "postgresql" else [None]
    names = [(name, schema) for schema in schemas for name in inspector.get_table_names(schema=schema)]
    assert "workflow_status" in [name for name, _ in names]
    tables = [sa.Table(name, sa.MetaData(), autoload_with=connection, schema=schema) for name, schema in names]
    return "\n".join(str(row) for table in tables for row in connection.execute(sa.select(table)))
