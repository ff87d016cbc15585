"""The term base on the desk."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Role
from newsletter.terms import term_list
from newsletter.terms.checking import checked, keys_of
from newsletter.terms.models import Term
from tests.conftest import SignIn

POLATSK = {"forms-en": "Polatsk", "forms-be": "Полацк|", "forms-ru": "Полоцк|", "avoid-en": "Polotsk; Polock"}


@pytest.fixture
def editor(client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    sign_in(Role.TRANSLATOR)
    return client


def called(name: str) -> Term:
    return next(term for term in term_list.all_terms() if term.forms.get("en") == name)


def seen(page: str) -> str:
    return str(re.findall(r'name="seen"[^>]*value="([^"]*)"', page)[0])


def test_a_new_newsroom_has_forty_terms_each_sound_and_unlike_the_others(editor: FlaskClient) -> None:
    values = [term_list.value_of(term) for term in term_list.all_terms()]
    assert len(values) == 40
    assert len({keys_of(value)[0] for value in values}) == 40
    base = term_list.compiled()
    for value in map(checked, values):
        for language in Language:
            forms = [(form, False) for form in value.good[language]] + [(form, True) for form in value.bad[language]]
            for form, avoid in forms:
                [match] = base.matches(form.citation, language)
                assert (match.term.id, match.avoid) == (value.id, avoid), form.citation


def test_everybody_reads_and_only_authors_do_not_write(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    page = client.get("/desk/terms").text
    assert "Лукашэнка" in page
    assert "New term" not in page
    shown = client.get(f"/desk/terms/{called('Lukashenka').id}").text
    assert "Лукашенк-" in shown
    assert "<form class" not in shown
    for path in ("", "/1", "/1/removal", "/import", "/import/rows"):
        assert client.post(f"/desk/terms{path}").status_code == 403


@pytest.mark.parametrize(
    ("search", "name"),
    [("лукашэнка", "Lukashenka"), ("Polotsk", "Polatsk"), ("могилёв", "Mahiliou"), ("lower house", "House of")],
)
def test_a_term_is_found_by_any_form_or_its_note(editor: FlaskClient, search: str, name: str) -> None:
    editor.post("/desk/terms", data=POLATSK)
    page = editor.get("/desk/terms", query_string={"search": search}).text
    assert "1 term" in page
    assert name in page


def test_a_term_is_added_and_checked_against_at_once(editor: FlaskClient) -> None:
    assert not term_list.compiled().matches("Polotsk", Language.EN)
    assert editor.post("/desk/terms", data=POLATSK).status_code == 302
    [match] = term_list.compiled().matches("Polotsk", Language.EN)
    assert match.avoid
    assert db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == "term.added"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"forms-en": "", "forms-be": "", "forms-ru": ""}, "Write what it is called"),
        ({"forms-en": "minsk"}, "“minsk” is in the term base already."),
        ({"forms-be": "П|"}, "“П|” would be found nearly everywhere"),
        ({"avoid-en": "polatsk"}, "“polatsk” can’t be preferred and to be avoided"),
        ({"avoid-en": ";".join(f"P{n}" for n in range(11))}, "At most 10 forms to avoid"),
        ({"note": "n" * 301}, "At most 300 characters."),
    ],
)
def test_what_can_not_be_a_term_is_told_beside_its_field(
    editor: FlaskClient, change: dict[str, str], told: str
) -> None:
    before = len(term_list.all_terms())
    answer = editor.post("/desk/terms", data=POLATSK | change)
    assert answer.status_code == 422
    assert told in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Полоцк" in answer.text or "forms-ru" in change, "what was written is still there"
    assert len(term_list.all_terms()) == before


def test_a_change_is_not_written_over_that_of_somebody_else(editor: FlaskClient) -> None:
    minsk = called("Minsk").id
    opened = seen(editor.get(f"/desk/terms/{minsk}").text)
    theirs = {"forms-en": "Minsk", "note": "theirs", "seen": opened}
    assert editor.post(f"/desk/terms/{minsk}", data=theirs).status_code == 302
    clash = editor.post(f"/desk/terms/{minsk}", data=theirs | {"note": "mine"})
    assert clash.status_code == 409
    assert "theirs" in clash.text
    assert 'value="mine"' in clash.text
    again = {"forms-en": "Minsk", "note": "both", "seen": seen(clash.text)}
    assert editor.post(f"/desk/terms/{minsk}", data=again).status_code == 302
    assert called("Minsk").note == "both"


def test_a_removed_term_is_no_longer_looked_for(editor: FlaskClient) -> None:
    minsk = called("Minsk").id
    assert term_list.compiled().matches("Мінску", Language.BE)
    assert "is removed" in editor.post(f"/desk/terms/{minsk}/removal", follow_redirects=True).text
    assert not term_list.compiled().matches("Мінску", Language.BE)
    assert editor.post(f"/desk/terms/{minsk}/removal").status_code == 404


def test_there_is_a_limit_and_it_is_told(editor: FlaskClient) -> None:
    missing = term_list.MOST - len(term_list.all_terms())
    db.session.add_all(Term(forms={"en": f"Name{number}"}) for number in range(missing))
    db.session.commit()
    assert "There are 2000 terms, and more are not possible" in editor.post("/desk/terms", data=POLATSK).text
    assert "Page 20 of 20" in editor.get("/desk/terms?page=99").text


def test_the_list_asks_the_same_of_the_database_however_long_it_is(editor: FlaskClient, query_count: list[str]) -> None:
    def asked() -> int:
        query_count.clear()
        assert editor.get("/desk/terms").status_code == 200
        return len(query_count)

    editor.get("/desk/terms")
    of_forty = asked()
    db.session.add_all(Term(forms={"en": f"Name{number}"}) for number in range(60))
    db.session.commit()
    assert asked() == of_forty
