"""Issues at the desk: where their pages are."""

from newsletter.db import db
from newsletter.issues import release
from newsletter.issues.models import Issue
from tests import factories


def desk(issue: Issue, rest: str = "") -> str:
    return f"/desk/issues/{issue.number}{rest}"


def locked() -> Issue:
    issue = factories.issue(factories.commentary())
    release.lock(issue, by="nina")
    db.session.commit()
    return issue
