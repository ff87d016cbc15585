import datetime as dt

import pytest

from newsletter.issues.leaving.clocks import clocks, moment
from newsletter.issues.refusals import BadTime
from newsletter.languages import Language

pytestmark = pytest.mark.usefixtures("app")


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "hour"), [("2024-11-12T10:00", 9), ("2024-07-12T10:00", 8), ("2024-03-31T03:00", 1)]
)
def test_a_local_time_is_a_moment_summer_and_winter(written: str, hour: int) -> None:
    assert moment(local(written), "Europe/Warsaw").hour == hour


def test_a_time_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(BadTime, match="there is no 02:30"):
        moment(local("2024-03-31T02:30"), "Europe/Warsaw")


def test_a_time_that_the_clocks_give_twice_is_refused() -> None:
    with pytest.raises(BadTime, match="02:30 comes twice"):
        moment(local("2024-10-27T02:30"), "Europe/Warsaw")


@pytest.mark.parametrize("zone", ["", "Warsaw", "../etc/passwd", "Europe", "localtime", "Factory"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    with pytest.raises(BadTime, match="There is no time zone"):
        moment(local("2024-11-12T10:00"), zone)


def test_both_clocks_are_shown_in_the_language_of_the_desk() -> None:
    shown = clocks(dt.datetime(2024, 11, 12, 22, 30, tzinfo=dt.UTC), "Europe/Warsaw", Language.BE)
    assert [(clock.time, clock.city) for clock in shown] == [("23:30", "Варшава"), ("01:30", "Мінск")]
    assert [clock.date.partition(" 2024")[0] for clock in shown] == ["аўторак, 12 лістапада", "серада, 13 лістапада"]


def test_one_clock_is_enough_where_both_are_the_same() -> None:
    assert len(clocks(dt.datetime(2024, 11, 12, tzinfo=dt.UTC), "Europe/Minsk", Language.EN)) == 1


def test_a_time_in_another_zone_is_also_shown_as_the_newsroom_knows_it() -> None:
    at = dt.datetime(2024, 11, 12, 9, tzinfo=dt.UTC)
    shown = clocks(at, "Europe/Minsk", Language.EN, newsroom="Europe/Warsaw")
    assert [(clock.time, clock.city) for clock in shown] == [("12:00", "Minsk"), ("10:00", "Warsaw")]
