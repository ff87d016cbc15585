"""What an issue carries beside its entries: put in, filled, moved and taken out."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries.models import Commentary, TextState
from newsletter.db import db, now
from newsletter.issues.building import builder, earlier
from newsletter.issues.building.box_forms import box_forms, sent_form
from newsletter.issues.building.earlier import earlier_pieces
from newsletter.issues.building.steps import next_steps
from newsletter.issues.models import BoxKind, Issue, IssueState
from newsletter.issues.outside.trackers import tracking_parameters
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk


@pytest.fixture(autouse=True)
def editor(sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")


@pytest.fixture
def issue() -> Issue:
    made = factories.issue(factories.commentary(), factories.commentary())
    db.session.commit()
    return made


def kinds(issue: Issue) -> list[str]:
    db.session.expire_all()
    return [getattr(part, "kind", "entry") for part in issue.parts]


def released(title: str = "Worth another look", **facts: Any) -> Commentary:
    piece = factories.commentary(**facts)
    for text in piece.texts.values():
        text.title = title
    factories.issue(piece, state=IssueState.SENT)
    db.session.commit()
    return piece


def test_a_note_has_its_words_in_each_language_and_its_paragraphs(client: FlaskClient, issue: Issue) -> None:
    words = {"words_en": " Good news\r\n\r\nfirst. ", "words_be": "Спачатку добрае.", "words_ru": " "}
    assert client.post(desk(issue, "/boxes/note"), data=words).status_code == 303
    assert kinds(issue) == ["entry", "entry", "note"]
    note = builder.box_of(issue, BoxKind.NOTE)
    assert note
    assert note.words == {"en": "Good news\n\nfirst.", "be": "Спачатку добрае."}


def test_a_box_that_is_there_is_changed_and_keeps_its_place(client: FlaskClient, issue: Issue) -> None:
    client.post(desk(issue, "/boxes/situation"))
    client.post(desk(issue, "/boxes/note"), data={"words_en": "One"})
    note = builder.box_of(issue, BoxKind.NOTE)
    assert note
    client.post(desk(issue, f"/parts/{note.key}/place"), data={"towards": "head"})
    client.post(desk(issue, "/boxes/note"), data={"words_en": "Two"})
    assert kinds(issue) == ["entry", "entry", "note", "situation"]
    assert note.words == {"en": "Two"}
    last, _undone = next_steps(issue)
    assert last
    assert last.what == "“Editor’s note” was changed"


def test_a_box_that_is_taken_out_leaves_no_gap(client: FlaskClient, issue: Issue) -> None:
    client.post(desk(issue, "/boxes/situation"))
    situation = builder.box_of(issue, BoxKind.SITUATION)
    assert situation
    client.post(desk(issue, "/order"), data={"order": situation.key})
    assert kinds(issue) == ["situation", "entry", "entry"]
    assert client.post(desk(issue, "/boxes/situation/delete")).status_code == 303
    assert [part.position for part in issue.parts] == [1, 2]
    assert client.post(desk(issue, "/boxes/situation/delete")).status_code == 404
    assert client.post(desk(issue, "/boxes/advertisement")).status_code == 404


@pytest.mark.parametrize(
    ("href", "says"),
    [
        ("", "Fill this in."),
        ("http://example.org/give", "begins with https://"),
        ("javascript:alert(1)", "begins with https://"),
        ("https://user@example.org/", "begins with https://"),
        ("https://example.org/give?utm_source=mail&x=1&fbclid=2", "who followed it: utm_source, fbclid."),
        ("https://example.org/" + "x" * 500, "At most 500 characters."),
    ],
)
def test_a_donation_line_leads_to_a_safe_page_that_does_not_track(
    app: Flask, client: FlaskClient, issue: Issue, href: str, says: str
) -> None:
    written = {"words_en": "Support us", "href": href}
    with app.test_request_context(method="POST", data=written):
        form = sent_form(BoxKind.SUPPORT, issue)
        assert not form.validate()
        assert says in " ".join(map(str, form.href.errors))
    assert client.post(desk(issue, "/boxes/support"), data=written).status_code == 422
    assert kinds(issue) == ["entry", "entry"]


def test_a_donation_line_is_kept_with_its_address(client: FlaskClient, issue: Issue) -> None:
    written = {"words_be": "Падтрымайце нас", "href": " https://example.org/give?by=card "}
    assert client.post(desk(issue, "/boxes/support"), data=written).status_code == 303
    support = builder.box_of(issue, BoxKind.SUPPORT)
    assert support
    assert (support.words, support.href) == ({"be": "Падтрымайце нас"}, "https://example.org/give?by=card")


@pytest.mark.parametrize("kind", ["note", "support"])
def test_a_box_of_words_has_some_in_one_language_at_the_least(client: FlaskClient, issue: Issue, kind: str) -> None:
    written = {"words_en": " ", "href": "https://example.org/"}
    assert client.post(desk(issue, f"/boxes/{kind}"), data=written).status_code == 422
    too_long = {"words_en": "x" * 2001, "href": "https://example.org/"}
    assert client.post(desk(issue, f"/boxes/{kind}"), data=too_long).status_code == 422
    assert kinds(issue) == ["entry", "entry"]


def test_an_earlier_piece_is_one_that_the_public_can_read(client: FlaskClient, issue: Issue) -> None:
    piece = released()
    not_yet = factories.commentary()
    withdrawn = released("Withdrawn")
    for text in withdrawn.texts.values():
        text.state = TextState.WITHDRAWN
    held = released("Held", embargo=now() + dt.timedelta(days=1))
    db.session.commit()
    for other in (not_yet, withdrawn, held, issue.entries[0].commentary):
        assert client.post(desk(issue, "/boxes/earlier"), data={"commentary": other.id}).status_code == 422
    for nonsense in ("", "x", "-1", "9" * 30):
        assert client.post(desk(issue, "/boxes/earlier"), data={"commentary": nonsense}).status_code == 422
    assert client.post(desk(issue, "/boxes/earlier"), data={"commentary": piece.id}).status_code == 303
    earlier = builder.box_of(issue, BoxKind.EARLIER)
    assert earlier
    assert earlier.commentary is piece


def test_earlier_pieces_are_offered_newest_first_under_their_titles_in_the_pages_language(issue: Issue) -> None:
    week = dt.timedelta(weeks=1)
    older = released("Older", week=factories.MONDAY - 2 * week)
    newer = released("Newer", week=factories.MONDAY - week, languages=(Language.RU,), original=Language.RU)
    offered = earlier_pieces(issue)
    assert [(piece.id, piece.title) for piece in offered] == [(newer.id, "Newer"), (older.id, "Older")]


def test_the_piece_that_an_issue_recommends_stays_among_the_choices(
    issue: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = released("Old", week=factories.MONDAY - dt.timedelta(weeks=9))
    new = released("New")
    builder.put_box(issue, BoxKind.EARLIER, commentary=old)
    monkeypatch.setattr(earlier, "OFFERED", 1)
    assert [piece.id for piece in earlier_pieces(issue)] == [new.id, old.id]


def test_nothing_is_put_into_an_issue_that_is_locked(client: FlaskClient, issue: Issue) -> None:
    client.post(desk(issue, "/boxes/note"), data={"words_en": "One"})
    issue.state = IssueState.LOCKED
    db.session.commit()
    assert client.post(desk(issue, "/boxes/note"), data={"words_en": "Two"}).status_code == 409
    assert client.post(desk(issue, "/boxes/note/delete")).status_code == 409
    assert client.post(desk(issue, "/cards"), data={"english_cards": "yes"}).status_code == 409


def test_fields_of_several_boxes_on_one_page_have_names_of_their_own(app: Flask, issue: Issue) -> None:
    with app.test_request_context():
        ids = [field.id for form in box_forms(issue).values() for field in form]
    assert len(ids) == len(set(ids))
    assert {"note-words_en", "support-words_en", "support-href", "earlier-commentary"} <= set(ids)


@pytest.mark.parametrize(
    ("href", "names"),
    [
        ("https://example.org/?UTM_Source=x&utm_campaign=", ["UTM_Source", "utm_campaign"]),
        ("https://example.org/?id=7&yclid=1#utm_source=x", ["yclid"]),
        ("https://example.org/?q=utm_source&sid=1", []),
        ("https://example.org/utm_source=1", []),
    ],
)
def test_what_an_address_carries_to_tell_who_followed_it_is_known_by_its_name(href: str, names: list[str]) -> None:
    assert tracking_parameters(href) == names
