"""Quiet hours by the newsroom's clock, and the share of a day that a new sending domain has."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsletter.mailer.pacing import warm_up
from newsletter.mailer.pacing.quiet_hours import quiet_until

WARSAW = ZoneInfo("Europe/Warsaw")
MOMENTS = st.integers(1_704_067_200, 1_798_675_200).map(lambda second: dt.datetime.fromtimestamp(second, dt.UTC))
ZONES = st.sampled_from([WARSAW, ZoneInfo("Europe/Minsk"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Chatham")])


def local(text: str, zone: ZoneInfo = WARSAW) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2024-11-09T21:59:59", None),
        ("2024-11-09T22:00", "2024-11-10T07:00"),
        ("2024-11-10T00:00", "2024-11-10T07:00"),
        ("2024-11-10T06:59:59", "2024-11-10T07:00"),
        ("2024-11-10T07:00", None),
        ("2024-03-30T23:00", "2024-03-31T07:00"),
        ("2024-10-26T23:00", "2024-10-27T07:00"),
    ],
)
def test_quiet_hours_may_span_midnight_and_a_change_of_clocks(now: str, until: str | None) -> None:
    found = quiet_until(local(now), WARSAW, dt.time(22), dt.time(7))
    assert found == (local(until) if until else None)


def test_quiet_hours_of_one_day() -> None:
    assert quiet_until(local("2024-11-09T13:30"), WARSAW, dt.time(13), dt.time(15)) == local("2024-11-09T15:00")
    assert quiet_until(local("2024-11-09T15:00"), WARSAW, dt.time(13), dt.time(15)) is None


def test_hours_that_begin_when_they_end_are_none() -> None:
    assert quiet_until(local("2024-11-09T13:30"), WARSAW, dt.time(13), dt.time(13)) is None


@given(now=MOMENTS, zone=ZONES, begin=st.times(), end=st.times())
def test_quiet_hours_end_within_a_day_and_are_over_then(
    now: dt.datetime, zone: ZoneInfo, begin: dt.time, end: dt.time
) -> None:
    free = (dt.datetime.combine(dt.date.min, begin) - dt.datetime.combine(dt.date.min, end)) % dt.timedelta(days=1)
    assume(free > dt.timedelta(hours=1))  # Less of it may fall into the hour that clocks leave out in spring.
    until = quiet_until(now, zone, begin, end)
    if until is not None:
        assert now < until <= now + dt.timedelta(hours=25)
        assert quiet_until(until, zone, begin, end) is None


def test_a_new_domain_may_send_more_on_each_day_that_used_its_share() -> None:
    assert warm_up.share([]) == 50
    assert warm_up.share([50, 100]) == 250


def test_a_day_that_sent_next_to_nothing_warms_nothing() -> None:
    assert warm_up.share([50, 0, 3, 49]) == 100


@given(st.lists(st.integers(0, 200_000), max_size=30))
def test_the_share_never_shrinks_and_ends_after_the_plan(days: list[int]) -> None:
    shares = [warm_up.share(days[:number]) or 10**9 for number in range(len(days) + 1)]
    assert shares == sorted(shares)
    assert warm_up.share(warm_up.PLAN) is None
