"""Revisions that ask nothing of translators: said while writing, or afterwards in the history."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import history, minor, writing
from newsletter.commentaries.document import blocks
from newsletter.commentaries.models import Revision, Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Role, Staff
from newsletter.translation.standings import standing_of
from tests import factories
from tests.conftest import SignIn

EN, BE = Language.EN, Language.BE
HISTORY = "/desk/commentaries/{}/en/history"


@pytest.fixture
def text(app: Flask) -> Text:
    return factories.commentary(languages=(EN, BE)).texts[EN]


def rewrite(text: Text, words: str, by: Staff | None = None, *, is_minor: bool = False, by_hand: bool = True) -> None:
    document = factories.document(words)
    writing.save(text, title=text.title, standfirst="", document=document, by=by, minor=is_minor, by_hand=by_hand)


def is_stale(text: Text) -> bool:
    standing = standing_of(text.commentary.texts[BE])
    assert standing
    return standing.is_stale


def test_a_step_can_be_called_minor_afterwards_and_then_asks_for_nothing(text: Text) -> None:
    nina = factories.staff()
    rewrite(text, "The crossing was rebuilt in the summer.")
    revision = history.revision_of(text, text.revision)
    assert revision
    assert is_stale(text)
    minor.mark(text, revision, minor=True, by=nina)
    assert not is_stale(text)
    minor.mark(text, revision, minor=False, by=nina)
    assert is_stale(text)
    actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["revision.minor", "revision.not_minor"]


def test_the_whole_sitting_is_called_minor(text: Text) -> None:
    nina = factories.staff()
    for words in ("The crossing was built anew.", "The crossing was built anew in summer.", "It was built anew."):
        rewrite(text, words, nina, by_hand=False)
    revision = history.revision_of(text, text.revision)
    assert revision
    minor.mark(text, revision, minor=True, by=nina)
    flags = db.session.scalars(sa.select(Revision.minor).where(Revision.text_id == text.id).order_by(Revision.number))
    assert flags.all() == [False, True, True, True]


@pytest.mark.parametrize(
    ("role", "own", "status"), [("author", True, 303), ("author", False, 403), ("editor", False, 303)]
)
def test_a_step_is_marked_by_its_author_or_an_editor(
    client: FlaskClient, sign_in: SignIn, text: Text, role: str, own: bool, status: int
) -> None:
    me = sign_in(Role(role))
    rewrite(text, "The crossing was rebuilt in the summer.", me if own else factories.staff())
    db.session.commit()
    address = HISTORY.format(text.commentary_id)
    assert client.post(f"{address}/{text.revision}/minor", data={"minor": "yes"}).status_code == status
    page = client.get(address).text
    assert ("Not minor" in page, "Mark as minor" in page) == (status == 303, False)


def test_of_a_long_minor_sitting_only_its_last_step_and_what_was_seen_are_looked_at(text: Text) -> None:
    nina, translation = factories.staff(), text.commentary.texts[BE]
    for number in range(10):
        rewrite(text, f"The crossing was rebuilt {number} times.", nina, is_minor=True, by_hand=False)
        if number == 4:
            links = {"of": ["block00001"], "seen": text.revision}
            (block,) = blocks(translation.document)
            seen = translation.document | {"content": [block | {"attrs": block["attrs"] | links}]}
            writing.save(translation, title=translation.title, standfirst="", document=seen, by=nina)
    standing = standing_of(translation)
    assert standing
    assert standing.source.minor == [(1, 6), (6, 11)]
    assert not standing.is_stale


def test_the_history_of_a_source_says_what_its_translators_have_seen(
    client: FlaskClient, sign_in: SignIn, text: Text, query_count: list[str]
) -> None:
    sign_in(Role.EDITOR)
    db.session.commit()
    page = HISTORY.format(text.commentary_id)
    client.get(page)
    query_count.clear()
    before = client.get(page).text
    asked = len(query_count)
    assert "Беларуская: the translator has seen it up to here" in before
    for words in ("It was rebuilt.", "They rebuilt it."):
        rewrite(text, words)
    db.session.commit()
    factories.text(text.commentary, Language.RU)
    db.session.commit()
    rows = client.get(page).text.split("<li>")
    assert ["Русский: the translator" in row for row in rows if "up to here" in row] == [True, False]
    query_count.clear()
    client.get(page)
    assert len(query_count) == asked


def test_what_nobody_translates_from_has_no_minor_steps(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.EDITOR)
    translation = text.commentary.texts[BE]
    rewrite(translation, "Пункт перабудавалі.")
    db.session.commit()
    assert "minor" not in client.get(HISTORY.format(text.commentary_id).replace("/en/", "/be/")).text
