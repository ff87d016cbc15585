"""The issue desk: the builder of one issue."""

import re

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries.models import Commentary
from newsletter.commentaries.writing import one_line
from newsletter.db import db
from newsletter.issues import builder, waivers
from newsletter.issues.forms import WordsForm
from newsletter.issues.models import Entry, EntryForm, Issue
from newsletter.issues.page import builder_page
from newsletter.issues.refusals import NoSuchIssue, NotAssembling, Overtaken, Refusal
from newsletter.languages import Language
from newsletter.staff.guards import editors, me
from newsletter.web import row_number

_KEY = re.compile(r"(?:entry|box)-[0-9]{1,9}")

blueprint = Blueprint("issues", __name__, url_prefix="/desk/issues")


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """The issue as it is now, with a sentence on why it is still so."""
    db.session.rollback()
    flash(str(refusal), "bad")
    overtaken = isinstance(refusal, NotAssembling | Overtaken)
    return builder_page(found((request.view_args or {})["number"])), 409 if overtaken else 422


@blueprint.get("/<int:number>")
@editors
def show(number: int) -> ResponseReturnValue:
    return builder_page(found(number))


@blueprint.post("/<int:number>/words")
@editors
def save_words(number: int) -> ResponseReturnValue:
    issue, form = found(number), WordsForm()
    if not form.validate():
        return builder_page(issue, words=form), 422
    builder.set_words(
        issue,
        subjects=form.words("subject"),
        preheaders=form.words("preheader"),
        openings=form.words("opening"),
        closings=form.words("closing"),
    )
    db.session.commit()
    flash(_("Saved."), "good")
    return back(issue)


@blueprint.post("/<int:number>/entries")
@editors
def add(number: int) -> ResponseReturnValue:
    issue = found(number)
    commentary = db.session.get(Commentary, request.form.get("commentary", 0, type=row_number)) or abort(404)
    builder.add(issue, commentary)
    db.session.commit()
    return back(issue)


@blueprint.post("/<int:number>/order")
@editors
def reorder(number: int) -> ResponseReturnValue:
    issue = found(number)
    keys = request.form.get("order", "").split(",")
    if not all(_KEY.fullmatch(key) for key in keys):
        abort(400)
    builder.reorder(issue, keys)
    db.session.commit()
    return back(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/place")
@editors
def move(number: int, entry_id: int) -> ResponseReturnValue:
    issue = found(number)
    builder.move(issue, _entry(issue, entry_id), -1 if request.form.get("towards") == "head" else 1)
    db.session.commit()
    return back(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/form")
@editors
def set_form(number: int, entry_id: int) -> ResponseReturnValue:
    issue = found(number)
    form = request.form.get("form", "")
    if form not in set(EntryForm):
        abort(400)
    builder.set_form(issue, _entry(issue, entry_id), EntryForm(form))
    db.session.commit()
    return back(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/delete")
@editors
def remove(number: int, entry_id: int) -> ResponseReturnValue:
    issue = found(number)
    builder.remove(issue, _entry(issue, entry_id))
    db.session.commit()
    return back(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/waivers/<language:of>")
@editors
def waive(number: int, entry_id: int, of: Language) -> ResponseReturnValue:
    issue = found(number)
    waivers.sign(issue, _entry(issue, entry_id), of, reason=one_line(request.form.get("reason", "")), by=me.handle)
    db.session.commit()
    return back(issue)


@blueprint.post("/<int:number>/entries/<int:entry_id>/waivers/<language:of>/delete")
@editors
def withdraw_waiver(number: int, entry_id: int, of: Language) -> ResponseReturnValue:
    issue = found(number)
    waivers.withdraw(issue, _entry(issue, entry_id), of, by=me.handle)
    db.session.commit()
    return back(issue)


def found(number: int) -> Issue:
    try:
        return builder.numbered(number, to_change=request.method == "POST")
    except NoSuchIssue:
        abort(404)


def _entry(issue: Issue, entry_id: int) -> Entry:
    return next((entry for entry in issue.entries if entry.id == entry_id), None) or abort(404)


def back(issue: Issue) -> ResponseReturnValue:
    """To the builder, with the preview that was open."""
    edition, view = request.args.get("edition"), request.args.get("view")
    return redirect(url_for("issues.show", number=issue.number, edition=edition, view=view), 303)
