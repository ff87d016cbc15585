"""The page of the week: how long until the release, what is late, and what waits for whom."""

import datetime as dt

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import writing
from newsletter.commentaries.models import Text, TextState
from newsletter.commentaries.presence_models import Presence
from newsletter.commentaries.remark_models import Remark
from newsletter.db import db, now
from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.planning import personal, release_line
from newsletter.planning.board import Square, board_of, week_in_hand
from newsletter.planning.personal import Wait
from newsletter.planning.plan import plan_of
from newsletter.planning.when import countdown
from newsletter.staff import settings
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU
MONDAY = factories.MONDAY
NOON = dt.datetime(2024, 11, 11, 12, tzinfo=dt.UTC)
"""On the Monday after."""
DAY = dt.timedelta(days=1)
PAGE = "/desk/?week=2024-11-04"


@pytest.fixture(autouse=True)
def in_warsaw(app: Flask) -> None:
    settings.save(zone="Europe/Warsaw")
    db.session.commit()


def squares() -> dict[Language, Square]:
    return {square.language: square for square in board_of(plan_of(MONDAY)).squares()}


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (dt.timedelta(hours=18, minutes=46, seconds=59), "18 h 46 min"),
        (dt.timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
        (dt.timedelta(hours=47, minutes=59), "47 h 59 min"),
        (-DAY, "0 h 0 min"),
    ],
)
def test_the_time_left_is_said_in_minutes_and_from_two_days_on_in_hours(
    app: Flask, left: dt.timedelta, words: str
) -> None:
    with app.test_request_context():
        assert countdown(left) == words


def test_the_release_is_counted_down_to_by_both_clocks(client: FlaskClient, sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False):
        factories.issue(number=45, state=IssueState.SCHEDULED, release_at=NOON + DAY - dt.timedelta(hours=5.5))
        sign_in(Role.AUTHOR)
        page = " ".join(client.get(PAGE).text.split())
    assert "Issue 45" in page
    assert "18 h 30 min" in page
    assert "07:30 Warsaw" in page
    assert "09:30 Minsk" in page


def test_the_line_leads_from_the_opening_by_the_due_times_to_the_release(app: Flask) -> None:
    vera = factories.staff()
    factories.assignment(vera, original=True, due_at=NOON - DAY)
    factories.assignment(vera, language=RU, due_at=NOON + DAY / 2)
    issue = factories.issue(state=IssueState.SCHEDULED, created_at=NOON - 3 * DAY, release_at=NOON + DAY)
    with app.test_request_context():
        marks = release_line.line(issue, plan_of(MONDAY), NOON)
    assert [(mark.kind, mark.place) for mark in marks] == [
        ("opened", 0),
        ("due", 50),
        ("now", 75),
        ("due", 87.5),
        ("release", 100),
    ]
    assert [mark.row for mark in marks] == [0, 0, 0, 1, 2], "names that would overlap stand below each other"


def test_there_is_no_line_where_nothing_is_planned(app: Flask) -> None:
    assert release_line.line(None, plan_of(MONDAY), NOON) == []


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


def of(staff: Staff) -> list[tuple[Wait, Text | None]]:
    return [(each.why, each.text) for each in personal.waiting_for(staff)]


def test_reviews_wait_for_editors_but_not_their_own_texts(app: Flask) -> None:
    nina, vera = factories.staff(role=Role.EDITOR), factories.staff(role=Role.AUTHOR)
    with time_machine.travel(NOON, tick=False):
        commentary = factories.commentary(approved=False)
        for language, owner in ((EN, nina), (BE, vera)):
            commentary.texts[language].owner_id = owner.id
            commentary.texts[language].state = TextState.IN_REVIEW
        db.session.flush()
        assert of(nina) == [(Wait.REVIEW, commentary.texts[BE])]
        assert of(vera) == []


def test_remarks_of_others_wait_for_the_owner_until_they_are_settled(app: Flask) -> None:
    vera, nina = factories.staff(role=Role.AUTHOR), factories.staff(role=Role.AUTHOR)
    text = factories.commentary(approved=False).texts[EN]
    text.owner_id = vera.id
    db.session.add(Remark(text_id=text.id, staff_id=vera.id, revision=1, words="To myself"))
    remark = Remark(text_id=text.id, staff_id=nina.id, revision=1, words="Is that so?")
    db.session.add(remark)
    db.session.flush()
    assert of(vera) == [(Wait.REMARKS, text)]
    remark.block = "changes"
    db.session.flush()
    assert of(vera) == [(Wait.CHANGES, text)]
    remark.settled_at, remark.settled = now(), "done"  # type: ignore[assignment]
    db.session.flush()
    assert of(vera) == []


@time_machine.travel(NOON, tick=False)
def test_tasks_wait_a_week_ahead_whether_their_text_is_begun_or_not(app: Flask) -> None:
    vera = factories.staff(role=Role.TRANSLATOR)
    commentary = factories.commentary(languages=(EN, BE), approved=False)
    factories.assignment(vera, language=BE, due_at=NOON + 6 * DAY)
    factories.assignment(vera, language=RU, due_at=NOON - DAY)
    factories.assignment(vera, language=EN, slug="ruling-elite", due_at=NOON + DAY)
    factories.assignment(vera, language=EN, slug="belarus-west", due_at=NOON + 8 * DAY)
    factories.assignment(vera, language=BE, week=MONDAY - 70 * DAY, due_at=NOON - 60 * DAY)
    found = personal.waiting_for(vera)
    assert [(each.why, each.text, each.commentary) for each in found] == [
        (Wait.OVERDUE, None, commentary),
        (Wait.DUE, None, None),
        (Wait.DUE, commentary.texts[BE], commentary),
    ]


def test_drafts_are_what_one_owns_or_is_asked_for_and_nobody_has(app: Flask) -> None:
    vera, nina = factories.staff(), factories.staff()
    commentary = factories.commentary(approved=False)
    owned, asked, taken = (commentary.texts[language] for language in (EN, BE, RU))
    owned.owner_id, taken.owner_id = vera.id, nina.id
    owned.updated_at, asked.updated_at = NOON, NOON - DAY
    factories.assignment(vera, language=BE)
    factories.assignment(vera, language=RU)
    approved = factories.commentary().texts[EN]
    approved.owner_id = vera.id
    db.session.flush()
    assert personal.drafts_of(vera) == [owned, asked]
    assert personal.drafts_of(vera, limit=1) == [owned]


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
