"""What editors see of a stop-press, and what they press."""

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.languages import Reading, Variant
from newsletter.mailer.models import MailingState
from newsletter.mailer.stop_press import halting, writing
from newsletter.staff import settings
from newsletter.staff.models import Role
from tests.conftest import SignIn
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.stop_press.halted import SUBJECTS, WORDS, an_issue, corrections, leaving, offer_discreet


def written(version: int = 0, *codes: str, **changes: str) -> dict[str, object]:
    words = {f"subject_{code}": line for code, line in SUBJECTS.items()}
    words |= {f"words_{code}": lines for code, lines in WORDS.items()}
    return {**words, "version": str(version), "editions": list(codes or ["en"]), **changes}


def test_the_button_halts_and_leads_to_what_can_be_done(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    mailing = leaving(issue, served=31, uncertain=2, waiting=7)
    page = f"/desk/sending/{issue.number}/stop-press"
    assert f'action="{page}"' in client.get(f"/desk/sending/{issue.number}").text
    answer = client.post(page)
    assert answer.headers["Location"] == page
    shown = client.get(page).text
    assert samples.state_of(mailing) is MailingState.PAUSED
    assert "Halted: nothing of it is being sent." in shown
    assert "7 readers still wait" in shown


@pytest.mark.parametrize(
    ("step", "state"), [("resumption", MailingState.SENDING), ("cancellation", MailingState.CANCELLED)]
)
def test_an_editor_decides_about_those_who_wait(
    client: FlaskClient, sign_in: SignIn, step: str, state: MailingState
) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    mailing = leaving(issue, served=1, waiting=2)
    page = f"/desk/sending/{issue.number}/stop-press"
    client.post(page)
    assert client.post(f"{page}/{step}").status_code == 303
    assert samples.state_of(mailing) is state
    again = client.post(f"{page}/{step}")
    assert again.status_code == 409
    assert "somebody was faster" in again.text


def test_a_correction_is_written_looked_at_and_sent(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    leaving(issue, served=2, waiting=3)
    leaving(issue, Reading.RU_BE, served=1)
    page = f"/desk/sending/{issue.number}/stop-press"
    client.post(page)
    assert client.post(f"{page}/words", data=written(0, "en", "ru-be")).headers["Location"] == f"{page}/letter"
    letter = client.get(f"{page}/letter").text
    assert "Send it to 3 readers" in letter
    assert "The bridge opens in May." in client.get(f"{page}/letter/en").text
    assert "Мост откроют в мае." in client.get(f"{page}/letter/ru-be?view=text").text
    answer = client.post(f"{page}/letter", data={"version": "1"})
    assert answer.headers["Location"] == f"/desk/sending/{issue.number}"
    assert [mailing.prepared for mailing in corrections(issue)] == [2, 1]
    assert "A date was wrong" in client.get(page).text


def test_who_looks_at_older_words_does_not_send_them(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    leaving(issue, served=1)
    page = f"/desk/sending/{issue.number}/stop-press"
    client.post(page)
    client.post(f"{page}/words", data=written(0))
    client.post(f"{page}/words", data=written(1, words_en="Quite other words."))
    answer = client.post(f"{page}/letter", data={"version": "1"})
    assert answer.status_code == 409
    assert writing.sent(issue) == []


def test_nobody_loses_words_to_another_who_writes_too(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    leaving(issue, served=1)
    page = f"/desk/sending/{issue.number}/stop-press"
    client.post(f"{page}/words", data=written(0))
    late = client.post(f"{page}/words", data=written(0, words_en="Mine, and I am late."))
    assert late.status_code == 409
    assert "Mine, and I am late." in late.text
    assert 'name="version" type="hidden" value="1"' in late.text


def test_a_test_mail_of_the_correction_comes_to_whoever_asks(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    leaving(issue, served=1)
    page = f"/desk/sending/{issue.number}/stop-press"
    client.post(f"{page}/words", data=written(0))
    assert client.post(f"{page}/letter/en/test").status_code == 303
    assert enqueued() == ["send_test_correction"]


@pytest.mark.parametrize("words", ["Write to The Border Weekly.", "As the Border\N{NO-BREAK SPACE}Weekly said."])
def test_a_discreet_correction_that_names_the_newsroom_is_not_sent(
    client: FlaskClient, sign_in: SignIn, words: str
) -> None:
    sign_in(Role.EDITOR)
    offer_discreet()
    settings.save(mastheads={"en": "Border Weekly"})
    issue = an_issue()
    leaving(issue, variant=Variant.DISCREET, served=1)
    db.session.commit()
    page = f"/desk/sending/{issue.number}/stop-press"
    client.post(page)
    client.post(f"{page}/words", data=written(0, "en-discreet", words_en=words))
    answer = client.post(f"{page}/letter", data={"version": "1"})
    assert answer.status_code == 409
    assert "would give its discreet readers away: “Border Weekly”" in answer.text
    assert writing.sent(issue) == []


def test_no_page_of_it_shows_an_address(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    leaving(issue, served=1)
    page = f"/desk/sending/{issue.number}/stop-press"
    client.post(f"{page}/words", data=written(0))
    shown = [client.get(address).text for address in (page, f"{page}/letter", f"{page}/letter/en")]
    assert not any("@example.org" in each for each in shown)


def test_an_issue_that_has_not_left_can_not_be_halted(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    issue.state = IssueState.LOCKED
    db.session.commit()
    assert client.post(f"/desk/sending/{issue.number}/stop-press").status_code == 404
    assert halting.halted(issue) == []
