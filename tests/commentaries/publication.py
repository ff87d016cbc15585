"""Commentaries that readers have seen, may not see yet, or may not see any more."""

import datetime as dt

import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries.models import Commentary, Text
from newsletter.db import db, now
from newsletter.issues.models import Issue, IssueState
from newsletter.staff.models import AuditEntry
from tests import factories

NOON = dt.datetime(2024, 11, 11, 12, tzinfo=dt.UTC)


def released(commentary: Commentary) -> Issue:
    return factories.issue(commentary, state=IssueState.SENT, released_at=now())


def public(text: Text) -> str:
    return f"/{text.language}/commentaries/{text.slug}"


def withdraw(client: FlaskClient, commentary: Commentary, language: str = "", **notes: str) -> TestResponse:
    db.session.commit()
    path = f"/{language}/withdrawal" if language else "/withdrawal"
    return client.post(f"/desk/commentaries/{commentary.id}{path}", data=notes)


def actions() -> list[str]:
    return list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))


def embargo(client: FlaskClient, commentary: Commentary, **form: str) -> TestResponse:
    db.session.commit()
    return client.post(f"/desk/commentaries/{commentary.id}/embargo", data=form)
