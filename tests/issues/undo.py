"""What there is to undo, and what an issue is after it."""

from typing import Any

from newsletter.db import db
from newsletter.issues.building.steps import next_steps
from newsletter.issues.models import Box, Entry, Issue


def newest(issue: Issue) -> int:
    last, _undone = next_steps(issue)
    assert last
    return last.id


def undone(issue: Issue) -> int:
    _last, step = next_steps(issue)
    assert step
    return step.id


def as_stored(issue: Issue) -> Any:
    """All of an issue that can be built, read anew from the database."""
    db.session.expire_all()
    parts = [_entry(part) if isinstance(part, Entry) else _box(part) for part in issue.parts]
    assert [part.position for part in issue.parts] == list(range(1, len(parts) + 1))
    return parts, issue.subjects, issue.preheaders, issue.openings, issue.closings, issue.english_cards


def _entry(entry: Entry) -> Any:
    signed = {of: (waiver.reason, waiver.signed_by, waiver.signed_at) for of, waiver in entry.waivers.items()}
    return entry.commentary_id, entry.form, signed


def _box(box: Box) -> Any:
    return box.kind, box.words, box.href, box.commentary_id
