"""How the sending of an issue stands, for a page beside: from the rows of its mailings, without counting deliveries."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.mailer.models import Mailing
from newsletter.mailer.progress import titles
from newsletter.mailer.progress.standing import Standing, retry_at, standing


@dataclass(frozen=True)
class Glance:
    title: str
    is_stopped: bool
    """Until somebody resumes it."""


def glance(issue: Issue) -> Glance:
    """Of the issue itself, without what is written to its readers about it."""
    chosen = sa.select(Mailing).join(Edition).where(Edition.issue_id == issue.id, Mailing.stop_press_id.is_(None))
    mailings = db.session.scalars(chosen.options(orm.lazyload(Mailing.edition))).all()
    found = standing(issue, mailings)
    return Glance(titles.issue_title(issue.number, found, retry_at(mailings)), found is Standing.PAUSED)
