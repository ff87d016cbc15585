"""Relays that note when each mail came."""

from collections.abc import Iterator

import pytest

from tests.mailer.pacing.timing import TimedRelay


@pytest.fixture
def timed() -> Iterator[TimedRelay]:
    yield from _running(TimedRelay())


@pytest.fixture
def complaining() -> Iterator[TimedRelay]:
    yield from _running(TimedRelay(complains_about="@yahoo"))


@pytest.fixture
def slow() -> Iterator[TimedRelay]:
    """It answers nothing before the test lets it."""
    relay = TimedRelay()
    relay.answers.clear()
    yield from _running(relay)


def _running(relay: TimedRelay) -> Iterator[TimedRelay]:
    relay.start()
    yield relay
    relay.answers.set()
    relay.stop()
