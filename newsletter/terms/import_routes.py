"""A file for the term base: what it would do is shown first."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries.refusals import Refusal
from newsletter.db import db
from newsletter.staff.guards import me, translators
from newsletter.terms import sheet, term_list
from newsletter.terms.forms import ImportForm
from newsletter.terms.term_import import Outcome, Plan, carry_out

blueprint = Blueprint("term_import", __name__, url_prefix="/desk/terms/import")

SHOWN = 200
"""Rows of a kind."""


@blueprint.get("")
@translators
def ask() -> ResponseReturnValue:
    return _page(ImportForm())


@blueprint.post("")
@translators
def look() -> ResponseReturnValue:
    form = ImportForm()
    if not form.validate() or not form.file.data:
        form.file.errors = [_("Choose a file.")]
        return _page(form), 422
    try:
        text = sheet.text_of(form.file.data.stream.read(sheet.MAX_BYTES + 1))
        plan = _plan(sheet.read(text))
    except Refusal as refusal:
        form.file.errors = [_(refusal.message, **refusal.values)]
        return _page(form), 422
    return _preview(plan, text)


@blueprint.post("/rows")
@translators
def carry_out_plan() -> ResponseReturnValue:
    """`text` and `digest` as the preview has them. What was shown is done; where it is another by now, it is shown."""
    try:
        text = request.form.get("text", "")
        rows = sheet.read(text)
    except Refusal as refusal:
        flash(_(refusal.message, **refusal.values), "bad")
        return redirect(url_for("term_import.ask"))
    term_list.to_change()
    plan = _plan(rows)
    if plan.digest != request.form.get("digest"):
        db.session.rollback()
        flash(_("The term base has changed meanwhile. This is what the file would do now."), "attention")
        return _preview(plan, text), 409
    carry_out(plan, by=me.handle)
    db.session.commit()
    added, changed = len(plan.of(Outcome.ADD)), len(plan.of(Outcome.CHANGE))
    flash(_("The file is taken in. Added: %(added)s, changed: %(changed)s.", added=added, changed=changed), "good")
    return redirect(url_for("terms.index"))


def _plan(rows: list[sheet.Row]) -> Plan:
    return Plan(rows, [term_list.value_of(term) for term in term_list.all_terms()])


def _preview(plan: Plan, text: str) -> str:
    return render_template("terms/preview.html", plan=plan, text=text, Outcome=Outcome, shown=SHOWN)


def _page(form: ImportForm) -> str:
    return render_template("terms/import.html", form=form, columns=sheet.COLUMNS, rows=sheet.MAX_ROWS)
