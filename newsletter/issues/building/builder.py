"""Putting an issue together: which commentaries, in which order, whole or as teasers."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues.building import placing, wording
from newsletter.issues.models import Box, BoxKind, Entry, EntryForm, Issue, IssueState
from newsletter.issues.refusals import AlreadyPlaced, NoSuchIssue, NotAssembling
from newsletter.languages import Words

_CLOSING = (BoxKind.EARLIER, BoxKind.SUPPORT)


def numbered(number: int, *, to_change: bool = False) -> Issue:
    """Raises NoSuchIssue. `to_change` makes others who want to change it wait until we are through."""
    wanted = sa.select(Issue).where(Issue.number == number)
    if to_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    issue = db.session.scalar(wanted)
    if issue is None:
        raise NoSuchIssue(number)
    return issue


def add(issue: Issue, commentary: Commentary) -> Entry:
    """In the order of the sections, after what is there of its own. Raises NotAssembling, AlreadyPlaced."""
    must_be_assembling(issue)
    placing.hold(commentary)
    if other := placing.issue_of(commentary):
        raise AlreadyPlaced(_("“%(title)s” is in issue %(number)s.", title=commentary.title, number=other.number))
    with wording.following_the_lead(issue):
        entry = Entry(commentary=commentary, form=EntryForm.WHOLE, position=0, waivers={})
        parts = issue.parts
        issue.entries.append(entry)
        parts.insert(_place_for(commentary, parts), entry)
        arrange(issue, parts)
    return entry


def _place_for(commentary: Commentary, parts: Sequence[Entry | Box]) -> int:
    """After the last entry of its own section or an earlier one; before the first entry if there is none.

    The first of all comes before the boxes that close a letter.
    """
    entries = [(place, part) for place, part in enumerate(parts) if isinstance(part, Entry)]
    before = [place for place, part in entries if _rank(part.commentary) <= _rank(commentary)]
    if before:
        return before[-1] + 1
    if entries:
        return entries[0][0]
    closing = (place for place, part in enumerate(parts) if isinstance(part, Box) and part.kind in _CLOSING)
    return next(closing, len(parts))


def _rank(commentary: Commentary) -> int:
    """Sections in their order, a commentary without one after all of them."""
    return commentary.section.position if commentary.section else 1_000_000


def remove(issue: Issue, entry: Entry) -> None:
    must_be_assembling(issue)
    with wording.following_the_lead(issue):
        issue.entries.remove(entry)
        arrange(issue, issue.parts)


def move(issue: Issue, part: Entry | Box, steps: int) -> None:
    """Towards the end, or with a negative number towards the head; beyond either is at it."""
    keys = [there.key for there in issue.parts if there is not part]
    place = issue.parts.index(part) + steps
    keys.insert(max(place, 0), part.key)
    reorder(issue, keys)


def reorder(issue: Issue, keys: Sequence[str]) -> None:
    """By the keys of entries and boxes. What isn't named keeps its order, at the end: it may have come in meanwhile."""
    must_be_assembling(issue)
    with wording.following_the_lead(issue):
        places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        arrange(issue, sorted(issue.parts, key=lambda part: places.get(part.key, len(places))))


def moved_by(issue: Issue, keys: Sequence[str]) -> Entry | Box | None:
    """The part that such an order moves, if it moves but one."""
    for part in issue.parts:
        others = [there.key for there in issue.parts if there is not part]
        if others == [key for key in keys if key != part.key]:
            return part
    return None


def set_form(issue: Issue, entry: Entry, form: EntryForm) -> None:
    must_be_assembling(issue)
    entry.form = form


def set_words(issue: Issue, *, subjects: Words, preheaders: Words, openings: Words, closings: Words) -> None:
    must_be_assembling(issue)
    issue.subjects, issue.preheaders, issue.openings, issue.closings = subjects, preheaders, openings, closings


def set_cards(issue: Issue, wanted: bool) -> None:
    must_be_assembling(issue)
    issue.english_cards = wanted


def box_of(issue: Issue, kind: BoxKind) -> Box | None:
    return next((box for box in issue.boxes if box.kind is kind), None)


def put_box(issue: Issue, kind: BoxKind, **facts: Any) -> Box:
    """Set what a box says, or put it at the end if there is none of its kind. Raises NotAssembling."""
    must_be_assembling(issue)
    box = box_of(issue, kind)
    if box is None:
        box = Box(kind=kind, position=len(issue.parts) + 1, words={}, href="")
        issue.boxes.append(box)
    for name, value in facts.items():
        setattr(box, name, value)
    db.session.flush()
    return box


def remove_box(issue: Issue, box: Box) -> None:
    must_be_assembling(issue)
    issue.boxes.remove(box)
    arrange(issue, issue.parts)


def must_be_assembling(issue: Issue) -> None:
    """Raises NotAssembling."""
    if issue.state is not IssueState.ASSEMBLING:
        raise NotAssembling(issue.number)


def arrange(issue: Issue, parts: Sequence[Entry | Box]) -> None:
    """Number the parts of the issue in this order."""
    for position, part in enumerate(parts, 1):
        part.position = position
    issue.entries.sort(key=lambda entry: entry.position)
    issue.boxes.sort(key=lambda box: box.position)
    db.session.flush()
