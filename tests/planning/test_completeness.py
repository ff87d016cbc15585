"""How far every translation is, at a glance: on the board, in an issue, on a commentary's page."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import writing
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.db import db
from newsletter.languages import Language
from newsletter.planning.board import Square, board_of
from newsletter.planning.plan import plan_of
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU
MONDAY = factories.MONDAY
NOON = dt.datetime(2024, 11, 11, 12, tzinfo=dt.UTC)
PAGE = "/desk/?week=2024-11-04"


def rewrite(text: Text, *words: str, **facts: Any) -> None:
    document = factories.document(*words)
    writing.save(text, title=text.title, standfirst=text.standfirst, document=document, by=None, **facts)


def squares() -> dict[Language, Square]:
    return {square.language: square for square in board_of(plan_of(MONDAY)).squares()}


def states() -> dict[Language, str]:
    return {language: square.state for language, square in squares().items()}


@pytest.fixture
def piece(app: Flask) -> Commentary:
    return factories.commentary()


def test_an_approved_translation_is_stale_from_the_source_s_change_until_that_is_taken_back(piece: Commentary) -> None:
    rewrite(piece.texts[EN], "It was rebuilt.")
    assert states() == {EN: "draft", BE: "stale", RU: "stale"}
    rewrite(piece.texts[EN], factories.PARAGRAPHS[EN])
    assert states() == dict.fromkeys(Language, "approved")


def test_what_is_stale_stands_before_the_release(piece: Commentary) -> None:
    rewrite(piece.texts[EN], "It was rebuilt.")
    piece.texts[EN].state = TextState.APPROVED
    db.session.flush()
    assert [square.language for square in board_of(plan_of(MONDAY)).remaining()] == [BE, RU]


def test_a_draft_says_how_far_it_is_and_is_stale_only_through_what_changed(piece: Commentary) -> None:
    draft = piece.texts[BE]
    draft.state = TextState.DRAFT
    rewrite(piece.texts[EN], factories.PARAGRAPHS[EN], "It took a summer.")
    square = squares()[BE]
    assert square.completeness
    assert (square.state, square.completeness.current, square.completeness.total) == ("draft", 3, 4)
    rewrite(piece.texts[EN], "It was rebuilt.", "It took a summer.")
    assert states()[BE] == "stale"


def test_a_text_without_any_ties_says_that_it_has_none(client: FlaskClient, sign_in: SignIn, piece: Commentary) -> None:
    text = piece.texts[BE]
    text.document, text.heads = factories.document("Слова."), {}
    db.session.commit()
    sign_in(Role.AUTHOR)
    assert "not tied to its source yet" in client.get(PAGE).text
    assert states()[BE] == "stale"


def test_a_text_handed_in_in_time_is_not_late_when_its_source_changes_afterwards(piece: Commentary) -> None:
    factories.assignment(factories.staff(), due_at=NOON)
    rewrite(piece.texts[EN], "It was rebuilt.")
    with time_machine.travel(NOON + dt.timedelta(days=1), tick=False):
        assert (squares()[BE].state, squares()[BE].overdue) == ("stale", False)


def test_the_board_and_the_commentary_say_what_changed_since_when_and_who_is_asked(
    client: FlaskClient, sign_in: SignIn, piece: Commentary
) -> None:
    with time_machine.travel(NOON, tick=False):
        sign_in(Role.TRANSLATOR)
        piece.texts[BE].owner = factories.staff(handle="vera")
        factories.assignment(factories.staff(handle="taras"), language=RU, due_at=NOON + dt.timedelta(hours=6))
        piece.texts[RU].state = TextState.DRAFT
        rewrite(piece.texts[EN], "It was rebuilt.", "It took a summer.")
        rewrite(piece.texts[EN], "It was rebuilt.", "It took one summer.", minor=True)
        db.session.commit()
        board = BeautifulSoup(client.get(PAGE).text, "lxml")
        page = BeautifulSoup(client.get(f"/desk/commentaries/{piece.id}").text, "lxml")
    cell = " ".join(str(board.select_one("td.cell.stale").get_text(" ")).split())  # type: ignore[union-attr]
    assert cell == "Stale vera 1 block changed 1 block to write since 13:00"
    texts = " ".join(page.select_one("aside").get_text(" ").split())  # type: ignore[union-attr]
    assert "1 block changed 1 block to write since 13:00" in texts
    assert "asked: taras · due 19:00" in texts
    before = board.find("h2", string="Before the issue can leave").parent  # type: ignore[union-attr]
    assert before
    assert before.select_one(f"a[href*='/commentaries/{piece.id}/be']")
