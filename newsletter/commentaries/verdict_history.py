"""How the situation of each section was found, week by week, and whether a change is explained."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm

from newsletter.commentaries.document import blocks, words_in
from newsletter.commentaries.models import Commentary, Section
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db

REASONING = 3
"""Words that a callout needs at the least to be a reasoning."""


@dataclass(frozen=True)
class Earlier:
    """What the last week before that has a verdict of the section found."""

    week: dt.date
    verdict: Verdict


def verdicts_of(monday: dt.date) -> list[tuple[Section, Verdict | None]]:
    """Every section, and how its situation was found in that week."""
    found = sa.select(Commentary.section_id, Commentary.verdict).where(
        Commentary.week == monday, Commentary.verdict.is_not(None)
    )
    verdicts = {section_id: verdict for section_id, verdict in db.session.execute(found.order_by(Commentary.id))}
    sections = db.session.scalars(sa.select(Section).order_by(Section.position))
    return [(section, verdicts.get(section.id)) for section in sections]


def earlier_of(commentaries: Iterable[Commentary]) -> dict[int, Earlier]:
    """By the id of the commentary, in one query; those are missing whose section had no verdict yet."""
    one, other = orm.aliased(Commentary), orm.aliased(Commentary)
    last = (
        sa.select(other.id)
        .where(other.section_id == Commentary.section_id, other.week < Commentary.week, other.verdict.is_not(None))
        .order_by(other.week.desc(), other.id.desc())
        .limit(1)
        .correlate(Commentary)
        .scalar_subquery()
    )
    ids = [commentary.id for commentary in commentaries]
    found = sa.select(Commentary.id, one.week, one.verdict).join(one, one.id == last).where(Commentary.id.in_(ids))
    return {number: Earlier(week, verdict) for number, week, verdict in db.session.execute(found) if verdict}


def earlier(commentary: Commentary) -> Earlier | None:
    return earlier_of([commentary]).get(commentary.id)


def must_explain(commentary: Commentary, before: Earlier | None) -> bool:
    """Whether its verdict departs from the one before while the original has no callout that says why."""
    if before is None or commentary.verdict in (None, before.verdict):
        return False
    original = commentary.texts.get(commentary.original)
    return original is None or not any(
        block["type"] == "callout" and words_in(block) >= REASONING for block in blocks(original.document)
    )
