"""The newsroom's sections and their order. Nothing here commits."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from newsletter.commentaries.models import Commentary, Section
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db
from newsletter.languages import Language, Words, slug_of
from newsletter.staff.models import record

MOST = 40
SLUG_LENGTH = 40


class TooManySections(Refusal):
    message = N_("There are %(limit)s sections, and more are not possible: rename or remove one.")


class InUse(Refusal):
    """`count` commentaries have the section."""

    message = N_("The section has commentaries (%(count)s), so it stays. Move them to another one first.")


def in_order() -> Sequence[Section]:
    return db.session.scalars(sa.select(Section).order_by(Section.position, Section.id)).all()


def with_counts() -> list[tuple[Section, int]]:
    """In their order, each with the number of its commentaries."""
    count = sa.select(sa.func.count()).where(Commentary.section_id == Section.id).scalar_subquery()
    rows = db.session.execute(sa.select(Section, count).order_by(Section.position, Section.id))
    return [(section, number) for section, number in rows]


def add(names: Words, *, by: str) -> Section:
    """At the end. Raises TooManySections."""
    others = _to_change()
    if len(others) >= MOST:
        raise TooManySections(limit=MOST)
    taken = {section.slug for section in others}
    base = slug_of(names[Language.EN], Language.EN, SLUG_LENGTH - 3) or "section"
    numbered = (f"{base}-{number}" for number in range(2, MOST + 2))
    slug = next(slug for slug in (base, *numbered) if slug not in taken)
    section = Section(slug=slug, names=names, position=1 + max((other.position for other in others), default=0))
    db.session.add(section)
    db.session.flush()
    record(by, "section.added", slug)
    return section


def move(section: Section, by_places: int) -> None:
    """Towards the beginning by a negative number; at either end it stays."""
    order = list(_to_change())
    here = order.index(section)
    order.insert(min(max(here + by_places, 0), len(order) - 1), order.pop(here))
    for place, moved in enumerate(order, 1):
        moved.position = place


def remove(section: Section, *, by: str) -> None:
    """Raises InUse."""
    _to_change()
    count = db.session.scalar(sa.select(sa.func.count()).where(Commentary.section_id == section.id)) or 0
    if count:
        raise InUse(count=count)
    try:
        with db.session.begin_nested():
            db.session.delete(section)
    except IntegrityError as error:
        raise InUse(count=1) from error
    record(by, "section.removed", section.slug)


def _to_change() -> Sequence[Section]:
    """All, in their order; others who want to change any of them wait until we are through."""
    wanted = sa.select(Section).order_by(Section.position, Section.id).with_for_update()
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).all()
