"""Who is away when. No reason is asked for: knowing one could harm somebody.

Nothing here commits.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from newsletter.db import db
from newsletter.planning.models import Absence, Assignment
from newsletter.staff.models import Staff, record
from newsletter.staff.moments import local

LONGEST = dt.timedelta(days=366)
WORKING_DAYS = 5


class Away:
    """Absences of everybody, for looking days up."""

    def __init__(self, absences: Iterable[Absence]) -> None:
        self.absences = list(absences)

    def on(self, staff_id: int, day: dt.date) -> Absence | None:
        """The absence that lasts longest, where several include the day."""
        found = [a for a in self.absences if a.staff_id == staff_id and a.first_day <= day <= a.last_day]
        return max(found, key=lambda absence: absence.last_day, default=None)

    def within(self, first: dt.date, last: dt.date) -> list[Absence]:
        return [absence for absence in self.absences if absence.first_day <= last and absence.last_day >= first]

    def in_week(self, staff_id: int, monday: dt.date) -> Absence | None:
        """The last one that touches the week."""
        days = (monday + dt.timedelta(days=n) for n in reversed(range(7)))
        return next((absence for day in days if (absence := self.on(staff_id, day))), None)

    def against(self, task: Assignment) -> Absence | None:
        """The absence that makes the task unlikely to be done: on its due day, or on every working day of its week."""
        if on_the_day := self.on(task.staff_id, local(task.due_at).date()):
            return on_the_day
        days = [self.on(task.staff_id, task.week + dt.timedelta(days=n)) for n in range(WORKING_DAYS)]
        return days[-1] if all(days) else None


def away_between(first: dt.date, last: dt.date) -> Away:
    touching = sa.select(Absence).where(Absence.last_day >= first, Absence.first_day <= last)
    return Away(db.session.scalars(touching.order_by(Absence.first_day, Absence.id)))


def coming(today: dt.date, *, of: Staff | None = None) -> Sequence[Absence]:
    """Those that aren't over yet, of everybody or of one."""
    chosen = sa.select(Absence).where(Absence.last_day >= today).order_by(Absence.first_day, Absence.id)
    return db.session.scalars(chosen.where(Absence.staff_id == of.id) if of else chosen).all()


def enter(staff: Staff, first_day: dt.date, last_day: dt.date, *, by: Staff) -> Absence:
    absence = Absence(staff_id=staff.id, first_day=first_day, last_day=last_day)
    db.session.add(absence)
    record(by.handle, "absence.entered", staff.handle, first_day=str(first_day), last_day=str(last_day))
    return absence


def remove(absence: Absence, *, by: Staff) -> None:
    days = {"first_day": str(absence.first_day), "last_day": str(absence.last_day)}
    record(by.handle, "absence.removed", absence.staff.handle, **days)
    db.session.delete(absence)
