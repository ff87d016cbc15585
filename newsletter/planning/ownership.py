"""A text belongs to whom the plan asks for it, from its beginning on."""

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Text
from newsletter.db import db
from newsletter.planning.models import Assignment


def give_to_whom_is_asked(text: Text) -> None:
    """An original is begun for them by whoever opens the commentary; who takes a translation on has it."""
    if text.owner_id is None or text.language is text.commentary.original:
        text.owner_id = _asked(text.commentary, text) or text.owner_id


def _asked(commentary: Commentary, text: Text) -> int | None:
    """Only for the section's first commentary of the week, as on the board."""
    others = sa.select(Commentary.id).where(
        Commentary.week == commentary.week,
        Commentary.section_id == commentary.section_id,
        Commentary.id < commentary.id,
    )
    asked = sa.select(Assignment.staff_id).where(
        Assignment.week == commentary.week,
        Assignment.section_id == commentary.section_id,
        Assignment.language == text.language,
        ~others.exists(),
    )
    return db.session.scalar(asked)
