"""Relays that are spoken to without waiting for long between two tries."""

from collections.abc import Iterator

import pytest
from flask import Flask

from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.relays import choosing
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.posting import HASTY


@pytest.fixture
def hasty(app: Flask, heart: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "PATIENCE", HASTY)
    app.extensions.pop("relay_turns", None)  # Relays of other tests may have had the same ids.


@pytest.fixture
def second_relay() -> Iterator[CountingRelay]:
    relay = CountingRelay()
    relay.start()
    yield relay
    relay.stop()
