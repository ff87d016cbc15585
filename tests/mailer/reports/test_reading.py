"""What a mail that came back is understood to say, whoever wrote it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.reading import Heard, Kind, heard
from tests.mailer.reports.samples import (
    LEAVING,
    OLD_FASHIONED,
    ON_HOLIDAY,
    TOKEN,
    bounce,
    complaint,
    farewell,
    in_words,
)


def found(raw: bytes) -> Heard:
    report = heard(raw)
    assert report
    return report


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.1", "550 5.1.1 <alena@example.org>: Recipient address rejected: User unknown"),
        ("5.1.1", "550-5.1.1 The email account that you tried to reach does not exist. Check it."),
        ("5.0.0", "550 5.1.1 No such user"),
        ("5.0.0", "554 delivery error: this user doesn't have an account here"),
        ("5.1.1", "550 5.1.1 User alena (alena@example.org) not listed in the directory"),
        ("5.1.2", "Host or domain name not found: no MX"),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied"),
        ("5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable"),
        ("5.1.1", "550 5.1.1 spamfilter.example.org says: user unknown"),
    ],
)
def test_nobody_of_that_address(status: str, words: str) -> None:
    report = found(bounce(status, words))
    assert (report.kind, report.tokens, report.for_good) == (Kind.BOUNCE, (TOKEN,), True)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.7.1", "550 5.7.1 Message rejected as spam"),
        ("5.1.1", "550 5.1.1 alena@example.org: blocked using a blocklist"),
        ("5.0.0", "554 Your address is listed on our RBL"),
        ("5.7.25", "550 5.7.25 The sending IP has no PTR record"),
        ("5.7.26", "550-5.7.26 unauthenticated mail: DMARC policy"),
        ("5.0.0", "550 user unknown or rejected for policy reasons: SPF"),
        ("4.7.0", "421 4.7.0 Poor reputation"),
    ],
)
def test_what_a_server_has_against_us_is_nothing_against_the_reader(status: str, words: str) -> None:
    report = found(bounce(status, words))
    assert report.reason.is_ours or status == "4.7.0"
    assert not report.for_good


@pytest.mark.parametrize(
    ("status", "words", "reason"),
    [
        ("5.2.2", "552 5.2.2 Over quota", Reason.MAILBOX_FULL),
        ("5.0.0", "550 The mailbox is full", Reason.MAILBOX_FULL),
        ("4.2.2", "452 4.2.2 Mailbox full", Reason.MAILBOX_FULL),
        ("4.4.7", "Delivery time expired", Reason.UNREACHABLE),
        ("4.1.1", "450 4.1.1 User unknown for now", Reason.NO_MAILBOX),
    ],
)
def test_a_full_mailbox_or_one_that_could_not_be_reached_is_not_gone(status: str, words: str, reason: Reason) -> None:
    report = found(bounce(status, words))
    assert (report.reason, report.for_good) == (reason, False)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_what_has_not_failed_is_no_bounce(action: str) -> None:
    assert heard(bounce("4.4.1", "451 4.4.1 Try again", action=action)) is None


def test_where_a_mail_was_passed_on_to_several_the_mildest_word_holds() -> None:
    full = "\nFinal-Recipient: rfc822; b@example.net\nAction: failed\nStatus: 5.2.2\n"
    arrived = "\nFinal-Recipient: rfc822; b@example.net\nAction: delivered\nStatus: 2.0.0\n"
    assert found(bounce(more=full)).for_good is False
    assert found(bounce(more=full.replace("5.2.2", "5.1.1"))).for_good is True
    assert heard(bounce(more=arrived)) is None


@pytest.mark.parametrize("feedback", ["abuse", "fraud", "virus", "opt-out", "other", "something-new", ""])
def test_a_complaint_of_whatever_type_is_one(feedback: str) -> None:
    assert (found(complaint(feedback)).kind, found(complaint(feedback)).tokens) == (Kind.COMPLAINT, (TOKEN,))


def test_praise_is_no_complaint_and_a_broken_signature_is_ours_to_mend() -> None:
    assert heard(complaint("not-spam")) is None
    report = found(complaint("auth-failure"))
    assert (report.kind, report.reason, report.for_good) == (Kind.BOUNCE, Reason.UNPROVEN, False)


def test_a_bounce_in_words_alone_is_understood_and_an_answer_from_somebody_on_holiday_left_alone() -> None:
    report = found(in_words(OLD_FASHIONED))
    assert (report.kind, report.reason, report.for_good) == (Kind.BOUNCE, Reason.NO_MAILBOX, True)
    assert heard(in_words(ON_HOLIDAY)) is None


def test_a_mail_to_the_address_for_leaving_is_a_wish_and_a_bounce_that_quotes_it_is_not() -> None:
    assert found(farewell()) == Heard(Kind.LEAVING, (LEAVING,))
    assert found(bounce()).kind is Kind.BOUNCE
    assert found(complaint()).kind is Kind.COMPLAINT


def test_a_return_path_is_found_where_a_line_was_broken_within_it() -> None:
    broken = complaint().replace(TOKEN.encode(), TOKEN[:9].encode() + b"=\r\n" + TOKEN[9:].encode())
    assert found(broken).tokens == (TOKEN,)


def test_without_a_return_path_of_ours_nothing_is_understood() -> None:
    assert heard(bounce(token="of somebody else")) is None
    assert heard(b"") is None


START = f"To: bounce+{TOKEN}@weekly.example.org\r\n".encode()
NESTED = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(3000)).encode()


@pytest.mark.parametrize(
    ("bomb", "understood"),
    [
        (START + NESTED, False),
        (START + b"Content-Type: message/rfc822\r\n\r\n" * 5000, False),
        (START + b"Content-Type: multipart/report; boundary=" + b"x" * 1_000_000, False),
        (START + b"Action: failed\r\n" * 100_000, False),
        (in_words("<a@b>:\n" * 40_000 + OLD_FASHIONED), False),
        (bounce() + b"x" * 20_000_000, True),
        (in_words(OLD_FASHIONED).replace(b"Subject", b"Content-Type: text/plain; charset=no-such\r\nSubject"), True),
    ],
    ids=["nested", "mail in mail", "one line", "fields", "addresses", "large", "charset"],
)
def test_a_bomb_does_no_harm(bomb: bytes, understood: bool) -> None:
    assert (heard(bomb) is not None) is understood


pieces = st.sampled_from(
    [
        bounce(),
        complaint(),
        in_words(OLD_FASHIONED),
        farewell(),
        b"\r\n",
        b"--cut\r\n",
        b"=?utf-8?b?//8=?=",
        b"\xff\x00",
    ]
)


@given(
    st.lists(
        st.tuples(pieces, st.integers(0, 1200), st.integers(0, 1200), st.binary(max_size=6)), min_size=1, max_size=6
    )
)
def test_whatever_comes_nothing_is_raised(cut: list[tuple[bytes, int, int, bytes]]) -> None:
    raw = b"".join(piece[start : start + length] + junk for piece, start, length, junk in cut)
    report = heard(START + raw)
    assert report is None or report.tokens
