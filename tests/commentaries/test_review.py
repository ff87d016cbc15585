"""From draft to approved, and who may do it."""

import json
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries import remarks, review, writing
from newsletter.commentaries.models import Text, TextState
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.conftest import SignIn

EN, RU = Language.EN, Language.RU


def draft(language: Language = EN, **facts: Any) -> Text:
    made = factories.commentary(languages=(), original=language)
    return factories.text(made, language, approved=False, **facts)


def unnamed_draft(**facts: Any) -> Text:
    text = draft(**facts)
    text.slug = None
    return text


def post(client: FlaskClient, text: Text, name: str, **changes: Any) -> TestResponse:
    words = {"title": text.title, "standfirst": text.standfirst, "document": json.dumps(text.document)}
    form = words | {"revision": text.revision} | changes
    return client.post(f"/desk/commentaries/{text.commentary_id}/{text.language}/{name}", data=form)


def step(client: FlaskClient, text: Text, name: str, **changes: Any) -> int:
    return post(client, text, name, **changes).status_code


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRANSLATOR])
def test_who_writes_may_send_to_review_but_not_approve(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    text = draft()
    sign_in(role)
    assert step(client, text, "submission") == 302
    assert step(client, text, "approval") == 403
    assert step(client, text, "withdrawal") == 403
    assert text.state is TextState.IN_REVIEW
    assert text.approved_revision is None


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMIN])
def test_an_editor_approves_what_they_have_before_them(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    text = draft()
    sign_in(role)
    assert step(client, text, "approval") == 302
    assert (text.state, text.revision, text.approved_revision) == (TextState.APPROVED, 1, 1)


def test_nobody_approves_words_of_their_own(client: FlaskClient, sign_in: SignIn) -> None:
    text = draft()
    sign_in(Role.EDITOR)
    assert step(client, text, "approval", title="With a comma mended") == 422
    step(client, text, "submission", title="With a comma mended")
    answer = post(client, text, "approval")
    assert "ask another editor to approve" in answer.text
    assert (text.state, text.approved_revision) == (TextState.IN_REVIEW, None)
    sign_in(Role.EDITOR)
    assert step(client, text, "approval") == 302
    assert text.approved_revision == 2


def test_a_newsroom_of_one_may_allow_it_in_the_settings(client: FlaskClient, sign_in: SignIn) -> None:
    text = draft()
    sign_in(Role.ADMIN)
    settings.save(own_approval=True)
    db.session.commit()
    assert step(client, text, "approval", title="With a comma mended") == 302
    assert (text.title, text.approved_revision) == ("With a comma mended", 2)


def test_what_another_added_elsewhere_in_the_text_is_read_before_it_is_approved(
    client: FlaskClient, sign_in: SignIn
) -> None:
    text = draft()
    marta = factories.staff(role=Role.AUTHOR)
    writing.save(text, title=text.title, standfirst="Newer.", document=text.document, by=marta)
    db.session.commit()
    sign_in(Role.EDITOR)
    answer = post(client, text, "approval", standfirst=factories.STANDFIRSTS[EN], revision=1)
    assert answer.status_code == 422
    assert "Somebody has changed this text" in answer.text
    assert text.approved_revision is None


def test_of_two_editors_who_decide_at_once_the_second_is_told(client: FlaskClient, sign_in: SignIn) -> None:
    for first, second in (("approval", "changes"), ("changes", "approval")):
        text = draft()
        text.state = TextState.IN_REVIEW
        sign_in(Role.EDITOR)
        assert step(client, text, first, state="in_review", words="The figure is last year’s.") == 302
        decided = text.state
        sign_in(Role.EDITOR)
        answer = post(client, text, second, state="in_review", words="Shorten it.")
        assert "not in review any more" in answer.text
        assert answer.status_code == 422
        assert text.state is decided


def test_changes_that_are_asked_for_wait_on_top_of_the_text_until_it_comes_back(
    client: FlaskClient, sign_in: SignIn
) -> None:
    text = draft()
    text.state = TextState.IN_REVIEW
    vera = sign_in(Role.EDITOR)
    states = []
    for words in (" ", "The figure is <b>last</b> year’s."):
        step(client, text, "changes", words=words)
        states.append(text.state)
    assert states == [TextState.IN_REVIEW, TextState.DRAFT]
    assert remarks.sent_back([text.id]) == {text.id}
    sign_in(Role.AUTHOR)
    page = client.get(f"/desk/commentaries/{text.commentary_id}/en").text
    assert f"{vera.handle} asks for changes" in page
    assert "The figure is &lt;b&gt;last&lt;/b&gt; year’s." in page
    step(client, text, "submission")
    assert remarks.sent_back([text.id]) == set()


def test_only_editors_ask_for_changes(client: FlaskClient, sign_in: SignIn) -> None:
    text = draft()
    text.state = TextState.IN_REVIEW
    sign_in(Role.TRANSLATOR)
    assert step(client, text, "changes", words="Shorten it.") == 403
    assert text.state is TextState.IN_REVIEW


def test_nobody_approves_words_that_they_have_not_seen(client: FlaskClient, sign_in: SignIn) -> None:
    text = draft()
    editor = sign_in(Role.EDITOR)
    writing.save(text, title="Newer", standfirst="", document=text.document, by=editor)
    db.session.commit()
    assert step(client, text, "approval", title="As I saw it", revision=1) == 409
    assert text.state is TextState.DRAFT


@pytest.mark.parametrize("lacking", [{"title": ""}, {"document": json.dumps(factories.document(" "))}])
@pytest.mark.parametrize("name", ["approval", "submission"])
def test_a_text_without_title_or_body_is_not_ready(
    client: FlaskClient, sign_in: SignIn, name: str, lacking: dict[str, str]
) -> None:
    text = draft()
    sign_in(Role.EDITOR)
    assert step(client, text, name, **lacking) == 422
    assert (text.state, text.revision) == (TextState.DRAFT, 1)


def test_a_translation_that_is_not_ready_is_shown_beside_its_source_unless_its_words_are_unsaved(
    client: FlaskClient, sign_in: SignIn
) -> None:
    text = factories.commentary(approved=False).texts[Language.BE]
    text.title = ""
    sign_in(Role.EDITOR)
    answer = post(client, text, "submission")
    assert answer.status_code == 302
    assert answer.location.endswith("/be/translating")
    assert "A text needs a title" in client.get(answer.location).text
    answer = post(client, text, "submission", standfirst="Яшчэ не захавана")
    assert answer.status_code == 422
    assert "Яшчэ не захавана" in answer.text


def test_two_texts_with_the_same_title_get_different_addresses(app: Flask) -> None:
    texts = [unnamed_draft(title="Prices rise again") for _ in range(3)]
    for text in texts:
        review.approve(text, by=None)
    assert [text.slug for text in texts] == ["prices-rise-again", "prices-rise-again-2", "prices-rise-again-3"]


def test_the_same_address_may_serve_in_two_languages(app: Flask) -> None:
    texts = [unnamed_draft(title="Minsk"), unnamed_draft(language=RU, title="Минск")]
    for text in texts:
        review.approve(text, by=None)
    assert [text.slug for text in texts] == ["minsk", "minsk"]


def test_an_address_stays_when_the_title_changes_later(app: Flask) -> None:
    text = unnamed_draft(title="Before")
    review.approve(text, by=None)
    writing.save(text, title="After", standfirst="", document=text.document, by=None)
    review.approve(text, by=None)
    assert text.slug == "before"


def test_a_title_without_letters_still_gets_an_address(app: Flask) -> None:
    text = unnamed_draft(title="…?!")
    review.approve(text, by=None)
    assert text.slug == str(text.commentary_id)


def test_a_withdrawn_text_is_seen_by_nobody(client: FlaskClient, sign_in: SignIn) -> None:
    text = factories.commentary(languages=(EN,)).texts[EN]
    sign_in(Role.EDITOR)
    assert step(client, text, "withdrawal") == 302
    assert (text.state, text.approved_revision) == (TextState.WITHDRAWN, None)


def test_what_has_to_change_goes_back_to_draft(client: FlaskClient, sign_in: SignIn) -> None:
    text = draft()
    sign_in(Role.AUTHOR)
    step(client, text, "submission")
    assert step(client, text, "draft") == 302
    assert text.state is TextState.DRAFT


def test_taking_back_what_an_editor_has_just_approved_is_refused(client: FlaskClient, sign_in: SignIn) -> None:
    text = factories.commentary(languages=(EN,)).texts[EN]
    sign_in(Role.AUTHOR)
    step(client, text, "draft")
    assert text.state is TextState.APPROVED


def test_the_audit_names_who_approved_which_revision(client: FlaskClient, sign_in: SignIn) -> None:
    text = draft()
    nina = sign_in(Role.EDITOR)
    step(client, text, "approval")
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "text.approved")).one()
    assert (entry.staff_handle, entry.details) == (nina.handle, {"revision": 1})
    assert entry.subject == f"commentary {text.commentary_id}, en"
