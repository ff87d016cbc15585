"""The issue desk: weeks without an issue."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.forms import day_named
from newsletter.issues.beginning import skipping
from newsletter.issues.beginning.forms import SkipForm
from newsletter.issues.beginning.refusals import NotSkipped
from newsletter.issues.beginning.start_routes import day_asked_for
from newsletter.issues.refusals import Refusal
from newsletter.issues.routes import blueprint
from newsletter.languages import monday_of
from newsletter.staff.guards import editors, me


@blueprint.get("/skipped-weeks")
@editors
def ask_to_skip() -> ResponseReturnValue:
    return _page(SkipForm(data={"week": day_asked_for()}))


@blueprint.post("/skipped-weeks")
@editors
def skip() -> ResponseReturnValue:
    form = SkipForm()
    if not form.validate() or form.week.data is None:
        return _page(form), 422
    monday = monday_of(form.week.data)
    try:
        skipping.skip(monday, form.reason.data or "", by=me.handle)
    except Refusal as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
        return _page(form), 409
    db.session.commit()
    flash(_("The week is marked as skipped: nobody is asked for anything in it."), "good")
    return redirect(url_for("planning.week", week=monday), 303)


@blueprint.post("/skipped-weeks/<week>/delete")
@editors
def unskip(week: str) -> ResponseReturnValue:
    monday = monday_of(day_named(week))
    try:
        skipping.unskip(monday, by=me.handle)
    except NotSkipped as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
    else:
        db.session.commit()
        flash(_("The week isn’t skipped any more: what is planned for it holds again."), "good")
    return redirect(url_for("planning.week", week=monday), 303)


def _page(form: SkipForm) -> str:
    return render_template("issues/skip.html", form=form)
