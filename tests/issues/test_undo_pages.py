"""Steps of building an issue, undone and done again from its page."""

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.building import builder
from newsletter.issues.building.snapshots import snapshot
from newsletter.issues.building.steps import Step, next_steps
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk

pytestmark = pytest.mark.usefixtures("editor")


@pytest.fixture
def editor(sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")


@pytest.fixture
def issue() -> Issue:
    made = factories.issue(factories.commentary(), factories.commentary(languages=(Language.EN,)))
    for number, entry in enumerate(made.entries, 1):
        for text in entry.commentary.texts.values():
            text.title = f"Piece {number}"
    db.session.commit()
    return made


def newest(issue: Issue) -> Step:
    step, _undone = next_steps(issue)
    assert step
    return step


def undo(client: FlaskClient, issue: Issue) -> str:
    return client.post(desk(issue, "/undo"), data={"step": newest(issue).id}, follow_redirects=True).text


def redo(client: FlaskClient, issue: Issue) -> str:
    _last, step = next_steps(issue)
    assert step
    return client.post(desk(issue, "/redo"), data={"step": step.id}, follow_redirects=True).text


@pytest.mark.parametrize(
    ("action", "data", "says"),
    [
        ("/parts/entry-{two}/place", {"towards": "head"}, "“Piece 2” was moved"),
        ("/order", {"order": "entry-{two},entry-{one}"}, "“Piece 1” was moved"),
        ("/entries/{two}/form", {"form": "teaser"}, "“Piece 2” was made a teaser"),
        ("/teasers", {"entries": "entry-{one},entry-{two}"}, "“Piece 1, Piece 2” was made a teaser"),
        ("/entries/{two}/delete", {}, "“Piece 2” was taken out"),
        ("/entries/{two}/waivers/ru", {"reason": "A holiday."}, "a waiver was signed for “Piece 2”"),
        ("/entries", {"commentary": "{other}"}, "“Piece 3” was added"),
        ("/words", {"subject_en": "Other words"}, "the words of the mail were changed"),
        ("/cards", {}, "English cards were switched off"),
        ("/boxes/note", {"words_en": "Good news first."}, "“Editor’s note” was added"),
    ],
)
def test_whatever_is_done_on_the_page_can_be_undone_there(
    client: FlaskClient, issue: Issue, action: str, data: dict[str, str], says: str
) -> None:
    other = factories.commentary()
    for text in other.texts.values():
        text.title = "Piece 3"
    db.session.commit()
    before = snapshot(issue)
    ids = {"one": issue.entries[0].id, "two": issue.entries[1].id, "other": other.id}
    client.post(desk(issue, action.format(**ids)), data={name: value.format(**ids) for name, value in data.items()})
    assert newest(issue).what == says
    assert newest(issue).says.startswith(f"{says} (nina, ")
    assert f"Undone: {says}." in undo(client, issue)
    assert snapshot(issue) == before
    assert f"Done again: {says}." in redo(client, issue)
    assert snapshot(issue) != before


def test_who_is_overtaken_is_told_whose_step_came_between(client: FlaskClient, issue: Issue, sign_in: SignIn) -> None:
    client.post(desk(issue, "/cards"))
    seen = newest(issue).id
    sign_in(Role.EDITOR, handle="vera")
    client.post(desk(issue, "/words"), data={"subject_en": "Vera’s words"})
    sign_in(Role.EDITOR, handle="olga")
    answer = client.post(desk(issue, "/undo"), data={"step": seen})
    assert answer.status_code == 409
    assert "by now: the words of the mail were changed (vera, " in answer.text
    assert issue.subjects["en"] == "Vera’s words"


def test_what_cannot_come_back_is_named(client: FlaskClient, issue: Issue) -> None:
    piece = issue.entries[1].commentary
    client.post(desk(issue, f"/entries/{issue.entries[1].id}/delete"))
    builder.add(factories.issue(), piece)
    db.session.commit()
    assert "“Piece 2” stays out" in undo(client, issue)


@pytest.mark.parametrize("step", ["", "x", "-1", "9" * 30, "4711"])
def test_a_step_that_is_none_is_not_undone(client: FlaskClient, issue: Issue, step: str) -> None:
    client.post(desk(issue, "/cards"))
    assert client.post(desk(issue, "/undo"), data={"step": step}).status_code == 409
    assert client.post(desk(issue, "/redo"), data={"step": step}).status_code == 409
    assert not issue.english_cards


def test_a_locked_issue_has_nothing_to_undo(client: FlaskClient, issue: Issue) -> None:
    client.post(desk(issue, "/cards"))
    step = newest(issue).id
    issue.state = IssueState.LOCKED
    db.session.commit()
    assert client.post(desk(issue, "/undo"), data={"step": step}).status_code == 409
    assert client.get(desk(issue)).status_code == 200
