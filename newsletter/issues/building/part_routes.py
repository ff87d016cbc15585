"""The issue desk: an issue's entries, what each leaves without, and the order of all parts."""

import re
from contextlib import AbstractContextManager

from flask import abort, request
from flask.typing import ResponseReturnValue

from newsletter.commentaries.models import Commentary
from newsletter.commentaries.writing import one_line
from newsletter.db import db
from newsletter.issues import routes
from newsletter.issues.building import builder, steps, waivers
from newsletter.issues.building.acts import Act
from newsletter.issues.models import Box, Entry, EntryForm, Issue
from newsletter.languages import Language
from newsletter.staff.guards import editors, me
from newsletter.web import row_number

_KEY = re.compile(r"(?:entry|box)-[0-9]{1,9}")

blueprint = routes.blueprint


@blueprint.post("/<int:number>/entries")
@editors
def add(number: int) -> ResponseReturnValue:
    issue = routes.found(number)
    commentary = db.session.get(Commentary, request.form.get("commentary", 0, type=row_number)) or abort(404)
    with steps.step(issue, Act.ADDED, commentary.title, by=me.handle):
        builder.add(issue, commentary)
    return _done(issue)


@blueprint.post("/<int:number>/order")
@editors
def reorder(number: int) -> ResponseReturnValue:
    issue = routes.found(number)
    keys = _keys(request.form.get("order", ""))
    named = next((part for part in issue.parts if part.key == request.form.get("moved")), None)
    with _moving(issue, named or builder.moved_by(issue, keys)):
        builder.reorder(issue, keys)
    return _done(issue)


@blueprint.post("/<int:number>/parts/<key>/place")
@editors
def move(number: int, key: str) -> ResponseReturnValue:
    issue = routes.found(number)
    part = next((part for part in issue.parts if part.key == key), None) or abort(404)
    with _moving(issue, part):
        builder.move(issue, part, -1 if request.form.get("towards") == "head" else 1)
    return _done(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/form")
@editors
def set_form(number: int, entry_id: int) -> ResponseReturnValue:
    issue = routes.found(number)
    form = request.form.get("form", "")
    if form not in set(EntryForm):
        abort(400)
    entry = _entry(issue, entry_id)
    with steps.step(issue, Act(form), entry.commentary.title, by=me.handle):
        builder.set_form(issue, entry, EntryForm(form))
    return _done(issue)


@blueprint.post("/<int:number>/teasers")
@editors
def shorten(number: int) -> ResponseReturnValue:
    """Several at once: what was proposed so that every edition fits."""
    issue = routes.found(number)
    keys = _keys(request.form.get("entries", ""))
    entries = [entry for entry in issue.entries if entry.key in keys]
    titles = ", ".join(entry.commentary.title for entry in entries)
    with steps.step(issue, Act.TEASER, titles, by=me.handle):
        for entry in entries:
            builder.set_form(issue, entry, EntryForm.TEASER)
    return _done(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/delete")
@editors
def remove(number: int, entry_id: int) -> ResponseReturnValue:
    issue = routes.found(number)
    entry = _entry(issue, entry_id)
    with steps.step(issue, Act.REMOVED, entry.commentary.title, by=me.handle):
        builder.remove(issue, entry)
    return _done(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/waivers/<language:of>")
@editors
def waive(number: int, entry_id: int, of: Language) -> ResponseReturnValue:
    issue = routes.found(number)
    entry, reason = _entry(issue, entry_id), one_line(request.form.get("reason", ""))
    with steps.step(issue, Act.WAIVED, entry.commentary.title, by=me.handle):
        waivers.sign(issue, entry, of, reason=reason, by=me.handle)
    return _done(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/waivers/<language:of>/delete")
@editors
def withdraw_waiver(number: int, entry_id: int, of: Language) -> ResponseReturnValue:
    issue = routes.found(number)
    entry = _entry(issue, entry_id)
    with steps.step(issue, Act.UNWAIVED, entry.commentary.title, by=me.handle):
        waivers.withdraw(issue, entry, of, by=me.handle)
    return _done(issue)


def _keys(written: str) -> list[str]:
    keys = written.split(",")
    return keys if all(_KEY.fullmatch(key) for key in keys) else abort(400)


def _entry(issue: Issue, entry_id: int) -> Entry:
    return next((entry for entry in issue.entries if entry.id == entry_id), None) or abort(404)


def _moving(issue: Issue, part: Entry | Box | None) -> AbstractContextManager[None]:
    if isinstance(part, Box):
        return steps.step(issue, Act.BOX_MOVED, part.kind, by=me.handle)
    if part:
        return steps.step(issue, Act.MOVED, part.commentary.title, by=me.handle)
    return steps.step(issue, Act.ORDERED, by=me.handle)


def _done(issue: Issue) -> ResponseReturnValue:
    db.session.commit()
    return routes.back(issue)
