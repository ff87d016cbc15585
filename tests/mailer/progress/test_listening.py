"""The sending screen for whoever hears it: what it says by itself, and what its buttons are about."""

from typing import Any

import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Reading
from newsletter.mailer import ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Hold, Mailing, MailingState
from newsletter.staff import settings
from newsletter.staff.models import Role
from tests.conftest import SignIn
from tests.mailer import samples
from tests.mailer.stop_press import halted


def numbers(client: FlaskClient, mailing: Mailing) -> Any:
    return client.get(f"/desk/sending/{mailing.edition.issue.number}/numbers").json


def described(page: BeautifulSoup, button: Tag) -> str:
    ids = str(button["aria-describedby"]).split()
    return " ".join(" ".join(page.select_one(f"#{each}").text.split()) for each in ids)  # type: ignore[union-attr]


def test_one_of_several_mailings_that_stopped_is_named_with_the_reason(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    stopped = samples.mailing(1)
    paused = samples.mailing(1, reading=Reading.BE_RU, of=stopped.edition.issue)
    samples.mailing(1, reading=Reading.RU_BE, of=stopped.edition.issue)
    before = numbers(client, stopped)
    assert before["summary"].endswith("percent done.")
    stop = sa.update(Mailing).where(Mailing.id == stopped.id)
    db.session.execute(stop.values(state=MailingState.PAUSED, hold=Hold.FIRST_READERS))
    mailings.pause(paused.id)
    db.session.commit()
    after = numbers(client, stopped)
    assert after["summary"].endswith("percent done. EN: too many refusals. BE → RU: paused.")
    assert after["concerns"] != before["concerns"]


def test_where_all_are_paused_the_title_says_it_alone(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(1)
    mailings.pause(mailing.id)
    db.session.commit()
    said = numbers(client, mailing)
    assert said["summary"] == f"Issue {mailing.edition.issue.number} is paused. 0 of 1 sent, 0 percent done."


def test_what_waits_for_a_decision_is_said_and_at_once_only_when_it_comes_up(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    settings.save(resend_in_doubt=False)
    mailing = samples.mailing(6)
    concerns = [numbers(client, mailing)["concerns"]]
    for _ in range(2):
        token, _ids = samples.claim(mailing, most=2)
        ledger.doubt(ledger.held_by("desk", token))
        db.session.commit()
        concerns.append(numbers(client, mailing)["concerns"])
    assert numbers(client, mailing)["summary"].endswith("For you to decide: 4 deliveries are uncertain.")
    assert concerns[0] != concerns[1] == concerns[2]


def test_numbers_that_change_all_the_time_are_nothing_to_say_at_once(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(4)
    before = numbers(client, mailing)
    token, ids = samples.claim(mailing, most=3)
    ledger.settle(token, [Settled(one, DeliveryState.SENT, "250") for one in ids])
    db.session.commit()
    after = numbers(client, mailing)
    assert after["summary"] != before["summary"]
    assert after["concerns"] == before["concerns"]


def test_buttons_alike_say_which_mailing_they_are_about(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = halted.an_issue()
    halted.leaving(issue, served=2, waiting=1)
    halted.leaving(issue, Reading.BE_RU, served=1, waiting=1)
    for correction in halted.correct(issue, "en"):
        mailings.begin(correction.id)
    db.session.commit()
    page = BeautifulSoup(client.get(f"/desk/sending/{issue.number}").text, "html.parser")
    buttons = page.select(".mailings .actions .button")
    said = [(button.text, described(page, button)) for button in buttons]
    assert [words for words, _ in said] == ["Resume", "Cancel…", "Resume", "Cancel…", "Pause", "Cancel…"]
    assert len(set(said)) == len(said)
    assert said[2][1].startswith("BE → RU")
    assert said[4][1].startswith("Stop press, ")


def test_what_can_be_decided_is_a_group_that_says_what_it_is_about(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    settings.save(resend_in_doubt=False)
    issue = halted.an_issue()
    for reading in (Reading.EN, Reading.BE_RU):
        halted.leaving(issue, reading, uncertain=2, waiting=1)
    page = BeautifulSoup(client.get(f"/desk/sending/{issue.number}").text, "html.parser")
    groups = page.select(".decision fieldset")
    assert [len(group.select("input[type=radio]")) for group in groups] == [2, 2]
    assert [legend.text for legend in page.select(".decision fieldset > legend")] == [
        "2 deliveries are uncertain: EN",
        "2 deliveries are uncertain: BE → RU",
    ]


def test_a_correction_s_mailing_is_not_called_as_the_halt_is(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = halted.an_issue()
    halted.leaving(issue, served=2)
    (correction,) = halted.correct(issue)
    mailings.begin(correction.id)
    db.session.commit()
    page = client.get(f"/desk/sending/mailings/{correction.id}/cancellation").text
    assert "Cancel the sending of EN · urgent correction?" in page
