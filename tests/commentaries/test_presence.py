"""Who is in a text, and whose turn it is to write."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient

from newsletter.commentaries import presence
from newsletter.commentaries.models import Text
from newsletter.commentaries.presence_models import Presence
from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

EN = Language.EN
HERE = {"handle": "vera", "here": True, "you": True}


@pytest.fixture
def text(sign_in: SignIn) -> Text:
    made = factories.commentary(languages=(EN,)).texts[EN]
    sign_in(Role.AUTHOR, handle="taras")
    sign_in(Role.EDITOR, handle="vera")
    return made


class Desk:
    """Somebody's browser, with tabs."""

    def __init__(self, client: FlaskClient, text: Text) -> None:
        self.client, self.address = client, f"/desk/commentaries/{text.commentary_id}/{text.language}/presence"

    def sits(self, handle: str) -> None:
        with self.client.session_transaction() as session:
            session["key"] = f"key of {handle}"

    def sees(self, tab: str, wants: str = "write", **more: Any) -> Any:
        answer = self.client.post(self.address, json={"tab": tab, "wants": wants, **more})
        assert answer.status_code == 200
        return answer.json


@pytest.fixture
def desk(client: FlaskClient, text: Text) -> Desk:
    return Desk(client, text)


def test_the_first_who_comes_to_write_holds_the_lock_and_the_next_sees_who(desk: Desk) -> None:
    assert desk.sees("veras") == {"revision": 1, "writer": HERE, "readers": []}
    desk.sits("taras")
    theirs = {"handle": "vera", "here": False, "you": False}
    assert desk.sees("tarass") == {"revision": 1, "writer": theirs, "readers": []}
    desk.sits("vera")
    assert desk.sees("veras") == {"revision": 1, "writer": HERE, "readers": ["taras"]}


def test_a_second_tab_of_the_same_person_is_told_so(desk: Desk) -> None:
    desk.sees("first")
    assert desk.sees("second")["writer"] == {"handle": "vera", "here": False, "you": True}


def test_who_takes_over_has_it_and_the_other_hears_of_it_and_may_take_it_back(desk: Desk) -> None:
    desk.sees("veras")
    desk.sits("taras")
    assert desk.sees("tarass", "take")["writer"]["here"]
    desk.sits("vera")
    assert desk.sees("veras")["writer"] == {"handle": "taras", "here": False, "you": False}
    assert desk.sees("veras", "take")["writer"] == HERE


def test_who_only_reads_leaves_the_lock_to_others(desk: Desk) -> None:
    assert desk.sees("veras", "read")["writer"] is None
    desk.sits("taras")
    assert desk.sees("tarass")["writer"]["here"]


def test_who_leaves_makes_room_at_once(desk: Desk) -> None:
    desk.sees("veras")
    desk.sees("veras", gone=True)
    desk.sits("taras")
    assert desk.sees("tarass") == {"revision": 1, "writer": {**HERE, "handle": "taras"}, "readers": []}


def test_a_tab_without_a_sign_for_45_seconds_has_left_and_finds_its_place_taken(desk: Desk) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        desk.sees("veras")
        desk.sits("taras")
        clock.shift(44)
        assert not desk.sees("tarass")["writer"]["here"]
        clock.shift(1)
        assert desk.sees("tarass")["writer"]["here"]
        desk.sits("vera")
        assert desk.sees("veras")["writer"]["handle"] == "taras"


def test_nobody_leaves_for_another(desk: Desk) -> None:
    desk.sees("veras")
    desk.sits("taras")
    desk.sees("veras", gone=True)
    assert desk.sees("tarass")["writer"]["handle"] == "vera"


def test_signs_that_are_a_day_old_are_forgotten(desk: Desk) -> None:
    desk.sees("veras")
    presence.purge(now() + dt.timedelta(hours=23))
    assert db.session.scalar(sa.select(sa.func.count(Presence.id))) == 1
    presence.purge(now() + dt.timedelta(hours=25))
    assert db.session.scalar(sa.select(sa.func.count(Presence.id))) == 0


def test_a_sign_costs_two_statements_however_many_are_there(desk: Desk, query_count: list[str]) -> None:
    for number in range(20):
        desk.sees(f"tab{number}")
    query_count.clear()
    desk.sees("tab0")
    assert len([statement for statement in query_count if "presence" in statement]) == 2


NONSENSE: list[Any] = [
    *(None, [], "tab", {}),
    *({"tab": tab, "wants": "write"} for tab in ("", "x" * 41, 1, "x\0")),
    *({"tab": "x", "wants": wants} for wants in ("all", ["write"], None)),
]


@pytest.mark.parametrize("said", NONSENSE)
def test_what_no_tab_says_is_refused(desk: Desk, said: Any) -> None:
    assert desk.client.post(desk.address, json=said).status_code == 400


@pytest.mark.parametrize("said", ["", "no JSON", "[" * 100_000])
def test_what_is_no_json_is_no_sign_of_a_tab(desk: Desk, said: str) -> None:
    assert desk.client.post(desk.address, data=said).status_code == 400


def test_there_is_nobody_in_a_text_that_is_not_there(desk: Desk) -> None:
    answer = desk.client.post("/desk/commentaries/999/en/presence", json={"tab": "x", "wants": "write"})
    assert answer.status_code == 404


def test_a_page_that_stayed_open_learns_who_is_signed_in_now(client: FlaskClient, sign_in: SignIn) -> None:
    vera = sign_in(Role.EDITOR, handle="vera")
    answer = client.get("/desk/token")
    assert answer.json
    assert (answer.json["staff"], answer.headers["Cache-Control"]) == (vera.id, "no-store")
    with client.session_transaction() as session:
        session.clear()
    assert client.get("/desk/token").json == {"staff": None, "token": client.get("/desk/token").json["token"]}  # type: ignore[index]
