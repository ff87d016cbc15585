"""How the situation of each section was found, week by week."""

import datetime as dt

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Section
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db


def verdicts_of(monday: dt.date) -> list[tuple[Section, Verdict | None]]:
    """Every section, and how its situation was found in that week."""
    found = sa.select(Commentary.section_id, Commentary.verdict).where(
        Commentary.week == monday, Commentary.verdict.is_not(None)
    )
    verdicts = {section_id: verdict for section_id, verdict in db.session.execute(found.order_by(Commentary.id))}
    sections = db.session.scalars(sa.select(Section).order_by(Section.position))
    return [(section, verdicts.get(section.id)) for section in sections]
