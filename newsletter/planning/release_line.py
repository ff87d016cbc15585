"""How long it is until the issue leaves, and the line from its opening to its release."""

import datetime as dt
from dataclasses import dataclass

from flask_babel import gettext as _

from newsletter.issues.leaving.clocks import Clock, clocks
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from newsletter.planning.plan import WeekPlan
from newsletter.planning.when import countdown

NOW = "now"
_CLOSE = 17
"""Percent of the line: two names nearer than this would overlap, so the second goes a row lower."""


@dataclass(frozen=True)
class Mark:
    """A moment on the line: `place` in percent, `row` of its name below the line."""

    kind: str
    name: str
    at: dt.datetime
    place: float
    row: int


@dataclass(frozen=True)
class Countdown:
    at: dt.datetime
    words: str
    clocks: list[Clock]


def countdown_to(issue: Issue | None, language: Language, now: dt.datetime) -> Countdown | None:
    """None where no release is to be waited for."""
    waiting = issue and issue.state is IssueState.SCHEDULED and issue.release_at
    if not issue or not waiting:
        return None
    return Countdown(waiting, countdown(waiting - now), clocks(waiting, issue.zone, language))


def line(issue: Issue | None, plan: WeekPlan, now: dt.datetime) -> list[Mark]:
    """From the first of its moments to the last; nothing where there are no two of them."""
    moments = sorted(_moments(issue, plan), key=lambda found: found[2])
    if len(moments) < 2 or moments[0][2] == moments[-1][2]:
        return []
    first, last = moments[0][2], moments[-1][2]
    if first <= now <= last:
        moments = sorted([*moments, (NOW, _("Now"), now)], key=lambda found: found[2])
    return _placed(moments, first, last)


def _moments(issue: Issue | None, plan: WeekPlan) -> list[tuple[str, str, dt.datetime]]:
    found = []
    if issue:
        found.append(("opened", _("Issue opened"), issue.created_at))
        released = issue.released_at or issue.release_at
        if released:
            found.append(("release", _("Release"), released))
    for original, name in ((True, _("Originals due")), (False, _("Translations due"))):
        due = [cell.due_at for cell in plan.cells.values() if cell.original is original]
        if due:
            found.append(("due", name, max(due)))
    return found


def _placed(moments: list[tuple[str, str, dt.datetime]], first: dt.datetime, last: dt.datetime) -> list[Mark]:
    marks: list[Mark] = []
    for kind, name, at in moments:
        place = round(100 * ((at - first) / (last - first)), 2)
        row = next(row for row in range(len(moments)) if not _taken(marks, row, place))
        marks.append(Mark(kind, name, at, place, row))
    return marks


def _taken(marks: list[Mark], row: int, place: float) -> bool:
    """Names end at the line's end instead of going beyond it, so that they need room before it."""
    close = 2 * _CLOSE if place > 100 - _CLOSE else _CLOSE
    return any(mark.row == row and abs(place - mark.place) < close for mark in marks)
