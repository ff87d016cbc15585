"""What a cell of the plan that says nothing yet is likely to say."""

import datetime as dt

from newsletter.commentaries.models import Section
from newsletter.languages import Language
from newsletter.planning.plan import Key, WeekPlan, shifted
from newsletter.staff.moments import local

ORIGINALS_DUE = (6, dt.time(18))
"""Days after the week's Monday, and the time: on Sunday evening."""
TRANSLATIONS_DUE = (7, dt.time(18))
"""A day later."""


def original_of(section: Section, plan: WeekPlan, earlier: WeekPlan | None) -> Language:
    """As it is planned, or was the last time; else in English."""
    return plan.original(section) or (earlier and earlier.original(section)) or Language.EN


def due_of(key: Key, plan: WeekPlan, earlier: WeekPlan | None, *, original: bool) -> dt.datetime:
    """As it is planned, or was the last time; else the usual, by the newsroom's clock and without a zone."""
    if cell := plan.cells.get(key):
        return local(cell.due_at).replace(tzinfo=None)
    before = earlier.cells.get(key) if earlier else None
    if earlier and before and before.original == original:
        return local(shifted(before.due_at, plan.monday - earlier.monday)).replace(tzinfo=None)
    days, time = ORIGINALS_DUE if original else TRANSLATIONS_DUE
    return dt.datetime.combine(plan.monday + dt.timedelta(days=days), time)
