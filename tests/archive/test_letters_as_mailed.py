"""A mail as a page, for whoever's mail program shows it badly."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import photos, review, writing
from newsletter.db import db, now
from newsletter.issues.composing import editions
from newsletter.issues.composing.editing import edition_view
from newsletter.issues.models import Box, BoxKind, Issue, IssueState
from newsletter.languages import Language, Reading
from newsletter.staff import settings
from tests import factories
from tests.commentaries.pictures import picture

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def issue() -> Issue:
    settings.save(discreet_address="notes@notes.example.net")
    piece = factories.commentary(photo=photos.store(picture()), alts={"be": "Млын"}, credits={"be": "Н. Лінза"})
    issue = factories.issue(piece, number=45)
    editions.freeze(issue)
    issue.state, issue.released_at = IssueState.SENT, now()
    db.session.flush()
    return issue


def test_it_is_the_frozen_edition_word_for_word(client: FlaskClient, issue: Issue) -> None:
    piece = issue.entries[0].commentary
    piece.texts[Language.BE].title = "Something else"
    answer = client.get("/be/issues/45/letter/be-ru")
    assert answer.status_code == 200
    assert factories.TITLES[Language.BE] in answer.text
    assert "Something else" not in answer.text
    assert f"/photos/{piece.photo and piece.photo.digest}-1200.jpg" in answer.text


def test_it_shows_its_pictures_also_when_the_newsroom_has_another_name_since(
    client: FlaskClient, issue: Issue, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "URL", "https://new.example.org")
    assert 'src="/photos/' in client.get("/be/issues/45/letter/be-ru", base_url="https://other.example.org").text


def test_it_is_nobodys_copy_and_no_search_engine_is_to_keep_it(client: FlaskClient, issue: Issue) -> None:
    answer = client.get("/be/issues/45/letter/be-ru")
    assert not set("\x01\x02") & set(answer.text)
    assert answer.text.count('href="/be/subscribe"') == 2
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in answer.headers


def test_the_mail_leads_to_it(client: FlaskClient, issue: Issue) -> None:
    for reading in Reading:
        address = edition_view(issue, reading).view_in_browser
        assert address in client.get(address.removeprefix("https://weekly.example.org")).text


@pytest.mark.parametrize(
    "path", ["be/issues/45/letter/be-ru-discreet", "be/issues/45/letter/en", "be/issues/46/letter/be-ru"]
)
def test_there_is_no_page_of_a_discreet_edition_or_of_what_never_was(
    client: FlaskClient, issue: Issue, path: str
) -> None:
    assert client.get(f"/{path}").status_code == 404


@pytest.mark.parametrize("state", [state for state in IssueState if not state.is_released])
def test_before_the_release_there_is_nothing(client: FlaskClient, issue: Issue, state: IssueState) -> None:
    issue.state = state
    db.session.flush()
    assert client.get("/be/issues/45/letter/be-ru").status_code == 404


def test_once_a_text_is_withdrawn_it_shows_nothing_of_the_mail_and_says_where_the_rest_is(
    client: FlaskClient, issue: Issue
) -> None:
    review.withdraw(issue.entries[0].commentary.texts[Language.BE], by=factories.staff())
    answer = client.get("/be/issues/45/letter/be-ru")
    assert answer.status_code == 410
    assert factories.PARAGRAPHS[Language.BE] not in answer.text
    assert 'href="/be/issues/45"' in answer.text
    assert client.get("/en/issues/45/letter/en").status_code == 200


def test_what_was_withdrawn_before_the_issue_was_frozen_stands_in_no_mail(client: FlaskClient, issue: Issue) -> None:
    with time_machine.travel(now() - dt.timedelta(days=1)):
        review.withdraw(issue.entries[0].commentary.texts[Language.RU], by=factories.staff())
    assert client.get("/be/issues/45/letter/be-ru").status_code == 200


@pytest.mark.parametrize("approved", [False, True])
def test_what_was_withdrawn_does_not_come_back_with_the_words_that_are_written_instead(
    client: FlaskClient, issue: Issue, approved: bool
) -> None:
    text = issue.entries[0].commentary.texts[Language.BE]
    review.withdraw(text, by=factories.staff())
    other = factories.document("Іншыя словы.")
    writing.save(text, title=text.title, standfirst=text.standfirst, document=other, by=None)
    if approved:
        review.approve(text, by=None)
    answer = client.get("/be/issues/45/letter/be-ru")
    assert answer.status_code == 410
    assert factories.PARAGRAPHS[Language.BE] not in answer.text


@pytest.mark.parametrize("boxed", [False, True])
def test_an_embargo_that_comes_too_late_closes_it_too(client: FlaskClient, issue: Issue, boxed: bool) -> None:
    piece = factories.commentary() if boxed else issue.entries[0].commentary
    if boxed:
        issue.boxes.append(Box(kind=BoxKind.EARLIER, position=9, words={}, commentary=piece))
    piece.embargo = now() + dt.timedelta(days=1)
    db.session.flush()
    assert client.get("/be/issues/45/letter/be-ru").status_code == 410
