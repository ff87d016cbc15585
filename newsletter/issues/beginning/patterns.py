"""What an issue takes over from another one: its boxes and their places, its standing words, its forms.

Nothing here commits.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues.building import builder, placing
from newsletter.issues.models import Box, BoxKind, Entry, EntryForm, Issue, IssueState

_IN_USE = (IssueState.LOCKED, IssueState.SCHEDULED, IssueState.SENDING, IssueState.SENT)


@dataclass(frozen=True)
class Pattern:
    """An earlier issue, and whether what was said for that one alone is taken over too."""

    issue: Issue
    copied: bool = False

    def form_of(self, commentary: Commentary) -> EntryForm:
        """What the first entry of its section was; in a copy of a cancelled issue, what it was itself."""
        entries = self.issue.entries
        own = [entry.form for entry in entries if entry.commentary is commentary]
        same = [entry.form for entry in entries if entry.commentary.section_id == commentary.section_id]
        return next(iter([*own, *same]), EntryForm.WHOLE)

    def free_entries(self) -> list[Commentary]:
        """Only of a cancelled issue: a commentary stands in one issue."""
        if not self.copied or self.issue.state is not IssueState.CANCELLED:
            return []
        return [entry.commentary for entry in self.issue.entries if placing.is_free(entry.commentary)]

    def boxes(self) -> list[tuple[Box, int | None]]:
        """Each of them anew, and after how many entries it stands; None is after all."""
        found, passed = list[tuple[Box, int | None]](), 0
        for part in self.issue.parts:
            if isinstance(part, Entry):
                passed += 1
            elif self.copied or part.kind is not BoxKind.NOTE:
                at_end = 0 < passed == len(self.issue.entries)
                found.append((self._anew(part), None if at_end else passed))
        return found

    def _anew(self, box: Box) -> Box:
        """An earlier piece is chosen for one issue; its place stays."""
        piece = box.commentary if self.copied else None
        return Box(kind=box.kind, position=0, words=dict(box.words), href=box.href, commentary=piece)


def of_last_week(issue: Issue) -> Pattern | None:
    """The newest earlier weekly issue that is finished."""
    wanted = sa.select(Issue).where(Issue.week < issue.week, ~Issue.special, Issue.state.in_(_IN_USE))
    found = db.session.scalar(wanted.order_by(Issue.week.desc(), Issue.number.desc()).limit(1))
    return Pattern(found) if found else None


def follow(issue: Issue, pattern: Pattern | None) -> None:
    """Once its entries are in it."""
    if pattern is None:
        return _lay_out(issue, [(Box(kind=BoxKind.SITUATION, position=0, words={}, href=""), 0)])
    issue.closings = dict(pattern.issue.closings)
    issue.english_cards = pattern.issue.english_cards
    if pattern.copied:
        issue.openings = dict(pattern.issue.openings)
    for entry in issue.entries:
        entry.form = pattern.form_of(entry.commentary)
    return _lay_out(issue, pattern.boxes())


def _lay_out(issue: Issue, boxes: list[tuple[Box, int | None]]) -> None:
    number = len(issue.entries)
    parts = list[Entry | Box]()
    for passed in range(number + 1):
        parts += issue.entries[passed - 1 : passed] if passed else []
        parts += [box for box, after in boxes if _place(after, number) == passed]
    issue.boxes = [box for box, __ in boxes]
    builder.arrange(issue, parts)


def _place(after: int | None, number: int) -> int:
    return number if after is None else min(after, number)
