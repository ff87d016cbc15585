"""A skipped week asks nobody for anything; what was planned for it rests."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from flask.testing import FlaskClient

from newsletter.commentaries import writing
from newsletter.commentaries.models import Commentary
from newsletter.db import db, now
from newsletter.issues.beginning import skipping
from newsletter.issues.beginning.refusals import WeekSkipped
from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.planning import board, digests, personal, plan, telling
from newsletter.planning.letter import Kind
from newsletter.planning.ownership import asked_for
from newsletter.planning.personal import Wait
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn
from tests.factories import MONDAY

EN, BE = Language.EN, Language.BE
WEEK = dt.timedelta(weeks=1)


@pytest.fixture(autouse=True)
def clock(app: object) -> Iterator[None]:
    """On the Wednesday of the week."""
    with time_machine.travel("2024-11-06T09:00Z", tick=False):
        yield


@pytest.fixture
def vera(clock: None) -> Staff:
    """She is asked for the Belarusian text."""
    vera = factories.staff(handle="vera", role=Role.TRANSLATOR)
    factories.assignment(vera, language=BE, due_at=dt.datetime(2024, 11, 5, tzinfo=dt.UTC))
    return vera


def skip(monday: dt.date = MONDAY) -> None:
    skipping.skip(monday, "Holidays", by="nina")


def unskip() -> None:
    skipping.unskip(MONDAY, by="nina")


def test_nothing_is_overdue_in_a_skipped_week_and_all_of_it_again_after_it(vera: Staff) -> None:
    piece = factories.commentary(languages=(EN,))
    (square,) = (each for each in board.board_of(plan.plan_of(MONDAY)).squares() if each.language is BE)
    assert square.overdue
    assert [each.why for each in personal.waiting_for(vera)] == [Wait.OVERDUE]
    assert set(asked_for(piece)) == {BE}
    skip()
    assert not any(each.task for each in board.board_of(plan.plan_of(MONDAY)).squares())
    assert personal.waiting_for(vera) == []
    assert asked_for(piece) == {}
    unskip()
    assert [each.why for each in personal.waiting_for(vera)] == [Wait.OVERDUE]


def test_those_who_were_asked_are_told_that_it_falls_away_and_that_it_holds_again(vera: Staff) -> None:
    plan.plan_of(MONDAY).cells[next(iter(plan.plan_of(MONDAY).cells))].due_at = now() + WEEK
    nina = factories.staff()
    telling.tell(by=nina)
    skip()
    assert [[kind for kind, __ in each.changes] for each in telling.tell(by=nina)] == [[Kind.GONE]]
    unskip()
    assert [[kind for kind, __ in each.changes] for each in telling.news()] == [[Kind.NEW]]


def test_a_skipped_week_takes_no_plan_and_is_none_to_copy(vera: Staff) -> None:
    skip()
    nina = factories.staff()
    with pytest.raises(WeekSkipped):
        plan.save(MONDAY, {}, {}, by=nina)
    assert plan.plan_before(MONDAY + WEEK) is None
    unskip()
    assert plan.copy_before(MONDAY + WEEK, by=nina) == 1


def stale(vera: Staff) -> Commentary:
    piece = factories.commentary(languages=(EN, BE))
    piece.texts[BE].owner = vera
    text = piece.texts[EN]
    document = factories.document("The crossing was built anew.")
    writing.save(text, title=text.title, standfirst="", document=document, by=factories.staff())
    return piece


def told() -> list[str]:
    return [each.staff.handle for each in digests.news(now() + dt.timedelta(hours=1))]


def test_translators_are_told_of_no_changes_in_a_skipped_week_unless_its_piece_is_to_leave(vera: Staff) -> None:
    piece = stale(vera)
    assert told() == ["vera"]
    skip()
    assert told() == []
    assert personal.waiting_for(vera) == []
    factories.issue(piece, special=True)
    assert told() == ["vera"]


def test_a_skipped_week_and_a_special_issue_are_not_the_week_in_hand() -> None:
    factories.commentary()
    factories.commentary(week=MONDAY + WEEK)
    today = MONDAY + WEEK + dt.timedelta(days=1)
    skip(MONDAY + WEEK)
    assert board.week_in_hand(today) == MONDAY
    factories.issue(special=True, state=IssueState.SENT)
    assert board.week_in_hand(today) == MONDAY
    assert board.issue_of_week(MONDAY) is None


def test_the_pages_of_a_skipped_week_say_so_and_ask_for_nothing(
    client: FlaskClient, sign_in: SignIn, vera: Staff
) -> None:
    sign_in(Role.EDITOR, handle="nina")
    pages = "/desk/?week=2024-11-04", "/desk/plan", "/desk/plan/2024-11-04"
    assert 'href="/desk/issues/skipped-weeks?week=2024-11-04"' in client.get(pages[0]).text
    skip()
    db.session.commit()
    for address in pages:
        page = client.get(address).text
        assert "No issue this week: Holidays (nina, November" in page
        assert 'action="/desk/issues/skipped-weeks/2024-11-04/delete"' in page
        assert "vera" not in page
    assert "No commentary yet" not in client.get(pages[0]).text
    factories.assignment(vera, week=MONDAY - WEEK)
    db.session.commit()
    refused = client.post("/desk/plan/2024-11-04/copy")
    assert refused.status_code == 409
    assert "Take that back first." in refused.text


def test_who_only_writes_is_told_that_a_week_is_skipped_but_can_not_change_it(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.AUTHOR)
    skip()
    db.session.commit()
    page = client.get("/desk/plan/2024-11-04").text
    assert "No issue this week" in page
    assert "/delete" not in page
    assert client.post("/desk/issues/skipped-weeks/2024-11-04/delete").status_code == 403
