import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.building import builder
from newsletter.issues.building.acts import Act
from newsletter.issues.building.steps import step
from newsletter.issues.models import BoxKind, EntryForm, Issue, IssueState
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk, locked
from tests.jobs import enqueued


@pytest.fixture(autouse=True)
def editor(sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRANSLATOR])
def test_issues_are_for_editors(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    sign_in(role)
    issue = factories.issue()
    for address in ("/desk/issues", desk(issue), desk(issue, "/preview/en")):
        assert client.get(address).status_code == 403
    for action in ("lock", "schedule", "send", "words", "test-mail/en"):
        assert client.post(desk(issue, f"/{action}")).status_code == 403


def test_starting_an_issue_leads_to_its_builder(client: FlaskClient) -> None:
    factories.commentary()
    answer = client.post("/desk/issues", data={"week": "2024-11-06"}, follow_redirects=True)
    assert "November\N{NO-BREAK SPACE}4 –" in answer.text
    assert factories.TITLES[Language.EN] in answer.text


def test_every_finding_of_the_preflight_leads_to_a_page(client: FlaskClient) -> None:
    piece = factories.commentary(languages=(Language.EN,))
    piece.authors = []
    page = client.get(desk(factories.issue(piece))).text
    places = set(re.findall(rf'href="(/desk/commentaries/{piece.id}[^"]*)"', page))
    assert f"/desk/commentaries/{piece.id}#texts" in places
    for place in places:
        assert client.get(place.partition("#")[0]).status_code == 200


def test_a_dead_end_of_the_desk_leads_back_to_the_desk(client: FlaskClient) -> None:
    answer = client.get("/desk/issues/999")
    assert answer.status_code == 404
    assert 'href="/desk/"' in answer.text


def test_a_week_that_is_no_date_is_asked_for_again(client: FlaskClient) -> None:
    assert client.post("/desk/issues", data={"week": "next week"}).status_code == 422


def test_an_empty_issue_and_an_empty_list_have_pages(client: FlaskClient) -> None:
    assert "No issue yet" in client.get("/desk/issues").text
    page = client.get(desk(factories.issue(subjects={}, preheaders={}, openings={})))
    assert page.status_code == 200
    assert "There is nothing in the issue that could be sent." in page.text


def test_a_number_without_an_issue_is_not_found(client: FlaskClient) -> None:
    assert client.get("/desk/issues/4711").status_code == 404
    assert client.post("/desk/issues/4711/lock").status_code == 404


def test_the_builder_says_what_blocks_and_leads_there(client: FlaskClient) -> None:
    piece = factories.commentary(languages=(Language.EN, Language.RU))
    page = client.get(desk(factories.issue(piece))).text
    assert "Беларуская: the text is missing" in page
    assert f'href="/desk/commentaries/{piece.id}#texts"' in page
    assert re.search(r"<button[^>]*disabled[^>]*>Lock issue", page)


def test_a_waiver_signed_at_the_finding_opens_the_lock(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary(languages=(Language.EN, Language.RU)))
    db.session.commit()
    waiver = desk(issue, f"/entries/{issue.entries[0].id}/waivers/be")
    assert client.post(waiver, data={"reason": " "}).status_code == 422
    page = client.post(waiver, data={"reason": "A holiday."}, follow_redirects=True).text
    assert "A holiday. (nina)" in page
    assert client.post(desk(issue, "/lock")).status_code == 303
    assert issue.state is IssueState.LOCKED


def test_entries_are_moved_made_teasers_removed_and_added_by_plain_forms(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary(), factories.commentary())
    other = factories.commentary()
    db.session.commit()
    one, two = (entry.id for entry in issue.entries)
    client.post(desk(issue, f"/parts/entry-{two}/place"), data={"towards": "head"})
    client.post(desk(issue, f"/entries/{two}/form"), data={"form": "teaser"})
    assert [(entry.id, entry.form) for entry in issue.entries] == [(two, EntryForm.TEASER), (one, EntryForm.WHOLE)]
    client.post(desk(issue, "/order"), data={"order": f"entry-{one},entry-{two}"})
    assert [entry.id for entry in issue.entries] == [one, two]
    client.post(desk(issue, f"/entries/{two}/delete"))
    client.post(desk(issue, "/entries"), data={"commentary": other.id})
    db.session.expire_all()
    assert [entry.commentary_id for entry in issue.entries][1:] == [other.id]


def test_an_entry_of_another_issue_is_not_found(client: FlaskClient) -> None:
    issue, other = factories.issue(), factories.issue(factories.commentary())
    db.session.commit()
    entry = other.entries[0].id
    assert client.post(desk(issue, f"/entries/{entry}/delete")).status_code == 404
    assert client.post(desk(issue, f"/entries/{entry}/form"), data={"form": "whole"}).status_code == 404


@pytest.mark.parametrize("order", ["", "1;2", "1,,2", "-1", "²", "9" * 30])
def test_an_order_that_is_none_is_refused(client: FlaskClient, order: str) -> None:
    assert client.post(desk(factories.issue()), data={"order": order}).status_code == 405
    assert client.post(desk(factories.issue(), "/order"), data={"order": order}).status_code == 400


def test_words_are_saved_by_language_and_empty_ones_are_not_kept(client: FlaskClient) -> None:
    issue = factories.issue()
    opening = "Вітаем!\r\n\r\nЧытайце."  # as a browser sends it
    words = {"subject_en": "Ice\r\nbreaks", "subject_be": " Лёд ", "subject_ru": "", "opening_be": opening}
    words |= {"closing_ru": "До встречи!"}
    words |= dict.fromkeys(("preheader_en", "preheader_be", "preheader_ru", "opening_en", "opening_ru"), " ")
    assert client.post(desk(issue, "/words"), data=words).status_code == 303
    assert issue.subjects == {"en": "Ice breaks", "be": "Лёд"}
    assert (issue.preheaders, issue.openings) == ({}, {"be": "Вітаем!\n\nЧытайце."})
    assert issue.closings == {"ru": "До встречи!"}


def test_words_that_are_not_sent_stay_as_somebody_else_may_have_written_them(client: FlaskClient) -> None:
    issue = factories.issue(subjects={"en": "Ice", "be": "Лёд"})
    assert client.post(desk(issue, "/words"), data={"subject_en": "Snow"}).status_code == 303
    assert issue.subjects == {"en": "Snow", "be": "Лёд"}
    assert issue.openings["ru"] == "Доброе утро."


def test_words_that_are_too_long_are_shown_again_and_nothing_is_lost(client: FlaskClient) -> None:
    answer = client.post(desk(factories.issue(), "/words"), data={"subject_en": "x" * 121, "subject_be": "Мой тэкст"})
    assert answer.status_code == 422
    assert "Мой тэкст" in answer.text


def test_looking_at_anything_changes_nothing(client: FlaskClient) -> None:
    issue = locked()
    before = db.session.execute(sa.select(*Issue.__table__.columns)).all()
    for rest in ("", "/unlock", "/send", "/preview/en", "/preview/en?part=text", "/lock", "/withdraw"):
        client.get(desk(issue, rest))
    assert db.session.execute(sa.select(*Issue.__table__.columns)).all() == before
    assert enqueued() == []


def test_the_list_takes_as_many_statements_for_fifty_issues_as_for_two(
    client: FlaskClient, query_count: list[str]
) -> None:
    def statements() -> int:
        db.session.expire_all()
        query_count.clear()
        client.get("/desk/issues")
        return len(query_count)

    for _n in range(2):
        factories.issue(factories.commentary(languages=(Language.EN,)))
    few = statements()
    for _n in range(48):
        factories.issue(factories.commentary(languages=(Language.EN,)))
    assert statements() == few


def test_the_builder_takes_as_many_statements_for_twelve_entries_as_for_three(
    client: FlaskClient, query_count: list[str]
) -> None:
    def statements(issue: Issue) -> int:
        address = desk(issue)
        db.session.expire_all()
        query_count.clear()
        assert client.get(address).status_code == 200
        return len(query_count)

    small = factories.issue(*(factories.commentary() for _n in range(3)))
    large = factories.issue(*(factories.commentary() for _n in range(12)))
    for issue in (small, large):
        released = [factories.commentary() for _entry in issue.entries]
        factories.issue(*released, state=IssueState.SENT)
        for kind in BoxKind:
            builder.put_box(issue, kind, words={"en": "Good news"}, commentary=released[0])
        for entry in issue.entries:
            with step(issue, Act.TEASER, by="nina"):
                builder.set_form(issue, entry, EntryForm.TEASER)
    assert statements(small) == statements(large)


def test_the_list_goes_on_to_older_issues(client: FlaskClient) -> None:
    for number in range(1, 53):
        factories.issue(number=number)
    page = client.get("/desk/issues").text
    assert "?page=2" in page
    older = client.get("/desk/issues?page=2").text
    assert f'href="{desk(builder.numbered(2))}"' in older
    assert f'href="{desk(builder.numbered(3))}"' not in older
