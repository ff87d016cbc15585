"""The facts of a commentary: section, week, verdict, authors, and the words of its photo."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.commentaries.models import Commentary
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.conftest import SignIn

EN = Language.EN


def opened(client: FlaskClient, piece: Commentary) -> dict[str, str]:
    """What a browser would send of the page as it is now."""
    page = client.get(f"/desk/commentaries/{piece.id}").text
    found = re.search(r'name="seen" type="hidden" value="(\w+)"', page)
    assert found
    author = str(piece.authors[0].id)
    return {"seen": found[1], "week": "2024-11-06", "section": str(piece.section_id), "authors-0": author} | {
        "verdict": str(piece.verdict)
    }


def test_the_second_of_two_sees_what_the_first_changed(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    piece = factories.commentary(alts={"en": "A road"})
    address = f"/desk/commentaries/{piece.id}"
    first = second = opened(client, piece) | {"alts-en": "A road"}
    ann = factories.author({"en": "Ann"})
    saved = client.post(address, data=first | {"verdict": "worsened", "authors-0": ann.id, "alts-en": "A bridge"})
    assert saved.status_code == 302
    refused = client.post(address, data=second | {"week": "2024-11-13", "alts-ru": "Дорога"})
    assert refused.status_code == 409
    for shown in ("The situation has got worse", "<dd>Ann</dd>", "<dd>A bridge</dd>", "November\N{NO-BREAK SPACE}4"):
        assert shown in refused.text
    assert 'value="2024-11-13"' in refused.text, "nothing that the second wrote is lost"
    assert (piece.verdict, piece.byline(EN), piece.week) == (Verdict.WORSENED, "Ann", factories.MONDAY)
    seen = re.search(r'name="seen" type="hidden" value="(\w+)"', refused.text)
    assert seen
    assert client.post(address, data=second | {"seen": seen[1]}).status_code == 302
    assert (piece.verdict, piece.byline(EN)) == (Verdict.IMPROVED, "Yan Lipen"), "knowingly, it goes over it"


def test_two_who_save_the_same_are_of_one_mind(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    piece = factories.commentary()
    sent = opened(client, piece) | {"verdict": "worsened"}
    for _ in range(2):
        assert client.post(f"/desk/commentaries/{piece.id}", data=sent).status_code == 302
    written = sa.select(sa.func.count()).where(AuditEntry.action == "commentary.changed")
    assert db.session.scalar(written) == 2


@pytest.mark.parametrize(("day", "week"), [("2024-11-10", "4–10 лістапада"), ("2024-11-11", "11–17 лістапада")])
def test_any_day_says_its_week(client: FlaskClient, sign_in: SignIn, day: str, week: str) -> None:
    sign_in(Role.AUTHOR, language=Language.BE)
    said = client.get(f"/desk/week-of/{day}").json
    assert said
    assert said["week"].replace("\N{NO-BREAK SPACE}", " ").startswith(week)


@pytest.mark.parametrize("day", ["soon", "9999-12-31", "0001-01-01"])
def test_a_day_that_nobody_means_has_no_week(client: FlaskClient, sign_in: SignIn, day: str) -> None:
    sign_in(Role.AUTHOR)
    assert client.get(f"/desk/week-of/{day}").status_code == 404
