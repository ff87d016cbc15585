"""The sections of the weekly: their names, their order, and when one can go."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.commentaries import section_list
from newsletter.commentaries.models import Section
from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

NAMES = {"names-en": "The economy", "names-be": "Эканоміка", "names-ru": "Экономика"}


def slugs() -> list[str]:
    return [section.slug for section in section_list.in_order()]


@pytest.fixture
def editor(client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    sign_in(Role.EDITOR)
    return client


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRANSLATOR])
def test_only_editors_look_after_sections(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    sign_in(role)
    assert client.get("/desk/sections").status_code == 403
    assert client.post("/desk/sections", data=NAMES).status_code == 403


def test_a_new_section_stands_last_and_has_an_address_of_its_own(editor: FlaskClient) -> None:
    for _ in range(2):
        assert editor.post("/desk/sections", data=NAMES).status_code == 302
    assert slugs()[-2:] == ["the-economy", "the-economy-2"]
    assert "The economy" in editor.get("/desk/commentaries/new").text


def test_a_section_wants_a_name_in_each_language_of_at_most_80_characters(editor: FlaskClient) -> None:
    before = slugs()
    for wrong in (NAMES | {"names-be": " "}, NAMES | {"names-ru": "я" * 81}):
        answer = editor.post("/desk/sections", data=wrong)
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert "Эк" in answer.text, "what was right is still there"
    assert slugs() == before


def test_a_name_without_latin_letters_still_makes_an_address(editor: FlaskClient) -> None:
    for _ in range(2):
        editor.post("/desk/sections", data=NAMES | {"names-en": "———"})
    assert slugs()[-2:] == ["section", "section-2"]


def test_there_are_at_most_forty(editor: FlaskClient) -> None:
    for number in range(section_list.MOST - len(slugs())):
        section_list.add({"en": f"Topic {number}", "be": "Т", "ru": "Т"}, by="nina")
    db.session.commit()
    page = editor.post("/desk/sections", data=NAMES, follow_redirects=True).text
    assert "There are 40 sections" in page
    assert len(slugs()) == 40


def test_a_section_moves_step_by_step_and_stays_at_the_ends(editor: FlaskClient) -> None:
    first, second, third, *rest = slugs()

    def move(slug: str, where: str) -> None:
        assert editor.post(f"/desk/sections/{factories.section(slug).id}/{where}").status_code == 302

    move(first, "later")
    move(third, "earlier")
    assert slugs() == [second, third, first, *rest]
    for _ in range(3):
        move(second, "earlier")
        move(rest[-1], "later")
    assert slugs() == [second, third, first, *rest]
    page = editor.get("/desk/sections").text
    assert [slug for slug in re.findall(r"· ([\w-]+)</p>", page) if slug in slugs()] == slugs()


def test_a_new_name_is_on_the_public_pages_and_the_address_stays(editor: FlaskClient) -> None:
    piece = factories.commentary()
    factories.issue(piece, state=IssueState.SENT)
    address = f"/desk/sections/{piece.section_id}"
    assert editor.get(address).status_code == 200
    assert editor.post(address, data=NAMES).status_code == 302
    for language, name in (("en", "The economy"), ("be", "Эканоміка")):
        assert name in editor.get(f"/{language}/commentaries/{piece.texts[Language(language)].slug}").text
    assert factories.section("security").id == piece.section_id


def test_a_section_goes_only_when_nothing_has_it(editor: FlaskClient) -> None:
    piece = factories.commentary()
    kept, free = piece.section_id, factories.section("belarus-west").id
    page = editor.post(f"/desk/sections/{kept}/removal", follow_redirects=True).text
    assert "The section has commentaries (1), so it stays." in page
    assert editor.post(f"/desk/sections/{free}/removal").status_code == 302
    assert db.session.scalars(sa.select(Section.id).where(Section.id.in_([kept, free]))).all() == [kept]
    assert editor.post(f"/desk/sections/{free}/removal").status_code == 404


def test_the_page_of_sections_asks_no_more_for_forty_than_for_five(editor: FlaskClient, query_count: list[str]) -> None:
    def asked() -> int:
        db.session.expunge_all()
        query_count.clear()
        assert editor.get("/desk/sections").status_code == 200
        return len(query_count)

    editor.get("/desk/sections")
    of_five = asked()
    for number in range(section_list.MOST - len(slugs())):
        section_list.add({"en": f"Topic {number}", "be": "Т", "ru": "Т"}, by="nina")
    db.session.commit()
    assert asked() == of_five
