"""What a relay's answer means, from its codes alone."""

import pytest

from newsletter.mailer.progress.reasons import Reason, reason_of


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("550 5.1.1", Reason.NO_MAILBOX),
        ("550", Reason.NO_MAILBOX),
        ("550 5.2.1", Reason.MAILBOX_OFF),
        ("452 4.2.2", Reason.MAILBOX_FULL),
        ("552 5.2.2", Reason.MAILBOX_FULL),
        ("552", Reason.MAILBOX_FULL),
        ("550 5.1.2", Reason.NO_DOMAIN),
        ("450 4.4.1", Reason.UNREACHABLE),
        ("553 5.1.3", Reason.BAD_ADDRESS),
        ("421 4.7.0", Reason.TOO_MANY),
        ("421", Reason.TOO_MANY),
        ("451 4.7.28", Reason.TOO_MANY),
        ("450 4.2.0", Reason.COME_BACK),
        ("451 4.7.1", Reason.COME_BACK),
        ("554 5.7.1", Reason.SPAM),
        ("550 5.7.26", Reason.UNPROVEN),
        ("550 5.7.25", Reason.UNPROVEN),
        ("571 5.7.606", Reason.POLICY),
        ("550 5.1.8", Reason.SENDER),
        ("552 5.3.4", Reason.TOO_BIG),
        ("554 5.6.0", Reason.CONTENT),
        ("452 4.3.1", Reason.TROUBLE),
        ("unreadable", Reason.UNREADABLE),
        ("550 5.9.9", Reason.OTHER),
        ("", Reason.OTHER),
    ],
)
def test_an_answer_is_put_into_a_reason(reply: str, reason: Reason) -> None:
    assert reason_of(reply) is reason


def test_every_reason_has_words() -> None:
    assert len({reason.label for reason in Reason}) == len(Reason)


def test_what_is_about_us_is_told_apart_from_what_is_about_the_reader() -> None:
    assert reason_of("550 5.7.26").is_ours
    assert not reason_of("550 5.1.1").is_ours
