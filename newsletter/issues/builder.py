"""Putting an issue together: which commentaries, in which order, whole or as teasers."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from flask_babel import gettext as _

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues import wording
from newsletter.issues.models import Entry, EntryForm, Issue, IssueState
from newsletter.issues.refusals import AlreadyPlaced, NoSuchIssue, NotAssembling
from newsletter.languages import Language, Words, monday_of
from newsletter.staff import settings


def numbered(number: int, *, to_change: bool = False) -> Issue:
    """Raises NoSuchIssue. `to_change` makes others who want to change it wait until we are through."""
    wanted = sa.select(Issue).where(Issue.number == number)
    if to_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    issue = db.session.scalar(wanted)
    if issue is None:
        raise NoSuchIssue(number)
    return issue


def start(week: dt.date) -> Issue:
    """The next number, with what is approved for the week of the day `week` and in no issue yet."""
    issue = _new(week)
    for piece in unplaced(issue):
        if piece.approved(*Language):
            add(issue, piece)
    return issue


def add_imported(commentary: Commentary) -> Issue:
    """Put a commentary into its week's issue, which is made if there is none to put it into."""
    issue = in_progress_for(commentary.week) or _new(commentary.week)
    add(issue, commentary)
    return issue


def issue_of(commentary: Commentary) -> Issue | None:
    """The issue that it stands in."""
    wanted = sa.select(Issue).join(Entry).where(Entry.commentary == commentary, Issue.state != IssueState.CANCELLED)
    return db.session.scalar(wanted.order_by(Issue.number).limit(1))


def in_progress_for(week: dt.date) -> Issue | None:
    """The latest issue of the week of the day `week` that still takes entries."""
    wanted = sa.select(Issue).where(Issue.week == monday_of(week), Issue.state == IssueState.ASSEMBLING)
    return db.session.scalar(wanted.order_by(Issue.number.desc()).limit(1).with_for_update())


def _new(week: dt.date) -> Issue:
    # The row lock makes two who start an issue at once take different numbers.
    db.session.execute(sa.select(Issue.id).order_by(Issue.number.desc()).limit(1).with_for_update())
    last = db.session.scalar(sa.select(sa.func.max(Issue.number))) or 0
    issue = Issue(number=last + 1, week=monday_of(week), zone=settings.current().zone, state=IssueState.ASSEMBLING)
    issue.subjects, issue.preheaders, issue.openings = {}, {}, {}
    db.session.add(issue)
    db.session.flush()
    return issue


def unplaced(issue: Issue, *, weeks: int = 1) -> Sequence[Commentary]:
    """What could be added: commentaries of the issue's week, or of several up to it, that are in no issue."""
    placed = sa.select(Entry.commentary_id).join(Issue).where(Issue.state != IssueState.CANCELLED)
    since = issue.week - dt.timedelta(weeks=weeks - 1)
    wanted = sa.select(Commentary).where(Commentary.week.between(since, issue.week), Commentary.id.not_in(placed))
    return db.session.scalars(wanted.order_by(Commentary.week.desc(), Commentary.id)).all()


def add(issue: Issue, commentary: Commentary) -> Entry:
    """In the order of the sections, after what is there of its own. Raises NotAssembling, AlreadyPlaced."""
    must_be_assembling(issue)
    if any(entry.commentary is commentary for entry in issue.entries):
        raise AlreadyPlaced(_("“%(title)s” is in this issue already.", title=commentary.title))
    with wording.following_the_lead(issue):
        entry = Entry(commentary=commentary, form=EntryForm.WHOLE, position=0, waivers={})
        before = [n for n, there in enumerate(issue.entries, 1) if _rank(there.commentary) <= _rank(commentary)]
        issue.entries.insert(before[-1] if before else 0, entry)
        _number(issue)
    return entry


def _rank(commentary: Commentary) -> int:
    """Sections in their order, a commentary without one after all of them."""
    return commentary.section.position if commentary.section else 1_000_000


def remove(issue: Issue, entry: Entry) -> None:
    must_be_assembling(issue)
    with wording.following_the_lead(issue):
        issue.entries.remove(entry)
        _number(issue)


def move(issue: Issue, entry: Entry, steps: int) -> None:
    """Towards the end, or with a negative number towards the head; beyond either is at it."""
    ids = [there.id for there in issue.entries if there is not entry]
    place = issue.entries.index(entry) + steps
    ids.insert(max(place, 0), entry.id)
    reorder(issue, ids)


def reorder(issue: Issue, ids: Sequence[int]) -> None:
    """By entry ids. What isn't named keeps its order, at the end: it may have come in meanwhile."""
    must_be_assembling(issue)
    with wording.following_the_lead(issue):
        places = {entry_id: place for place, entry_id in enumerate(dict.fromkeys(ids))}
        issue.entries.sort(key=lambda entry: places.get(entry.id, len(places)))
        _number(issue)


def set_form(issue: Issue, entry: Entry, form: EntryForm) -> None:
    must_be_assembling(issue)
    entry.form = form


def set_words(issue: Issue, *, subjects: Words, preheaders: Words, openings: Words) -> None:
    must_be_assembling(issue)
    issue.subjects, issue.preheaders, issue.openings = subjects, preheaders, openings


def must_be_assembling(issue: Issue) -> None:
    """Raises NotAssembling."""
    if issue.state is not IssueState.ASSEMBLING:
        raise NotAssembling(issue.number)


def _number(issue: Issue) -> None:
    for position, entry in enumerate(issue.entries, 1):
        entry.position = position
    db.session.flush()
