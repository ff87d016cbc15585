"""Looking back, comparing, going back, and what is forgotten in time."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from newsletter.commentaries import history, writing
from newsletter.commentaries.models import Revision, Text
from newsletter.commentaries.remark_models import Remark
from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn

START = dt.datetime(2024, 11, 4, 9, tzinfo=dt.UTC)


@pytest.fixture
def vera(app: object) -> Staff:
    return factories.staff(handle="vera", role=Role.AUTHOR)


@pytest.fixture
def text(vera: Staff) -> Text:
    return factories.commentary(languages=(Language.EN,), approved=False).texts[Language.EN]


def type_title(text: Text, title: str, by: Staff, *, by_hand: bool = False) -> None:
    writing.save(text, title=title, standfirst="", document=text.document, by=by, by_hand=by_hand)


def numbers(text: Text) -> list[int]:
    return list(db.session.scalars(sa.select(Revision.number).where(Revision.text_id == text.id).order_by("number")))


def test_a_sitting_ends_after_ten_minutes(text: Text, vera: Staff) -> None:
    with time_machine.travel(START, tick=False) as clock:
        for minutes in range(0, 25, 4):
            clock.move_to(START + dt.timedelta(minutes=minutes))
            type_title(text, f"Title {minutes}", vera)
        assert [revision.title for revision in history.sittings_of(text)] == [
            "Title 24",
            "Title 20",
            "Title 8",
            factories.TITLES[Language.EN],
        ]


def test_old_steps_within_a_sitting_are_forgotten_and_every_step_of_the_history_stays(text: Text, vera: Staff) -> None:
    with time_machine.travel(START, tick=False):
        for title in ("One", "Two", "Three"):
            type_title(text, title, vera)
        assert history.thin(now()) == 0
    shown = [revision.number for revision in history.sittings_of(text)]
    assert history.thin(START + history.KEPT_WHOLE + dt.timedelta(seconds=1)) == 2
    assert numbers(text) == sorted(shown) == [1, 4]


def test_what_an_approval_or_a_remark_names_is_never_forgotten(text: Text, vera: Staff) -> None:
    for title in ("One", "Two", "Three", "Four"):
        type_title(text, title, vera)
    text.approved_revision = 2
    db.session.add(Remark(text_id=text.id, staff_id=vera.id, revision=3, words="Why?"))
    db.session.flush()
    history.thin(now() + dt.timedelta(days=30))
    assert numbers(text) == [1, 2, 3, 5]


def address(text: Text, rest: str) -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}/history{rest}"


def test_any_two_revisions_can_be_compared_in_either_order(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    vera = sign_in(Role.AUTHOR)
    type_title(text, "First title", vera, by_hand=True)
    type_title(text, "Second title", vera, by_hand=True)
    for asked in ("?from=2&to=3", "?from=3&to=2", "?from=2"):
        assert "<del>First</del><ins>Second</ins> title" in client.get(address(text, f"/compare{asked}")).text
    assert client.get(address(text, "/compare?from=9")).status_code == 404


def test_going_back_is_a_new_revision_and_what_came_between_stays(
    client: FlaskClient, sign_in: SignIn, text: Text
) -> None:
    vera = sign_in(Role.AUTHOR)
    type_title(text, "Better", vera, by_hand=True)
    answer = client.post(address(text, "/1/restoration"), follow_redirects=True)
    assert "as revision 3" in answer.text
    assert text.title == factories.TITLES[Language.EN]
    assert [revision.number for revision in history.sittings_of(text)] == [3, 2, 1]
    again = client.post(address(text, "/1/restoration"), follow_redirects=True)
    assert "has these words already" in again.text
    assert text.revision == 3
