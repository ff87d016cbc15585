"""Whether the others may follow, from how the first readers' servers answered."""

import pytest

from newsletter.mailer.refusals.judging import Answered, Kind, Tally, Verdict, is_too_much, judge, tally
from newsletter.mailer.refusals.sample import AT_LEAST, AT_MOST, WORTH_IT, how_many

LIMIT = 5.0


def first(*, on_its_way: int = 0, deferred: int = 0, sent: int = 0, refused: int = 0, gone: int = 0) -> Tally:
    total = on_its_way + deferred + sent + refused + gone
    return Tally(total, on_its_way, deferred, sent, refused)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (first(on_its_way=1, sent=99), Verdict.WAIT),
        (first(sent=100), Verdict.GO_ON),
        (first(sent=95, refused=5), Verdict.GO_ON),
        (first(sent=94, refused=6), Verdict.STOP),
        (first(sent=6, refused=4), Verdict.GO_ON),
        (first(on_its_way=90, sent=4, refused=6), Verdict.STOP),
        (first(on_its_way=95, refused=5), Verdict.WAIT),
        (first(deferred=60, sent=40), Verdict.WAIT),
        (first(deferred=50, sent=50), Verdict.GO_ON),
        (first(deferred=40, sent=54, refused=6), Verdict.STOP),
        (first(gone=100), Verdict.GO_ON),
        (first(gone=60, sent=40), Verdict.GO_ON),
    ],
    ids=str,
)
def test_the_others_follow_once_enough_of_the_first_are_answered_well(answers: Tally, verdict: Verdict) -> None:
    assert judge(answers, LIMIT) is verdict


def test_a_group_that_refuses_us_stops_the_mailing_and_is_named_however_small_its_share() -> None:
    found = tally(
        [
            Answered(Kind.SENT, "gmail", False, 980),
            Answered(Kind.SENT, "yahoo", False, 4),
            Answered(Kind.REFUSED, "yahoo", True, 6),
            Answered(Kind.REFUSED, "gmail", True, 10),
        ]
    )
    assert (found.total, found.answered, found.refused, found.blocked) == (1000, 1000, 16, ("yahoo",))
    assert judge(found, LIMIT) is Verdict.STOP


def test_a_group_of_mistyped_addresses_is_not_called_a_group_that_refuses_us() -> None:
    found = tally([Answered(Kind.SENT, "gmail", False, 990), Answered(Kind.REFUSED, "other", False, 10)])
    assert found.blocked == ()
    assert judge(found, LIMIT) is Verdict.GO_ON


@pytest.mark.parametrize(
    ("refused", "answered", "says"), [(4, 4, False), (5, 100, False), (5, 99, True), (51, 1000, True)]
)
def test_a_few_refusals_are_never_too_much(refused: int, answered: int, says: bool) -> None:
    assert is_too_much(refused, answered, LIMIT) is says


@pytest.mark.parametrize(
    ("readers", "percent", "number"),
    [
        (WORTH_IT - 1, 1.0, 0),
        (WORTH_IT, 1.0, AT_LEAST),
        (20_000, 1.0, 200),
        (20_001, 1.0, 201),
        (1_000_000, 5.0, AT_MOST),
        (20_000, 0.0, 0),
    ],
)
def test_the_first_are_a_hundredth_but_not_too_few_and_not_too_many(readers: int, percent: float, number: int) -> None:
    assert how_many(readers, percent) == number
