"""Issues at the desk: where their pages are, and what is behind them."""

from newsletter.db import db
from newsletter.issues.leaving import locking
from newsletter.issues.models import Issue
from newsletter.staff import settings
from tests import factories


def desk(issue: Issue, rest: str = "") -> str:
    return f"/desk/issues/{issue.number}{rest}"


def offer_discreet_mails() -> None:
    settings.save(discreet_address="notes@example.net", discreet_url="https://notes.example.net")


def locked() -> Issue:
    issue = factories.issue(factories.commentary())
    locking.lock(issue, by="nina")
    db.session.commit()
    return issue
