"""How fast a mailing goes, how long it still takes, and the line of it."""

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mailer.progress.curve import Curve, curve
from newsletter.mailer.progress.rate import Point, Share, a_second, seconds_left, together

START = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def at(seconds: float) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


def line(*sent: float, every: float = 10, holds: Iterable[int] = ()) -> list[Point]:
    return [Point(at(n * every), number, "relay" if n in set(holds) else "") for n, number in enumerate(sent)]


def drawn(points: list[Point], limit: float | None = None) -> Curve:
    found = curve(points, limit)
    assert found
    return found


def test_now_is_what_left_since_the_last_tick_but_one() -> None:
    assert a_second([*line(0, 100, 500), Point(at(24), 640)]) == pytest.approx((640 - 100) / 14)


def test_what_has_only_just_begun_is_measured_from_its_start() -> None:
    assert a_second([Point(at(0), 0), Point(at(2), 90)]) == 45


def test_a_mailing_that_stands_still_goes_at_nothing_a_second() -> None:
    assert a_second(line(0, 500, 500, 500)) == 0
    assert a_second([]) == 0


def test_the_time_left_is_what_waits_at_this_rate() -> None:
    assert seconds_left(16_000, 41) == pytest.approx(390, abs=1)


def test_the_slowest_group_is_the_last_to_be_through() -> None:
    assert seconds_left(1000, 100, [Share(400, 2), Share(0, 1)]) == 200


def test_no_time_is_foretold_while_nothing_leaves() -> None:
    assert seconds_left(10, 0) is None
    assert seconds_left(0, 0) == 0


def test_several_mailings_are_added_up_between_their_own_ticks() -> None:
    one, other = line(0, 100, every=20), [Point(at(10), 0), Point(at(30), 200)]
    assert [(point.at, point.sent) for point in together([one, other])] == [
        (at(0), 0),
        (at(10), 50),
        (at(20), 200),
        (at(30), 300),
    ]


def test_the_line_rises_with_the_rate_and_lies_under_its_limit() -> None:
    found = drawn(line(0, 400, 800, 1000), limit=50)
    assert found.limit == 0
    assert [y for _, y in found.points] == [20, 20, 40, 60]
    assert [x for x, _ in found.points] == [0, 33.33, 66.67, 100]
    assert (found.highest, found.last_rate) == (40, 20)


def test_a_wait_is_a_dip_with_its_reason() -> None:
    found = drawn(line(0, 400, 800, 800, 800, 1200, 1600, holds=[3, 4]))
    [dip] = found.labels
    assert (dip.at, dip.hold) == (at(30), "relay")
    assert 50 < dip.place < 60


def test_labels_that_would_overlap_are_left_to_the_text() -> None:
    sent = [100 * n for n in range(21)]
    found = drawn(line(*sent, holds=[9, 11]))
    assert (len(found.dips), len(found.labels)) == (2, 1)


def test_the_tail_of_late_tries_is_not_drawn() -> None:
    late = [Point(at(40 + 300 * n), 1600 + n) for n in range(1, 50)]
    assert drawn([*line(0, 400, 800, 1200, 1600), *late]).last < at(1000)


def test_what_was_over_at_once_has_no_line() -> None:
    assert curve([Point(at(0), 0), Point(at(1), 32)]) is None
    assert curve(line(0, 0, 0, 0)) is None


@given(st.lists(st.integers(0, 5000), min_size=3, max_size=400), st.floats(0.1, 1000))
def test_a_line_stays_within_its_frame(steps: list[int], limit: float) -> None:
    points = [Point(at(10 * n), sum(steps[:n])) for n in range(len(steps))]
    if found := curve(points, limit):
        assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in found.points)
        assert len(found.points) <= 121
