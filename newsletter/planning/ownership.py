"""A text belongs to whom the plan asks for it, from its beginning on."""

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Text
from newsletter.db import db
from newsletter.issues.beginning.skipping import is_held
from newsletter.languages import Language
from newsletter.planning.models import Assignment


def give_to_whom_is_asked(text: Text) -> None:
    """An original is begun for them by whoever opens the commentary; who takes a translation on has it."""
    if text.owner_id is None or text.language is text.commentary.original:
        task = asked_for(text.commentary).get(text.language)
        text.owner_id = task.staff_id if task else text.owner_id


def asked_for(commentary: Commentary) -> dict[Language, Assignment]:
    """Who is asked for which of its languages: only of the section's first commentary of the week, as on the board."""
    others = sa.select(Commentary.id).where(
        Commentary.week == commentary.week,
        Commentary.section_id == commentary.section_id,
        Commentary.id < commentary.id,
    )
    asked = sa.select(Assignment).where(
        Assignment.week == commentary.week,
        Assignment.section_id == commentary.section_id,
        is_held(Assignment.week),
        ~others.exists(),
    )
    return {task.language: task for task in db.session.scalars(asked)}
