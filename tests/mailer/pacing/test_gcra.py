"""A steady rate with one moment to remember: whoever asks, and however often, no window holds more than it should."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mailer.pacing import gcra

RATES = st.floats(0.05, 2000)
STEPS = st.lists(st.tuples(st.floats(0, 3), st.integers(1, 200)), min_size=1, max_size=40)


def sent_moments(rate: float, steps: list[tuple[float, int]], next_at: float | None = None) -> list[float]:
    """When messages leave if somebody asks after each pause, and takes no more than so many."""
    now, moments = 1000.0, list[float]()
    for pause, most in steps:
        now += pause
        room = gcra.room(next_at, now, rate)
        taken = min(room.number, most)
        moments += [room.start + place * room.interval for place in range(taken)]
        assert all(moment >= now for moment in moments[len(moments) - taken :])
        if taken:
            next_at = room.after(taken)
    return moments


@given(rate=RATES, steps=STEPS)
def test_no_two_messages_are_closer_than_the_rate_allows(rate: float, steps: list[tuple[float, int]]) -> None:
    moments = sent_moments(rate, steps)
    assert all(later - earlier >= 1 / rate - 1e-6 for earlier, later in itertools.pairwise(moments))


@given(rate=RATES, steps=STEPS)
def test_nobody_waits_for_longer_than_it_takes(rate: float, steps: list[tuple[float, int]]) -> None:
    now, next_at = 1000.0, None
    for pause, most in steps:
        now += pause
        room = gcra.room(next_at, now, rate)
        if not room.number:
            assert now < room.again <= now + gcra.AHEAD + 1 / rate
            now = room.again + 1e-6
            room = gcra.room(next_at, now, rate)
            assert room.number
        next_at = room.after(min(room.number, most))


@pytest.mark.parametrize("rate", [0.5, 7, 45, 900])
def test_who_comes_back_in_time_loses_nothing_of_the_rate(rate: float) -> None:
    now, next_at, taken = 0.0, None, 0
    while now < 60:
        room = gcra.room(next_at, now, rate)
        if room.number:
            taken += room.number
            next_at = room.after(room.number)
            now = room.start + (room.number - 1) * room.interval
        else:
            now = room.again
    assert taken == pytest.approx(60 * rate, abs=rate + 2)


def test_nothing_is_saved_up_while_nobody_asks() -> None:
    room = gcra.room(1000.0, 5000.0, 10)
    assert (room.start, room.number) == (5000.0, 11)


def test_a_clock_that_was_set_back_stops_nobody_for_long() -> None:
    assert gcra.room(10_000.0, 6400.0, 10).start == 6400.0
    assert gcra.room(6409.0, 6400.0, 0.1).again < 6410.0
