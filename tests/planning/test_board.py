"""The week on one page, and the list of all commentaries."""

import datetime as dt
import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import listing
from newsletter.commentaries.models import Commentary, TextState
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.languages import Language
from newsletter.planning import board
from newsletter.planning.plan import plan_of
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU
MONDAY = factories.MONDAY
WEEK = dt.timedelta(days=7)


def test_the_board_follows_the_order_of_the_sections(app: Flask) -> None:
    unsorted = [factories.commentary(section=factories.section(slug)) for slug in ("belarus-west", "ruling-elite")]
    loose = factories.commentary()
    loose.section = None
    assert board.board_of(plan_of(MONDAY)).commentaries == [*reversed(unsorted), loose]


def test_what_is_approved_in_every_language_leaves_nothing_to_do(app: Flask) -> None:
    factories.commentary()
    assert board.board_of(plan_of(MONDAY)).remaining() == []


def test_what_is_missing_comes_before_what_is_in_hand(app: Flask) -> None:
    commentary = factories.commentary(languages=(EN, BE), approved=False)
    commentary.texts[BE].state = TextState.IN_REVIEW
    assert [(cell.language, cell.state) for cell in board.board_of(plan_of(MONDAY)).remaining()] == [
        (RU, "missing"),
        (BE, "in_review"),
        (EN, "draft"),
    ]


def test_the_board_says_which_facts_are_not_filled_in(app: Flask) -> None:
    commentary = factories.commentary(verdict=None)
    commentary.verdict, commentary.authors = None, []
    assert board.board_of(plan_of(MONDAY)).incomplete() == [(commentary, "verdict, byline, photo")]


def test_the_week_in_hand_is_the_newest_that_has_begun(app: Flask) -> None:
    today = MONDAY + dt.timedelta(days=8)
    assert board.week_in_hand(today) == MONDAY + WEEK
    factories.commentary(week=MONDAY)
    factories.commentary(week=MONDAY + 3 * WEEK)
    assert board.week_in_hand(today) == MONDAY


def test_the_page_shows_who_has_what_and_last_weeks_verdicts(client: FlaskClient, sign_in: SignIn) -> None:
    factories.commentary(week=MONDAY - WEEK, verdict=Verdict.WORSENED)
    commentary = factories.commentary(languages=(EN,), approved=False)
    commentary.texts[EN].owner_id = factories.staff(handle="adam").id
    db.session.commit()
    sign_in(Role.TRANSLATOR)
    page = client.get("/desk/?week=2024-11-06").text
    assert "Week 45" in page
    assert "adam" in page
    assert page.count("Take it") == 4, "two languages, on the board and in what is left"
    assert '<span class="verdict worsened">worsened</span>' in page


@pytest.mark.parametrize("week", ["soon", "2024-13-01", "0001-01-01", "9999-12-31", ""])
def test_a_week_that_is_none_is_not_found(client: FlaskClient, sign_in: SignIn, week: str) -> None:
    sign_in(Role.AUTHOR)
    assert client.get("/desk/", query_string={"week": week}).status_code == 404
    assert client.get("/desk/commentaries/new", query_string={"week": week}).status_code == 404


def titled(title: str, **facts: Any) -> Commentary:
    commentary = factories.commentary(languages=(), **facts)
    factories.text(commentary, EN, title=title)
    return commentary


def test_commentaries_are_found_by_section_and_by_the_language_they_lack(app: Flask) -> None:
    whole = factories.commentary()
    lacking = factories.commentary(languages=(EN,), section=factories.section("ruling-elite"))
    assert listing.page_of(missing=RU).commentaries == [lacking]
    assert listing.page_of(section="security").commentaries == [whole]


@pytest.mark.parametrize("search", ["Мост", "мост", "МОСТ", "закрыты"])
def test_a_title_is_found_in_small_letters_and_capitals(app: Flask, search: str) -> None:
    bridge = titled("Мост закрыты")
    titled("Дарога адкрыта")
    assert listing.page_of(search=search).commentaries == [bridge]


def test_signs_that_mean_something_to_the_database_are_only_signs(app: Flask) -> None:
    percent = titled("Prices rise by 5% a month")
    titled("Prices rise by a half")
    assert listing.page_of(search="%").commentaries == [percent]
    assert listing.page_of(search="_").commentaries == []


def test_a_search_survives_any_characters(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    for search in ("\x00", "'; DROP TABLE text; --", "\\", "x" * 5000):
        assert client.get("/desk/commentaries", query_string={"search": search}).status_code == 200


def test_pages_go_from_newest_to_oldest_without_a_gap(app: Flask) -> None:
    made = [titled(f"Piece {n}", week=MONDAY + n * WEEK) for n in range(listing.PAGE + 2)]
    first, second = listing.page_of(number=1), listing.page_of(number=2)
    assert first.commentaries + second.commentaries == made[::-1]
    assert (first.has_older, second.has_older) == (True, False)


def test_page_numbers_beyond_all_bounds_are_no_mistake(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    for page in ("0", "-5", "9" * 30, "x"):
        assert client.get("/desk/commentaries", query_string={"page": page}).status_code == 200


@pytest.mark.parametrize("page", ["/desk/commentaries", "/desk/?week=2024-11-04"])
def test_a_page_asks_the_database_no_more_for_many_than_for_one(
    client: FlaskClient, sign_in: SignIn, query_count: list[str], page: str
) -> None:
    sign_in(Role.EDITOR)

    def asked() -> int:
        db.session.expire_all()
        db.session.expunge_all()
        query_count.clear()
        assert client.get(page).status_code == 200
        return len(query_count)

    def add() -> None:
        commentary = factories.commentary()
        for text in commentary.texts.values():
            text.owner_id = factories.staff().id
        db.session.commit()

    add()
    client.get(page)
    of_one = asked()
    for _ in range(10):
        add()
    assert asked() == of_one


def test_the_command_lists_what_there_is(app: Flask) -> None:
    commentary = factories.commentary(languages=(EN,))
    output = app.test_cli_runner().invoke(args=["commentaries", "list", "--json"]).output
    assert json.loads(output) == {
        "id": commentary.id,
        "week": "2024-11-04",
        "section": "security",
        "title": factories.TITLES[EN],
        "texts": {"en": "approved"},
    }


def test_the_command_approves_all_languages_or_none(app: Flask) -> None:
    commentary = factories.commentary(approved=False)
    commentary.texts[RU].title = ""
    db.session.commit()
    run = app.test_cli_runner().invoke
    refused = run(args=["commentaries", "approve", str(commentary.id)])
    assert refused.exit_code == 1
    assert "Русский: A text needs a title and a body" in refused.output
    db.session.rollback()
    assert not commentary.texts[EN].is_approved
    assert run(args=["commentaries", "approve", str(commentary.id), "--language", "en"]).exit_code == 0
    assert commentary.texts[EN].is_approved


def test_approving_what_is_not_there_says_so(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["commentaries", "approve", "999"])
    assert answer.exit_code == 1
    assert "There is no commentary 999." in answer.output
