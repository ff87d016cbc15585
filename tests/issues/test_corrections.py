"""What readers are told of a text that is put right after they could read it."""

import json

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries import redaction, review, writing
from newsletter.commentaries.models import Text
from newsletter.db import db, now
from newsletter.issues.models import IssueState
from newsletter.issues.publication.models import Correction
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.conftest import SignIn

NOTE = "We wrote “summer”. It was autumn."
FALSE, TRUE = factories.PARAGRAPHS[Language.EN], "The crossing was rebuilt in autumn."


@pytest.fixture(autouse=True)
def editor(sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")


def text_in(state: IssueState) -> Text:
    piece = factories.commentary(languages=(Language.EN,))
    factories.issue(piece, state=state, released_at=now() if state.is_released else None)
    db.session.commit()
    return piece.texts[Language.EN]


@pytest.fixture
def text() -> Text:
    """One that is out."""
    return text_in(IssueState.SENT)


def approve(client: FlaskClient, text: Text, words: str = TRUE, **fields: str) -> TestResponse:
    """As by the button below what somebody else has written."""
    document = factories.document(words)
    writing.save(text, title=text.title, standfirst=text.standfirst, document=document, by=None)
    db.session.commit()
    form = {"title": text.title, "standfirst": text.standfirst, "document": json.dumps(document)}
    return client.post(f"{at(text)}/approval", data=form | {"revision": text.revision} | fields)


def at(text: Text) -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}"


def public(client: FlaskClient, text: Text) -> str:
    return client.get(f"/{text.language}/commentaries/{text.slug}").text


def notes() -> list[str]:
    return list(db.session.scalars(sa.select(Correction.note).order_by(Correction.id)))


def actions() -> set[str]:
    return set(db.session.scalars(sa.select(AuditEntry.action)))


def test_who_approves_other_words_than_readers_have_seen_tells_them(client: FlaskClient, text: Text) -> None:
    assert approve(client, text, note=NOTE).status_code == 302
    for page in (public(client, text), client.get("/en/corrections").text):
        assert NOTE in page
    assert TRUE in public(client, text)
    assert NOTE not in client.get("/ru/corrections").text
    assert "correction.published" in actions()


def test_nobody_passes_over_the_readers_in_silence(client: FlaskClient, text: Text) -> None:
    refused = approve(client, text)
    assert refused.status_code == 422
    assert "tell them below what was wrong" in refused.text
    assert FALSE in public(client, text)
    assert approve(client, text, no_note="yes").status_code == 302
    assert TRUE in public(client, text)
    assert (notes(), "correction.not_needed" in actions()) == ([], True)


def test_a_note_that_is_too_long_is_refused_and_stays_in_the_form(client: FlaskClient, text: Text) -> None:
    refused = approve(client, text, note="Wrong. " * 100)
    assert refused.status_code == 422
    assert "600 characters" in refused.text
    assert "Wrong. Wrong." in refused.text
    assert notes() == []


def test_what_is_minor_asks_for_no_note(client: FlaskClient, text: Text) -> None:
    document = factories.document("The crossing was re-built over the summer!")
    writing.save(text, title=text.title, standfirst=text.standfirst, document=document, by=None, minor=True)
    db.session.commit()
    form = {"title": text.title, "standfirst": text.standfirst, "document": json.dumps(document)}
    assert client.post(f"{at(text)}/approval", data=form | {"revision": text.revision}).status_code == 302
    assert "re-built" in public(client, text)
    assert notes() == []


@pytest.mark.parametrize("state", [IssueState.ASSEMBLING, IssueState.LOCKED, IssueState.SCHEDULED])
def test_before_the_release_there_is_nobody_to_tell(client: FlaskClient, state: IssueState) -> None:
    text = text_in(state)
    assert 'name="note"' not in client.get(at(text)).text
    assert approve(client, text).status_code == 302


def test_an_editor_is_asked_for_the_note_where_the_words_are_approved(client: FlaskClient, text: Text) -> None:
    assert 'name="note"' in client.get(at(text)).text


def test_the_wording_of_a_note_can_be_mended(client: FlaskClient, text: Text) -> None:
    approve(client, text, note=NOTE)
    page = client.get(f"/desk/commentaries/{text.commentary_id}").text
    assert NOTE in page
    number = db.session.scalars(sa.select(Correction.id)).one()
    assert f"/desk/corrections/{number}" in page
    assert client.post(f"/desk/corrections/{number}", data={"note": " "}).status_code == 422
    assert client.post(f"/desk/corrections/{number}", data={"note": "It was autumn,\nnot summer."}).status_code == 303
    assert notes() == ["It was autumn, not summer."]
    assert "correction.mended" in actions()


def test_a_correction_stands_under_the_title_that_readers_know(client: FlaskClient, text: Text) -> None:
    approve(client, text, note=NOTE)
    writing.save(text, title="A secret plan", standfirst="", document=text.document, by=None)
    db.session.commit()
    page = client.get("/en/corrections").text
    assert factories.TITLES[Language.EN] in page
    assert "A secret plan" not in page


def test_of_a_text_that_is_withdrawn_no_correction_is_told(client: FlaskClient, text: Text) -> None:
    approve(client, text, note=NOTE)
    review.withdraw(text, by=factories.staff(), note="Withdrawn.")
    db.session.commit()
    assert NOTE not in public(client, text)
    assert NOTE not in client.get("/en/corrections").text


def test_a_name_that_is_redacted_goes_from_notes_too(client: FlaskClient, text: Text) -> None:
    approve(client, text, note="It was Yan Lipen who counted.")
    redaction.redact(text.commentary.authors[0], by="nina")
    assert notes() == ["It was […] who counted."]


def test_fifty_corrections_are_on_a_page_the_newest_first(client: FlaskClient, text: Text) -> None:
    for number in range(51):
        db.session.add(Correction(text=text, revision=1, note=f"Note {number:02}", by="nina"))
        db.session.flush()
    db.session.commit()
    page = client.get("/en/corrections").text
    assert page.index("Note 50") < page.index("Note 01")
    assert "Note 00" not in page
    oldest = db.session.scalars(sa.select(sa.func.min(Correction.id))).one()
    assert f"before={oldest + 1}" in page
    assert "Note 00" in client.get(f"/en/corrections?before={oldest + 1}").text
