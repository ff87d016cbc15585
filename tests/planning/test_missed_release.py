"""A release that was due and did not happen, on the board of its week."""

import datetime as dt

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

DUE = dt.datetime(2024, 11, 12, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(("role", "decides"), [(Role.EDITOR, True), (Role.AUTHOR, False)])
def test_everybody_sees_that_nobody_has_got_the_issue(
    client: FlaskClient, sign_in: SignIn, role: Role, decides: bool
) -> None:
    sign_in(role)
    issue = factories.issue(state=IssueState.LOCKED, release_at=DUE)
    db.session.commit()
    page = client.get(f"/desk/?week={factories.MONDAY}").text
    assert f"issue {issue.number} was due on November\xa012, 2024, 10:00 and did not happen" in page
    assert (f"/desk/issues/{issue.number}#missed" in page) is decides


def test_of_a_release_that_is_still_to_come_nothing_is_said(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    factories.issue(state=IssueState.SCHEDULED, release_at=DUE)
    db.session.commit()
    assert "did not happen" not in client.get(f"/desk/?week={factories.MONDAY}").text
