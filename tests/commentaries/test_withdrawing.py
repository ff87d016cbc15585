"""When readers may see a commentary, and what they find in its place when they may no longer."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.commentaries import review, writing
from newsletter.commentaries.models import TextState
from newsletter.commentaries.retraction import retract
from newsletter.db import db, now
from newsletter.issues.examining.examination import examine
from newsletter.issues.leaving import locking, release, scheduling
from newsletter.issues.models import Box, BoxKind, IssueState
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.commentaries.publication import actions, embargo, public, released, withdraw
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU
NOTE = {"note_en": "A source took its words back.", "note_be": "Крыніца адмовілася ад сваіх слоў.", "note_ru": "—"}

pytestmark = pytest.mark.usefixtures("app")


def test_a_withdrawn_text_leaves_a_note_in_its_language_and_none_of_its_words(
    client: FlaskClient, sign_in: SignIn
) -> None:
    commentary = factories.commentary()
    issue = released(commentary)
    sign_in(Role.EDITOR)
    assert withdraw(client, commentary, **NOTE).status_code == 302
    for language, text in commentary.texts.items():
        answer = client.get(public(text))
        assert answer.status_code == 410
        assert NOTE[f"note_{language}"] in answer.text
        assert f'<html lang="{language}">' in answer.text
        assert f'href="/{language}/"' in answer.text
        for words in (factories.TITLES, factories.STANDFIRSTS, factories.PARAGRAPHS):
            assert words[language] not in answer.text
        for path in ("", "issues", f"issues/{issue.number}"):
            assert factories.TITLES[language] not in client.get(f"/{language}/{path}").text


def test_one_language_is_withdrawn_and_the_others_stay(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    released(commentary)
    sign_in(Role.EDITOR)
    assert withdraw(client, commentary, "en", note_en="Mistaken.").status_code == 302
    gone = client.get(public(commentary.texts[EN]))
    assert gone.status_code == 410
    assert public(commentary.texts[BE]) in gone.text
    page = client.get(public(commentary.texts[BE]))
    assert page.status_code == 200
    assert public(commentary.texts[EN]) not in page.text


def test_readers_who_have_seen_a_text_are_told_that_it_is_gone(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    released(commentary)
    sign_in(Role.EDITOR)
    for notes, says in (
        ({**NOTE, "note_be": " "}, "tell them that it is gone"),
        ({**NOTE, "note_ru": "х" * 501}, "At most 500 characters."),
    ):
        answer = withdraw(client, commentary, **notes)
        assert answer.status_code == 422
        assert says in answer.text
    assert all(text.is_approved for text in commentary.texts.values())


def test_a_note_is_suggested_in_each_language(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    released(commentary)
    sign_in(Role.EDITOR)
    db.session.commit()
    page = client.get(f"/desk/commentaries/{commentary.id}/withdrawal").text
    for words in ("has withdrawn this commentary", "зняла гэты каментар", "сняла этот комментарий"):
        assert words in page


def test_what_nobody_has_seen_needs_no_note_and_leaves_none(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    factories.issue(commentary)
    sign_in(Role.EDITOR)
    assert withdraw(client, commentary, "en").status_code == 302
    assert commentary.texts[EN].state is TextState.WITHDRAWN
    assert client.get(public(commentary.texts[EN])).status_code == 404


def test_a_note_is_never_markup(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary(languages=(EN,))
    released(commentary)
    sign_in(Role.EDITOR)
    withdraw(client, commentary, "en", note_en="<script>alert(1)</script>")
    page = client.get(public(commentary.texts[EN])).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_rewriting_a_withdrawn_text_does_not_bring_it_back_but_approving_does(
    client: FlaskClient, sign_in: SignIn
) -> None:
    text = factories.commentary(languages=(EN,)).texts[EN]
    released(text.commentary)
    nina = sign_in(Role.EDITOR)
    withdraw(client, text.commentary, "en", note_en="Mistaken.")
    document = factories.document("The number is right now.")
    writing.save(text, title=text.title, standfirst="", document=document, by=factories.staff())
    db.session.commit()
    assert client.get(public(text)).status_code == 410
    review.approve(text, by=nina)
    db.session.commit()
    assert "The number is right now." in client.get(public(text)).text
    assert (text.withdrawal_note, text.withdrawn_at) == ("", None)
    assert [action for action in actions() if action.startswith("text.")] == ["text.withdrawn", "text.approved"]


@pytest.mark.parametrize("state", [IssueState.LOCKED, IssueState.SCHEDULED])
def test_an_issue_that_has_not_left_is_taken_back_and_blocked(
    client: FlaskClient, sign_in: SignIn, state: IssueState
) -> None:
    commentary, other = factories.commentary(), factories.commentary()
    issue = factories.issue(commentary, other)
    locking.lock(issue, by="nina")
    if state is IssueState.SCHEDULED:
        scheduling.send(issue, by="nina")
    vera = sign_in(Role.EDITOR, handle="vera")
    db.session.commit()
    asked = client.get(f"/desk/commentaries/{commentary.id}/withdrawal").text
    assert "Unlocked, and to be checked and locked again" in asked
    withdraw(client, commentary)
    assert (issue.state, issue.release_at, issue.editions) == (IssueState.ASSEMBLING, None, [])
    assert ("issue.taken_back", vera.handle) in [
        (entry.action, entry.staff_handle) for entry in db.session.scalars(sa.select(AuditEntry))
    ]
    assert release.release(issue.id, issue.generation) == []
    (finding,) = [finding for finding in examine(issue) if finding.blocks]
    assert finding.message.endswith("it has been withdrawn: take it out of the issue")


def test_an_issue_that_recommends_what_is_withdrawn_is_taken_back_too(client: FlaskClient, sign_in: SignIn) -> None:
    earlier = factories.commentary()
    released(earlier)
    issue = factories.issue(factories.commentary())
    issue.boxes.append(Box(kind=BoxKind.EARLIER, position=2, commentary=earlier))
    locking.lock(issue, by="nina")
    sign_in(Role.EDITOR)
    db.session.commit()
    withdraw(client, earlier, **NOTE)
    assert (issue.state, issue.editions) == (IssueState.ASSEMBLING, [])


def test_an_issue_that_is_leaving_is_named_and_not_stopped(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    issue = factories.issue(commentary, state=IssueState.SENDING, released_at=now())
    sign_in(Role.EDITOR)
    db.session.commit()
    assert "can’t be stopped from here" in client.get(f"/desk/commentaries/{commentary.id}/withdrawal").text
    withdraw(client, commentary, **NOTE)
    assert issue.state is IssueState.SENDING
    assert client.get(public(commentary.texts[EN])).status_code == 410


def test_a_redacted_byline_takes_issues_back_in_the_same_way() -> None:
    commentary, other = factories.commentary(), factories.commentary()
    mine, theirs = factories.issue(commentary), factories.issue(other)
    for issue in (mine, theirs):
        locking.lock(issue, by="nina")
    retract([commentary.id], by="vera")
    assert (mine.state, theirs.state) == (IssueState.ASSEMBLING, IssueState.LOCKED)


def test_one_withdrawn_language_may_be_waived(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    issue = factories.issue(commentary)
    sign_in(Role.EDITOR)
    withdraw(client, commentary, "ru")
    (finding,) = [finding for finding in examine(issue) if finding.blocks]
    assert finding.message.endswith("Русский: the text has been withdrawn")
    assert finding.waivable == (issue.entries[0].id, RU)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRANSLATOR])
def test_only_editors_withdraw_and_set_embargoes(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    commentary = factories.commentary()
    released(commentary)
    sign_in(role)
    assert withdraw(client, commentary, **NOTE).status_code == 403
    assert embargo(client, commentary, date="2030-01-01", time="10:00").status_code == 403
    assert commentary.embargo is None
    assert client.get(public(commentary.texts[EN])).status_code == 200
