"""The builder page: everything that an editor sees of an issue at once."""

from dataclasses import dataclass

from flask import render_template, request

from newsletter.issues.building import placing, room, steps
from newsletter.issues.building.box_forms import BoxForm, box_forms
from newsletter.issues.building.forms import WordsForm
from newsletter.issues.building.room import Editions
from newsletter.issues.composing import editions, previews
from newsletter.issues.examining.examination import examination
from newsletter.issues.leaving.audience import readers
from newsletter.issues.leaving.clocks import clocks
from newsletter.issues.leaving.forms import ScheduleForm
from newsletter.issues.models import Box, BoxKind, Entry, Issue, IssueState
from newsletter.issues.naming import issue_days, issue_line
from newsletter.issues.preflight import SIZE_LIMIT
from newsletter.staff import settings
from newsletter.translation.cells import cells_of
from newsletter.web import interface_language


@dataclass(frozen=True)
class PartRow:
    """An entry or a box in the list of what the mail carries."""

    part: Entry | Box
    size: int
    """Bytes in the standard edition in which it takes most; 0 where it is in none, and where it is frozen."""

    @property
    def key(self) -> str:
        return self.part.key

    @property
    def kind(self) -> str:
        """`entry`, or the kind of box."""
        return "entry" if isinstance(self.part, Entry) else str(self.part.kind)


def builder_page(
    issue: Issue, *, words: WordsForm | None = None, release: ScheduleForm | None = None, box: BoxForm | None = None
) -> str:
    """With what somebody has just written into one of its forms, where that has to be mended."""
    made, language = editions.every(issue), interface_language()
    assembling = issue.state is IssueState.ASSEMBLING
    cells = cells_of(entry.commentary for entry in issue.entries) if assembling else {}
    examined = examination(issue, cells, made) if assembling else None
    return render_template(
        "issues/show.html",
        issue=issue,
        week=issue_line(issue, language) if issue.special else issue_days(issue, language),
        assembling=assembling,
        unplaced=placing.unplaced(issue, weeks=4) if assembling else [],
        editions=made,
        limit=SIZE_LIMIT,
        cells=cells,
        examined=examined,
        parts=[PartRow(part, room.part_size(part.key, made)) for part in issue.parts],
        **(_building(issue, made, box) if assembling else _RESTING),
        words=words or WordsForm.of(issue),
        release=release or ScheduleForm.of(issue),
        clocks=(
            clocks(issue.release_at, issue.zone, language, newsroom=settings.current().zone) if issue.release_at else []
        ),
        readers=readers(),
        **previews.chosen(issue, made, request.args),
    )


_RESTING: dict[str, object] = {"box_forms": {}, "addable": [], "undo": None, "redo": None, "proposal": None}


def _building(issue: Issue, made: Editions, box: BoxForm | None) -> dict[str, object]:
    undo, redo = steps.next_steps(issue)
    forms = box_forms(issue) | ({box.kind: box} if box else {})
    there = {box.kind for box in issue.boxes}
    return {
        "box_forms": forms,
        "addable": [kind for kind in BoxKind if kind not in there],
        "undo": undo,
        "redo": redo,
        "proposal": room.proposal(issue, made),
    }
