"""Who asks for patience, whom that is about, and how the pace comes back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mailer.pacing import slowing
from newsletter.mailer.pacing.slowing import DOUBLES, STAYS, Slowed
from newsletter.mailer.smtp import Reply

NOON = dt.datetime(2024, 11, 9, 12, tzinfo=dt.UTC)
RECIPIENT, RELAY = Slowed.RECIPIENT, Slowed.RELAY


@pytest.mark.parametrize(
    ("reply", "whom"),
    [
        (Reply(421, "4.7.0", "[TS04] Messages temporarily deferred"), RECIPIENT),
        (Reply(421, "", "Try again later"), RECIPIENT),
        (Reply(451, "4.7.500", "Server busy"), RECIPIENT),
        (Reply(450, "", "Too many connections from your host"), RECIPIENT),
        (Reply(451, "", "Rate limit exceeded"), RECIPIENT),
        (Reply(450, "4.7.1", "Greylisted, please come back in five minutes"), None),
        (Reply(450, "4.2.0", "Graylisting in action"), None),
        (Reply(450, "4.2.1", "The user receives mail at a rate that prevents more"), None),
        (Reply(452, "4.2.2", "Mailbox full"), None),
        (Reply(450, "4.1.2", "Domain not found"), None),
        (Reply(452, "4.3.1", "Insufficient system storage"), RELAY),
        (Reply(550, "5.7.1", "Too many messages"), None),
        (Reply(250, "2.1.5", "Ok, and too many to count"), None),
    ],
)
def test_an_answer_to_rcpt_is_about_the_provider_or_about_one_mailbox_or_the_relay_itself(
    reply: Reply, whom: Slowed | None
) -> None:
    assert slowing.asked_by(reply, at_recipient=True) is whom


@pytest.mark.parametrize(
    ("reply", "whom"),
    [
        (Reply(421, "4.7.0", "Too many connections"), RELAY),
        (Reply(421, "", "Come back later"), RELAY),
        (Reply(454, "", "Throttling failure: maximum sending rate exceeded"), RELAY),
        (Reply(452, "4.3.1", "Insufficient system storage"), RELAY),
        (Reply(451, "4.3.0", "Queue file write error"), RELAY),
        (Reply(421, "4.3.2", "Service shutting down"), None),
        (Reply(421, "4.4.2", "Timeout exceeded"), None),
        (Reply(451, "", "Aborted"), None),
    ],
)
def test_an_answer_to_anything_else_is_about_the_relay(reply: Reply, whom: Slowed | None) -> None:
    assert slowing.asked_by(reply, at_recipient=False) is whom


@given(
    code=st.integers(200, 599),
    enhanced=st.sampled_from(["", "4.7.0", "4.3.1", "4.2.2", "5.7.1"]),
    text=st.text(),
    at_recipient=st.booleans(),
)
def test_only_a_temporary_refusal_slows_anything(code: int, enhanced: str, text: str, at_recipient: bool) -> None:
    whom = slowing.asked_by(Reply(code, enhanced, text), at_recipient=at_recipient)
    assert whom is None or code // 100 == 4
    assert at_recipient or whom is not RECIPIENT


def test_the_pace_is_halved_and_comes_back_in_steps() -> None:
    until = NOON + STAYS
    rates = [slowing.rate_now(40.0, slowing.slower(20), until, until + step * DOUBLES) for step in range(-1, 4)]
    assert rates == [10, 20, 40, 40, 40]


def test_what_has_no_limit_is_free_again_after_the_last_step() -> None:
    until = NOON + STAYS
    assert slowing.rate_now(None, 1.0, until, until + 5 * DOUBLES) == 64
    assert slowing.rate_now(None, 1.0, until, until + 6 * DOUBLES) is None


def test_nothing_gets_slower_than_one_a_second_but_a_limit_that_is() -> None:
    assert slowing.slower(1.5) == 1
    assert slowing.rate_now(0.2, slowing.slower(0.2), NOON, NOON) == 0.2


def test_answers_that_come_all_at_once_are_one_complaint() -> None:
    until = NOON + STAYS
    assert not slowing.is_new_complaint(until, NOON + dt.timedelta(seconds=9))
    assert slowing.is_new_complaint(until, NOON + dt.timedelta(seconds=10))
    assert slowing.is_new_complaint(None, NOON)
