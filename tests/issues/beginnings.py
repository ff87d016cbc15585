"""Issues as they begin, and the one before, from which they take over."""

import datetime as dt
from typing import Any

from newsletter.issues.beginning import starting
from newsletter.issues.building import builder
from newsletter.issues.models import Box, BoxKind, Issue, IssueState
from tests import factories
from tests.factories import MONDAY
from tests.issues.parts import piece

WEEK = dt.timedelta(weeks=1)
HREF = "https://support.example.org/"


def started(week: dt.date = MONDAY, **facts: Any) -> Issue:
    return starting.start(week, by="nina", **facts)


def of_last_week(*kinds: BoxKind | None, **facts: Any) -> Issue:
    """A sent issue with boxes at these places; each None is an entry: an elite one first, then one on security."""
    sections = iter(("ruling-elite", "security", "belarus-west"))
    pieces = [piece(f"Old {n}", next(sections), week=MONDAY - WEEK) for n in range(kinds.count(None))]
    issue = factories.issue(*pieces, **{"week": MONDAY - WEEK, "state": IssueState.SENT, **facts})
    entries = iter(list(issue.entries))
    boxes = [Box(kind=kind, position=0, words={"en": f"Words of {kind}"}, href=HREF) for kind in kinds if kind]
    issue.boxes = list(boxes)
    places = iter(boxes)
    builder.arrange(issue, [next(places) if kind else next(entries) for kind in kinds])
    return issue
