"""Telling colleagues what of the plan concerns them and isn't known to them yet.

What somebody was told last stands in the audit log, with the letter's lines: so what was taken away from them isn't
forgotten before they know, a change that is taken back asks for no letter, and a letter is the same at every try.
Nothing here commits.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from newsletter.background import enqueue
from newsletter.commentaries.models import Section
from newsletter.db import db, now
from newsletter.issues.beginning.skipping import in_turn, is_held
from newsletter.languages import Language, monday_of
from newsletter.letters.letter import Letter
from newsletter.planning.letter import Kind, Line, plan_letter
from newsletter.planning.models import Assignment
from newsletter.staff import settings
from newsletter.staff.accounts import Parcel
from newsletter.staff.models import AuditEntry, Staff, record
from newsletter.staff.moments import local
from newsletter.web import public_url

TOLD = "plan.told"
_REACH = dt.timedelta(weeks=4)
"""Weeks older than this are nobody's plan any more."""

Fact = list[Any]
"""A task as the audit log keeps it: week, section's id, language, whether it is the original, when it is due."""


@dataclass(frozen=True)
class News:
    """What somebody isn't told yet, with all that is asked of them now."""

    staff: Staff
    changes: Sequence[tuple[Kind, Fact]]
    asked: Sequence[Fact]

    def lines(self) -> list[Line]:
        return _lines(self.changes, self.staff.language)

    def letter(self) -> Letter:
        return _letter(self.staff, self.lines())


def news() -> list[News]:
    """Of everybody whom a letter is due to, in the order of their handles."""
    asked, told = _asked(), {name: entry.details["asked"] for name, entry in last_told().items()}
    concerned = Staff.handle.in_(told) | Staff.id.in_(asked)
    people = db.session.scalars(sa.select(Staff).where(concerned, Staff.active).order_by(Staff.handle))
    found = [_news_of(person, asked.get(person.id, []), told.get(person.handle, [])) for person in people]
    return [each for each in found if each.changes]


def last_told(action: str = TOLD) -> dict[str, AuditEntry]:
    """The latest letter of everybody who was ever told something, by handle."""
    latest = sa.select(sa.func.max(AuditEntry.id)).where(AuditEntry.action == action).group_by(AuditEntry.subject)
    return {
        entry.subject: entry for entry in db.session.scalars(sa.select(AuditEntry).where(AuditEntry.id.in_(latest)))
    }


def tell(*, by: Staff) -> list[News]:
    """Ask for a letter to each of them. Who asks a moment later finds nothing left to tell."""
    in_turn()
    due = news()
    for each in due:
        changes = [[kind, *fact] for kind, fact in each.changes]
        entry = record(by.handle, TOLD, each.staff.handle, asked=list(each.asked), changes=changes)
        enqueue("send_plan", entry.id, key=f"plan {entry.id}")
        theirs = sa.update(Assignment).where(Assignment.staff_id == each.staff.id, Assignment.told_at.is_(None))
        db.session.execute(theirs.values(told_at=entry.at))
    return due


def parcel(entry_id: int) -> Parcel | None:
    """For the mailer: the letter of an entry of the audit log. None for an account that is closed or gone."""
    entry = db.session.get(AuditEntry, entry_id)
    if entry is None or entry.action != TOLD:
        return None
    staff = db.session.scalar(sa.select(Staff).where(Staff.handle == entry.subject, Staff.active))
    address = staff.opened_address() if staff else None
    if staff is None or address is None:
        return None
    changes = [(Kind(kind), fact) for kind, *fact in entry.details["changes"]]
    return address, _letter(staff, _lines(changes, staff.language))


def _asked() -> dict[int, list[Fact]]:
    since = monday_of(local(now()).date()) - _REACH
    chosen = sa.select(Assignment).where(Assignment.week >= since, is_held(Assignment.week))
    found: dict[int, list[Fact]] = {}
    for task in db.session.scalars(chosen.order_by(Assignment.week, Assignment.section_id, Assignment.language)):
        fact = [str(task.week), task.section_id, str(task.language), task.original, task.due_at.isoformat()]
        found.setdefault(task.staff_id, []).append(fact)
    return found


def _news_of(staff: Staff, asked: list[Fact], told: Iterable[Fact]) -> News:
    """Only of what is still to be done: nobody needs to hear of a day that is past."""
    before, after = _by_cell(told), _by_cell(asked)
    changes = [
        (Kind.CHANGED if cell in before else Kind.NEW, fact) for cell, fact in after.items() if fact != before.get(cell)
    ]
    changes += [(Kind.GONE, fact) for cell, fact in before.items() if cell not in after]
    return News(staff, [(kind, fact) for kind, fact in changes if _due_at(fact) > now()], asked)


def _by_cell(facts: Iterable[Fact]) -> Mapping[tuple[Any, ...], Fact]:
    return {tuple(fact[:3]): fact for fact in facts}


def _due_at(fact: Fact) -> dt.datetime:
    return dt.datetime.fromisoformat(fact[4])


def _lines(changes: Iterable[tuple[Kind, Fact]], language: Language) -> list[Line]:
    """In the order of the weeks and sections; a section that is gone leaves no line."""
    sections = {section.id: section for section in db.session.scalars(sa.select(Section))}
    kept = [(kind, fact) for kind, fact in changes if fact[1] in sections]
    kept.sort(key=lambda change: (change[1][0], sections[change[1][1]].position, change[1][2]))
    return [
        Line(
            kind=kind,
            week=dt.date.fromisoformat(fact[0]),
            section=sections[fact[1]].name(language),
            language=Language(fact[2]),
            original=fact[3],
            due_at=_due_at(fact),
        )
        for kind, fact in kept
    ]


def _letter(staff: Staff, lines: Sequence[Line]) -> Letter:
    chosen = settings.current()
    masthead = chosen.masthead(staff.language)
    return plan_letter(lines, staff.language, masthead=masthead, zone=chosen.zone, link=public_url("plans.index"))
