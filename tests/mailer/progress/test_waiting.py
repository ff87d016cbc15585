"""What the sending screen says of a mailing that waits, or goes slowly: why, until when, and what is to be done."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.mailer import mailings, relays, smtp
from newsletter.mailer.journal import CannotWrite
from newsletter.mailer.models import Delivery, Hold, Pace
from newsletter.mailer.progress.commands import mailer
from newsletter.staff import settings
from newsletter.staff.models import Role
from newsletter.vault import CannotOpen
from tests.conftest import SignIn
from tests.mailer import samples


def test_a_mailing_that_waits_says_until_when_and_why(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(1)
    until = now() + dt.timedelta(seconds=90)
    mailings.hold(mailing.id, Hold.QUIET_HOURS, until)
    db.session.commit()
    page = client.get(f"/desk/sending/{mailing.edition.issue.number}").text
    assert f"Issue {mailing.edition.issue.number} waits until" in page
    assert "These are quiet hours" in page


@pytest.mark.parametrize(("role", "links"), [(Role.EDITOR, 0), (Role.ADMIN, 1)])
def test_a_mailing_that_a_relay_refuses_for_good_says_what_is_to_be_done_and_by_whom(
    client: FlaskClient, sign_in: SignIn, role: Role, links: int
) -> None:
    sign_in(role)
    mailing = samples.mailing(1)
    mailings.note_problem(mailing.id, relays.NoRelay("535 5.7.8 Bad credentials", None))
    db.session.commit()
    page = BeautifulSoup(client.get(f"/desk/sending/{mailing.edition.issue.number}").text, "html.parser")
    (notice,) = page.select(".mailings .notice")
    assert "Once an administrator has mended it, resume." in notice.text
    assert "535 5.7.8 Bad credentials" in notice.text
    assert "by themselves" not in notice.text
    assert len(notice.select("a[href='/desk/settings/relays']")) == links
    in_lines = client.application.test_cli_runner().invoke(mailer, ["status"]).output
    assert f"once it is mended: flask mailer resume --mailing {mailing.id}" in in_lines


def test_a_mailing_that_was_paused_while_a_relay_was_away_asks_nobody_to_mend_it(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.ADMIN)
    mailing = samples.mailing(1)
    mailings.note_problem(mailing.id, relays.NoRelay("It can't be reached", now()))
    mailings.pause(mailing.id)
    db.session.commit()
    page = BeautifulSoup(client.get(f"/desk/sending/{mailing.edition.issue.number}").text, "html.parser")
    assert [" ".join(notice.text.split()) for notice in page.select(".mailings .notice")] == [
        "Nothing could be sent last: It can't be reached"
    ]


@pytest.mark.parametrize(
    ("problem", "says", "to_do"),
    [
        (CannotOpen("There are no opening keys here."), "can’t read the keys", "looks after its host"),
        (CannotWrite("No space left on device"), "has no room for its journal", "Once there is room"),
        (relays.NoneSet("No relay is set.", now()), "No relay takes mails", "an administrator has set one"),
        (smtp.RelayUnavailable("no answer"), "No relay takes anything", "tried again by themselves"),
    ],
)
@pytest.mark.parametrize("minutes", [0, 2])
def test_what_keeps_the_mailer_itself_is_not_laid_on_the_relay(
    client: FlaskClient, sign_in: SignIn, problem: Exception, says: str, to_do: str, minutes: int
) -> None:
    """While it waits, and while it is being tried again."""
    sign_in(Role.EDITOR)
    mailing = samples.mailing(1)
    mailings.note_problem(mailing.id, problem)
    db.session.commit()
    with time_machine.travel(now() + dt.timedelta(minutes=minutes), tick=False):
        page = BeautifulSoup(client.get(f"/desk/sending/{mailing.edition.issue.number}").text, "html.parser")
    (notice,) = page.select(".mailings .notice")
    assert says in notice.text
    assert to_do in notice.text
    assert str(problem) in notice.text


def test_a_group_that_asked_for_patience_shows_its_pace(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(1)
    db.session.execute(sa.update(Delivery).values(provider="yahoo"))
    settings.save(group_limits={"yahoo": 10})
    assert "at most 10" in client.get(f"/desk/sending/{mailing.edition.issue.number}").text
    db.session.add(Pace(scope="provider:yahoo", slowed_to=4, slowed_until=now() + dt.timedelta(minutes=10)))
    db.session.commit()
    assert "slowed to 4 until" in client.get(f"/desk/sending/{mailing.edition.issue.number}").text
