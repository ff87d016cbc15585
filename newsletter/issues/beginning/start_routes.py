"""The issue desk: the list of all issues, and how one begins."""

import datetime as dt

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from newsletter.commentaries.models import Commentary
from newsletter.db import db, now
from newsletter.forms import day_named
from newsletter.issues.beginning import starting
from newsletter.issues.beginning.forms import SpecialForm, StartForm
from newsletter.issues.beginning.listing import candidates, page_of_issues
from newsletter.issues.beginning.refusals import WeekSkipped, WeekTaken
from newsletter.issues.building import builder
from newsletter.issues.models import Issue
from newsletter.issues.refusals import AlreadyPlaced
from newsletter.issues.routes import back, blueprint
from newsletter.staff.guards import editors, me
from newsletter.staff.moments import local
from newsletter.web import row_number


@blueprint.get("")
@editors
def index() -> ResponseReturnValue:
    return index_page(_start_form())


@blueprint.post("")
@editors
def create() -> ResponseReturnValue:
    form = _start_form()
    if not form.validate() or form.week.data is None:
        return index_page(form), 422
    try:
        issue = starting.start(form.week.data, like=_chosen(form.like.data), by=me.handle)
    except WeekTaken as refusal:
        db.session.rollback()
        return index_page(form, there=refusal.issue), 409
    except WeekSkipped as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
        return index_page(form), 409
    db.session.commit()
    return back(issue)


@blueprint.get("/special")
@editors
def ask_for_special() -> ResponseReturnValue:
    return _special_page(_special_form())


@blueprint.post("/special")
@editors
def create_special() -> ResponseReturnValue:
    form = _special_form()
    if not form.validate() or form.week.data is None:
        return _special_page(form), 422
    pieces = [db.session.get_one(Commentary, piece) for piece in form.pieces.data or ()]
    try:
        issue = starting.start_special(form.week.data, pieces, like=_chosen(form.like.data), by=me.handle)
    except AlreadyPlaced as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
        return _special_page(_special_form()), 409
    db.session.commit()
    return back(issue)


def index_page(form: StartForm, *, there: Issue | None = None) -> str:
    """`there` is the issue that the week already has."""
    page = page_of_issues(request.args.get("page", 1, type=row_number) or abort(404))
    return render_template("issues/index.html", page=page, form=form, there=there)


def _special_page(form: SpecialForm) -> str:
    return render_template("issues/special.html", form=form, pieces=starting.for_a_special_issue())


def _start_form() -> StartForm:
    return StartForm(data={"week": day_asked_for()}).offer(candidates())


def _special_form() -> SpecialForm:
    return SpecialForm(data={"week": day_asked_for()}).offer(candidates(), starting.for_a_special_issue())


def day_asked_for() -> dt.date:
    """In the address, or else today."""
    return day_named(request.args["week"]) if "week" in request.args else local(now()).date()


def _chosen(number: int) -> Issue | None:
    return builder.numbered(number) if number else None
