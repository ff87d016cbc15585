"""Who writes and who translates what of a week, and by when.

Nothing here commits.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.commentaries.models import Section
from newsletter.db import db
from newsletter.issues.beginning.models import SkippedWeek
from newsletter.issues.beginning.skipping import in_turn, is_held, must_not_be_skipped, skipped_among
from newsletter.languages import Language
from newsletter.planning.absences import Away, away_between
from newsletter.planning.models import Assignment
from newsletter.staff import settings
from newsletter.staff.models import Staff, record
from newsletter.staff.moments import local

WEEK = dt.timedelta(weeks=1)

Key = tuple[int, Language]
"""A section's id and a language: a cell of a week's plan."""


@dataclass(frozen=True)
class Task:
    """What a cell of the plan says."""

    staff_id: int
    due_at: dt.datetime
    original: bool


class Overtaken(Exception):
    """Somebody else changed the same cells meanwhile. Nothing was saved."""

    def __init__(self, cells: set[Key], there: dict[Key, Task]) -> None:
        self.cells, self.there = cells, there


@dataclass(frozen=True)
class Load:
    """How much is asked of somebody in a week."""

    staff: Staff
    texts: int
    originals: int


@dataclass(frozen=True)
class WeekPlan:
    monday: dt.date
    sections: Sequence[Section]
    cells: Mapping[Key, Assignment]
    away: Away
    skipped: SkippedWeek | None = None
    """A skipped week asks nobody for anything: what was planned for it rests."""

    def tasks(self) -> dict[Key, Task]:
        return {key: Task(cell.staff_id, cell.due_at, cell.original) for key, cell in self.cells.items()}

    def original(self, section: Section) -> Language | None:
        """The language that the section's commentary is to be written in, where that is settled."""
        return next((language for language in Language if self._is_original(section, language)), None)

    def _is_original(self, section: Section, language: Language) -> bool:
        cell = self.cells.get((section.id, language))
        return bool(cell and cell.original)

    def load(self) -> list[Load]:
        people = {cell.staff_id: cell.staff for cell in self.cells.values()}
        asked = {who: [cell for cell in self.cells.values() if cell.staff_id == who] for who in people}
        loads = [Load(people[who], len(cells), sum(cell.original for cell in cells)) for who, cells in asked.items()]
        return sorted(loads, key=lambda load: (-load.texts, load.staff.handle))


def plans_of(mondays: Sequence[dt.date]) -> list[WeekPlan]:
    """In as many statements for one week as for many."""
    sections = db.session.scalars(sa.select(Section).order_by(Section.position)).all()
    # Whoever waited for their turn may have looked at the rows before, and must not go by what they were then.
    chosen = (
        sa.select(Assignment)
        .where(Assignment.week.in_(mondays), is_held(Assignment.week))
        .execution_options(populate_existing=True)
    )
    found = db.session.scalars(chosen).all()
    away = away_between(min(mondays), max(mondays) + 4 * WEEK)
    skipped = skipped_among(mondays)
    return [WeekPlan(monday, sections, _by_cell(found, monday), away, skipped.get(monday)) for monday in mondays]


def plan_of(monday: dt.date) -> WeekPlan:
    return plans_of([monday])[0]


def _by_cell(found: Iterable[Assignment], monday: dt.date) -> dict[Key, Assignment]:
    return {(cell.section_id, cell.language): cell for cell in found if cell.week == monday}


def plan_before(monday: dt.date) -> WeekPlan | None:
    """The latest earlier week that is planned at all."""
    earlier = Assignment.week < monday, is_held(Assignment.week)
    latest = db.session.scalar(sa.select(sa.func.max(Assignment.week)).where(*earlier))
    return plan_of(latest) if latest else None


def save(monday: dt.date, wanted: Mapping[Key, Task], seen: Mapping[Key, Task], *, by: Staff) -> int:
    """Put what differs from what was `seen` into the plan, and leave alone what somebody else changed meanwhile.

    Returns how many cells changed. Raises Overtaken where both changed the same cell, and not to the same; WeekSkipped.
    """
    in_turn()
    must_not_be_skipped(monday)
    plan = plan_of(monday)
    there = plan.tasks()
    mine = {key for key in {*wanted, *seen} if wanted.get(key) != seen.get(key)}
    clashing = {key for key in mine if there.get(key) not in (seen.get(key), wanted.get(key))}
    if clashing:
        raise Overtaken(clashing, there)
    changed = {key for key in mine if there.get(key) != wanted.get(key)}
    for key in changed:
        _put(monday, key, plan.cells.get(key), wanted.get(key))
    if changed:
        record(by.handle, "plan.changed", f"week {monday}", cells=len(changed))
    db.session.flush()
    return len(changed)


def _put(monday: dt.date, key: Key, cell: Assignment | None, task: Task | None) -> None:
    if task is None:
        if cell:
            db.session.delete(cell)
        return
    if cell is None:
        cell = Assignment(week=monday, section_id=key[0], language=key[1])
        db.session.add(cell)
    cell.staff_id, cell.due_at, cell.original, cell.told_at = task.staff_id, task.due_at, task.original, None


def copy_before(monday: dt.date, *, by: Staff) -> int:
    """Fill the empty cells as in the latest week planned; whoever has no account any more is left out.

    Raises WeekSkipped.
    """
    earlier, plan = plan_before(monday), plan_of(monday)
    if earlier is None:
        return 0
    copied = {
        key: Task(cell.staff_id, shifted(cell.due_at, monday - earlier.monday), cell.original)
        for key, cell in earlier.cells.items()
        if key not in plan.cells and cell.staff.active
    }
    there = plan.tasks()
    return save(monday, {**copied, **there}, there, by=by)


def shifted(at: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """The same time of day by the newsroom's clock, whatever the clocks did in between."""
    wall = local(at).replace(tzinfo=None) + by
    return wall.replace(tzinfo=zoneinfo.ZoneInfo(settings.current().zone)).astimezone(dt.UTC)
