"""What the week says of its issue while that is being sent."""

import datetime as dt

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.issues.models import IssueState
from newsletter.languages import Reading
from newsletter.mailer import mailings
from newsletter.mailer.models import Hold
from newsletter.mailer.stop_press import halting
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.mailer import samples

WEEK = f"/desk/?week={factories.MONDAY}"


def said(client: FlaskClient) -> list[tuple[str, bool]]:
    """The notices that lead to the sending, and whether each asks for attention."""
    page = BeautifulSoup(client.get(WEEK).text, "html.parser")
    notices = [link.find_parent(class_="notice") for link in page.select("a[href^='/desk/sending/']")]
    return [(each.text.split(".")[0], "attention" in each["class"]) for each in notices if each]


def test_it_says_how_the_issue_stands(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = factories.issue(number=7, state=IssueState.SENDING)
    db.session.commit()
    assert said(client) == [("Issue 7 is about to leave", False)]
    mailing = samples.mailing(2, of=issue)
    assert said(client) == [("Issue 7 is leaving", False)]
    mailings.hold(mailing.id, Hold.QUIET_HOURS, now() + dt.timedelta(seconds=90))
    db.session.commit()
    ((waits, _attention),) = said(client)
    assert waits.startswith("Issue 7 waits until ")
    halting.halt(issue, by="nina")
    db.session.commit()
    assert said(client) == [("Issue 7 is paused", True)]


def test_who_can_not_follow_the_sending_is_not_led_there(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    samples.mailing(1, of=factories.issue(state=IssueState.SENDING))
    assert said(client) == []


def test_it_takes_as_many_queries_for_one_mailing_as_for_three(
    client: FlaskClient, sign_in: SignIn, query_count: list[str]
) -> None:
    sign_in(Role.EDITOR)
    issue = factories.issue(number=7, state=IssueState.SENDING)
    needed = []
    for reading in (Reading.EN, Reading.BE_RU, Reading.RU_BE):
        samples.mailing(1, reading=reading, of=issue)
        db.session.expire_all()
        query_count.clear()
        assert said(client) == [("Issue 7 is leaving", False)]
        needed.append(len(query_count))
    assert needed[0] == needed[2]
