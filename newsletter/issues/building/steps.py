"""The steps in which an issue was built, so that each can be undone and done again."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from newsletter.db import db, now
from newsletter.issues.building.acts import Act
from newsletter.issues.building.builder import must_be_assembling
from newsletter.issues.building.models import Change
from newsletter.issues.building.snapshots import Snapshot, restore, snapshot
from newsletter.issues.models import Issue
from newsletter.issues.refusals import StepBetween
from newsletter.staff.models import record
from newsletter.staff.moments import clock

KEPT = 100
"""Steps of an issue that can be undone."""
QUICKLY = dt.timedelta(seconds=10)
"""Who goes on with the same within this time takes no new step."""


@dataclass(frozen=True)
class Step:
    """What can be undone, or done again."""

    id: int
    what: str
    by: str
    at: dt.datetime

    @property
    def says(self) -> str:
        """`“Lorries wait” was moved (nina, 12:04)`"""
        return str(_("%(what)s (%(name)s, %(time)s)", what=self.what, name=self.by, time=clock(self.at)))


@dataclass(frozen=True)
class Outcome:
    what: str
    """What was undone, or done again."""
    left_out: list[str]
    """Titles of what couldn't come back, since it is in another issue by now."""


@contextmanager
def step(issue: Issue, act: Act, subject: str = "", *, by: str) -> Iterator[None]:
    """What happens inside is one step; if nothing does, it is none."""
    before = snapshot(issue)
    yield
    after = snapshot(issue)
    if after != before:
        change = Change(act=act, subject=subject[:200], by=by, at=now(), before=before, after=after, undone=False)
        _keep(issue, change)


def _keep(issue: Issue, change: Change) -> None:
    last, undone = _next(issue, undone=False), _next(issue, undone=True)
    if last and not undone and _goes_on(last, change):
        last.after, last.at = change.after, change.at
        if last.before == last.after:
            db.session.delete(last)
    else:
        _forget(issue, Change.undone)
        change.issue_id = issue.id
        db.session.add(change)
        db.session.flush()
        kept = sa.select(Change.id).where(Change.issue_id == issue.id).order_by(Change.id.desc()).limit(KEPT)
        _forget(issue, Change.id.not_in(kept))
    db.session.flush()


def _goes_on(last: Change, change: Change) -> bool:
    same = (last.act, last.subject, last.by) == (change.act, change.subject, change.by)
    return same and Act(change.act).goes_on and change.at - last.at < QUICKLY and last.after == change.before


def _forget(issue: Issue, which: sa.ColumnExpressionArgument[bool]) -> None:
    db.session.execute(sa.delete(Change).where(Change.issue_id == issue.id, which))


def undo(issue: Issue, step_id: int, *, by: str) -> Outcome:
    """Raises NotAssembling, or StepBetween if that is no longer the newest step."""
    change = _asked_for(issue, step_id, undone=False)
    return _become(issue, change, change.before, change.after, by=by)


def redo(issue: Issue, step_id: int, *, by: str) -> Outcome:
    """Raises NotAssembling, or StepBetween if that isn't what was undone last."""
    change = _asked_for(issue, step_id, undone=True)
    return _become(issue, change, change.after, change.before, by=by)


def _asked_for(issue: Issue, step_id: int, *, undone: bool) -> Change:
    must_be_assembling(issue)
    change = _next(issue, undone=undone)
    if change is None or change.id != step_id:
        newest = _next(issue, undone=False)
        raise StepBetween(_as_step(newest).says if newest else "")
    return change


def _become(issue: Issue, change: Change, wanted: Snapshot, instead_of: Snapshot, *, by: str) -> Outcome:
    signed = _waivers(issue)
    left_out = restore(issue, wanted, instead_of)
    change.undone = not change.undone
    db.session.flush()
    for who, act in ((_waivers(issue) - signed, "waiver.signed"), (signed - _waivers(issue), "waiver.withdrawn")):
        for title, language in sorted(who):
            record(by, act, f"{issue.number}: {title}", language=language)
    return Outcome(_as_step(change).what, left_out)


def _waivers(issue: Issue) -> set[tuple[str, str]]:
    return {(entry.commentary.title, str(language)) for entry in issue.entries for language in entry.waivers}


def _next(issue: Issue, *, undone: bool) -> Change | None:
    """The step that is undone next, or of the undone ones that which is done again next."""
    wanted = sa.select(Change).where(Change.issue_id == issue.id, Change.undone == undone)
    return db.session.scalar(wanted.order_by(Change.id if undone else Change.id.desc()).limit(1))


def next_steps(issue: Issue) -> tuple[Step | None, Step | None]:
    """What can be undone, and what can be done again."""
    last, undone = _next(issue, undone=False), _next(issue, undone=True)
    return _as_step(last) if last else None, _as_step(undone) if undone else None


def _as_step(change: Change) -> Step:
    return Step(change.id, Act(change.act).says(change.subject), change.by, change.at)
