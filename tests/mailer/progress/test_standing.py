"""What is said of an issue that isn't leaving, or that nobody is there to send."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.issues.leaving import locking, scheduling
from newsletter.issues.leaving.release import HELD, MAILER, MISSED
from newsletter.issues.models import Issue, IssueState
from newsletter.mailer import mailings
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Worker
from newsletter.mailer.progress.commands import mailer
from newsletter.staff.models import Role, record
from tests import factories
from tests.conftest import SignIn
from tests.mailer import samples

DUE = dt.datetime(2024, 11, 12, 9, tzinfo=dt.UTC)
NOBODY_WORKS = "Nobody does background work"


def said_of(app: Flask, issue: Issue) -> tuple[str, str]:
    """By `mailer status`: its line, and its standing for programs."""
    words = ["status", "--issue", str(issue.number)]
    lines = app.test_cli_runner().invoke(mailer, words).output.splitlines()
    (facts,) = json.loads(app.test_cli_runner().invoke(mailer, [*words, "--json"]).output)["issues"]
    return lines[0], facts["standing"]


@pytest.mark.parametrize(
    ("state", "release_at", "told", "standing", "title", "why"),
    [
        (IssueState.ASSEMBLING, None, [], "assembling", "Issue 7 is being assembled", "Nobody gets it before it is"),
        (IssueState.LOCKED, None, [], "locked", "Issue 7 is locked and not scheduled", "Nobody gets it until somebody"),
        (IssueState.LOCKED, DUE, [MISSED], "missed", "The release of issue 7 was missed", "Nothing was running"),
        (
            IssueState.LOCKED,
            DUE,
            [MISSED, HELD],
            "held",
            "The release of issue 7 was held back",
            "The last check found",
        ),
        (IssueState.LOCKED, DUE, [HELD, MISSED], "missed", "The release of issue 7 was missed", "Nothing was running"),
        (
            IssueState.CANCELLED,
            None,
            [],
            "issue_cancelled",
            "Issue 7 is cancelled",
            "unless somebody takes it up again",
        ),
    ],
)
def test_an_issue_that_is_not_to_leave_says_so_and_where_it_can_be_sent(
    client: FlaskClient,
    sign_in: SignIn,
    state: IssueState,
    release_at: dt.datetime | None,
    told: list[str],
    standing: str,
    title: str,
    why: str,
) -> None:
    sign_in(Role.EDITOR)
    issue = factories.issue(number=7, state=state, release_at=release_at)
    for action in told:
        record(MAILER, action, "7")
    db.session.commit()
    page = BeautifulSoup(client.get("/desk/sending/7").text, "html.parser")
    (notice,) = page.select(".sending .notice")
    assert page.h1
    assert page.h1.text == title
    assert why in notice.text
    assert [link["href"] for link in notice.select("a")] == [f"/desk/issues/7{'#missed' if release_at else ''}"]
    assert ("Was due Tuesday, November 12" in page.text) is (release_at is not None)
    assert not page.select(".figures, .mailings, .groups, [data-leaving]"), "there is nothing to count, or to wait for"
    assert f"{title}. " in client.get("/desk/sending/7/numbers").json["summary"]  # type: ignore[index]
    line, known_as = said_of(client.application, issue)
    assert (line.startswith(f"{title}: "), why in line, known_as) == (True, True, standing)


def test_a_release_that_is_withdrawn_is_no_longer_about_to_leave(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = factories.issue(factories.commentary())
    locking.lock(issue, by="test")
    scheduling.send(issue, by="test")
    db.session.commit()
    assert f"Issue {issue.number} is about to leave" in client.get(f"/desk/sending/{issue.number}").text
    assert said_of(client.application, issue)[1] == "starting"
    scheduling.withdraw(issue, by="test")
    db.session.commit()
    said = client.get(f"/desk/sending/{issue.number}/numbers").json
    assert said
    assert (said["title"], said["under_way"]) == (f"Issue {issue.number} is locked and not scheduled", False)


@pytest.mark.parametrize("page", ["/desk/sending", "/desk/sending/{number}"])
def test_what_should_leave_while_nobody_works_says_what_is_to_be_done(
    client: FlaskClient, sign_in: SignIn, heart: Heartbeat, page: str
) -> None:
    sign_in(Role.EDITOR)
    mailing = samples.mailing(1)
    address = page.format(number=mailing.edition.issue.number)
    assert NOBODY_WORKS not in client.get(address).text
    db.session.execute(sa.update(Worker).values(beat_at=now() - dt.timedelta(minutes=1)))
    db.session.commit()
    said = client.get(address).text
    assert NOBODY_WORKS in said
    assert "flask --app app mailer run" in said
    mailings.cancel(mailing.id)
    db.session.commit()
    assert NOBODY_WORKS not in client.get(address).text, "there is nothing to do"


@pytest.mark.parametrize("command", ["status", "workers"])
def test_at_a_terminal_it_is_said_too_that_nobody_works(app: Flask, heart: Heartbeat, command: str) -> None:
    run = app.test_cli_runner()
    assert NOBODY_WORKS not in run.invoke(mailer, [command]).output
    db.session.execute(sa.update(Worker).values(beat_at=now() - dt.timedelta(minutes=1)))
    db.session.commit()
    said = run.invoke(mailer, [command]).output
    assert "Worker desk: last heard of" in said
    assert NOBODY_WORKS in said
