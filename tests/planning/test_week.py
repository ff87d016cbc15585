"""The page of the week: how long until the release, what is late, and what waits for whom."""

import datetime as dt

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import writing
from newsletter.commentaries.models import TextState
from newsletter.commentaries.presence_models import Presence
from newsletter.commentaries.remark_models import Remark
from newsletter.db import db, now
from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.planning.board import Square, board_of, week_in_hand
from newsletter.planning.plan import plan_of
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU
MONDAY = factories.MONDAY
NOON = dt.datetime(2024, 11, 11, 12, tzinfo=dt.UTC)
"""On the Monday after."""
DAY = dt.timedelta(days=1)
PAGE = "/desk/?week=2024-11-04"


def squares() -> dict[Language, Square]:
    return {square.language: square for square in board_of(plan_of(MONDAY)).squares()}


def test_what_is_late_comes_first(app: Flask) -> None:
    vera = factories.staff()
    factories.commentary(languages=(EN, BE), approved=False)
    factories.assignment(vera, language=EN, due_at=NOON)
    with time_machine.travel(NOON + DAY, tick=False):
        remaining = board_of(plan_of(MONDAY)).remaining()
    assert [(square.language, square.overdue) for square in remaining] == [(EN, True), (RU, False), (BE, False)]


@pytest.mark.parametrize("state", [TextState.IN_REVIEW, TextState.APPROVED])
def test_nothing_is_late_that_was_handed_in(app: Flask, state: TextState) -> None:
    commentary = factories.commentary(approved=False)
    commentary.texts[EN].state = state
    factories.assignment(factories.staff(), language=EN, due_at=NOON)
    with time_machine.travel(NOON + DAY, tick=False):
        assert not squares()[EN].overdue


def test_the_board_says_who_writes_now_and_what_was_said(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary(approved=False)
    vera, gone = factories.staff(handle="vera"), factories.staff(handle="left")
    for staff, language, ago in ((vera, EN, 10), (gone, BE, 60)):
        seen = now() - dt.timedelta(seconds=ago)
        text = commentary.texts[language]
        db.session.add(Presence(text_id=text.id, staff_id=staff.id, tab="1", writing=True, seen_at=seen))
    db.session.add(Remark(text_id=commentary.texts[RU].id, staff_id=vera.id, revision=1, words="Is that so?"))
    db.session.commit()
    sign_in(Role.AUTHOR)
    page = client.get(PAGE).text
    assert "vera is writing" in page
    assert "left" not in page
    assert "1 open remark" in page
    assert "Is that so?" not in page


def test_a_section_without_a_commentary_shows_whom_the_plan_asks(client: FlaskClient, sign_in: SignIn) -> None:
    factories.assignment(factories.staff(handle="vera"), language=EN, slug="ruling-elite")
    with time_machine.travel(NOON, tick=False):
        sign_in(Role.AUTHOR)
        page = client.get(PAGE).text
    assert "vera" in page
    assert page.count("No commentary yet") == 5
    with time_machine.travel(NOON + 7 * DAY, tick=False):
        assert client.get(PAGE).text.count("No commentary yet") == 1, "only what is planned, once the week is over"


def test_what_one_is_asked_to_write_begins_with_what_the_plan_says(client: FlaskClient, sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False):
        me = sign_in(Role.AUTHOR)
        factories.assignment(me, language=RU, slug="belarus-west", original=True)
        db.session.commit()
        page = BeautifulSoup(client.get(PAGE).text, "lxml")
        (link,) = {str(each["href"]) for each in page.find_all("a", string=lambda words: words == "Begin it")}
        form = BeautifulSoup(client.get(link).text, "lxml")
    chosen = {str(option.string) for option in form.select("option[selected]")}
    assert chosen == {"Belarus–West relations", "Русский"}
    assert form.select_one("input[name=week][value='2024-11-04']")


def test_a_second_commentary_of_a_section_is_nobody_s_task(app: Flask) -> None:
    first, second = factories.commentary(), factories.commentary()
    factories.assignment(factories.staff(), language=EN)
    rows = dict(board_of(plan_of(MONDAY)).rows())
    assert [square.task is not None for square in rows[first]] == [True, False, False]
    assert [square.task is not None for square in rows[second]] == [False, False, False]


def test_the_week_in_hand_is_the_one_whose_issue_is_still_to_leave(app: Flask) -> None:
    today = MONDAY + 7 * DAY
    factories.commentary(week=MONDAY + 7 * DAY)
    issue = factories.issue(week=MONDAY)
    assert week_in_hand(today) == MONDAY
    issue.state = IssueState.SENT
    db.session.flush()
    assert week_in_hand(today) == MONDAY + 7 * DAY


def test_after_the_release_the_next_week_begins(app: Flask) -> None:
    factories.commentary(week=MONDAY)
    factories.issue(week=MONDAY, state=IssueState.SENT)
    assert week_in_hand(MONDAY + 8 * DAY) == MONDAY + 7 * DAY


def test_a_text_belongs_to_whom_the_plan_asks_from_its_beginning_on(app: Flask) -> None:
    vera, nina = factories.staff(), factories.staff()
    factories.assignment(vera, language=EN, original=True)
    factories.assignment(vera, language=BE)
    section = factories.section()
    commentary = writing.create(week=MONDAY, original=EN, by=nina, section=section)
    assert commentary.texts[EN].owner_id == vera.id
    assert writing.take(commentary, BE, nina).owner_id == nina.id, "who takes a translation on has it"
    beside = writing.create(week=MONDAY, original=EN, by=nina, section=section)
    assert beside.texts[EN].owner_id == nina.id


@pytest.mark.parametrize("page", [PAGE, "/desk/drafts"])
def test_the_week_asks_the_database_no_more_for_fifty_commentaries_than_for_five(
    client: FlaskClient, sign_in: SignIn, query_count: list[str], page: str
) -> None:
    def add(count: int) -> None:
        for place in range(count):
            commentary = factories.commentary(approved=False, languages=(EN, BE))
            commentary.texts[EN].owner_id = mine if place % 2 else factories.staff().id
            commentary.texts[EN].state = TextState.IN_REVIEW if place % 3 else TextState.DRAFT
            text = commentary.texts[BE]
            text.owner_id = mine
            db.session.add(Remark(text_id=text.id, staff_id=None, revision=1, words="Is that so?"))
            db.session.add(Presence(text_id=text.id, staff_id=mine, tab=str(place), writing=True))
        db.session.commit()

    def asked() -> int:
        db.session.expunge_all()
        query_count.clear()
        assert client.get(page).status_code == 200
        return len(query_count)

    with time_machine.travel(NOON, tick=False):
        me = sign_in(Role.EDITOR)
        mine = me.id
        factories.assignment(me, language=RU, due_at=NOON)
        factories.issue(state=IssueState.SCHEDULED, release_at=NOON + DAY)
        add(5)
        asked()
        of_five = asked()
        add(45)
        assert asked() == of_five
