"""The issue desk: a release at a time or at once, and how it is taken back."""

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from newsletter.db import db, now
from newsletter.issues.building.page import builder_page
from newsletter.issues.leaving import scheduling
from newsletter.issues.leaving.audience import readers, readers_without
from newsletter.issues.leaving.clocks import Clock, clocks, zones
from newsletter.issues.leaving.forms import ScheduleForm
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import BadTime, NotReady, Overtaken, Refusal
from newsletter.issues.routes import back, found, refused
from newsletter.staff import settings
from newsletter.staff.guards import editors, me
from newsletter.web import interface_language

blueprint = Blueprint("releases", __name__, url_prefix="/desk/issues")
blueprint.register_error_handler(Refusal, refused)
blueprint.add_app_template_global(zones)


@blueprint.errorhandler(BadTime)
def bad_time(refusal: BadTime) -> ResponseReturnValue:
    """The issue with the time as it was chosen: another one in its fields would be scheduled unnoticed."""
    db.session.rollback()
    flash(str(refusal), "bad")
    return builder_page(found((request.view_args or {})["number"]), release=ScheduleForm(request.values)), 422


@blueprint.errorhandler(NotReady)
def not_ready(refusal: NotReady) -> ResponseReturnValue:
    """What blocks, on a page of its own where the builder doesn't show it any more."""
    db.session.rollback()
    issue = found((request.view_args or {})["number"])
    if issue.state is IssueState.ASSEMBLING:
        return refused(refusal)
    return render_template("issues/not_ready.html", issue=issue, refusal=refusal), 422


@blueprint.get("/<int:number>/clocks")
@editors
def show_clocks(number: int) -> str:
    """For the script that keeps them beside the form: what has been chosen so far."""
    found(number)
    return chosen_time(ScheduleForm(request.args))


@blueprint.app_template_global()
def chosen_time(form: ScheduleForm) -> str:
    """The clocks of the moment that a form says, or why there is no such moment; nothing while it says none."""
    if not (form.date.data and form.time.data and form.zone.data):
        return ""
    try:
        at = scheduling.future_moment(form.local, form.zone.data)
    except BadTime as refusal:
        return Markup(render_template("issues/_chosen_time.html", problem=str(refusal)))
    shown = _clocks(at, form)
    return Markup(render_template("issues/_chosen_time.html", clocks=shown))


@blueprint.get("/<int:number>/schedule")
@editors
def ask_to_schedule(number: int) -> ResponseReturnValue:
    """Both clocks and all readers, before anything happens."""
    issue, form = found(number), ScheduleForm(request.args)
    if not form.validate():
        return builder_page(issue, release=form), 422
    at = scheduling.future_moment(form.local, form.zone.data or "")
    return _confirm(issue, at, form=form, clocks=_clocks(at, form))


def _clocks(at: dt.datetime, form: ScheduleForm) -> list[Clock]:
    return clocks(at, form.zone.data or "", interface_language(), newsroom=settings.current().zone)


@blueprint.post("/<int:number>/schedule")
@editors
def schedule(number: int) -> ResponseReturnValue:
    issue, form = found(number), ScheduleForm()
    if not form.validate():
        return builder_page(issue, release=form), 422
    scheduling.schedule(issue, at=form.local, zone=form.zone.data or "", by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s is scheduled.", number=issue.number), "good")
    return back(issue)


@blueprint.post("/<int:number>/withdraw")
@editors
def withdraw(number: int) -> ResponseReturnValue:
    issue = found(number)
    scheduling.withdraw(issue, by=me.handle)
    db.session.commit()
    flash(_("The release of issue %(number)s is withdrawn: nobody gets it.", number=issue.number), "good")
    return back(issue)


@blueprint.get("/<int:number>/send")
@editors
def ask_to_send(number: int) -> ResponseReturnValue:
    issue = found(number)
    return _confirm(issue, now(), form=None, clocks=[])


@blueprint.post("/<int:number>/send")
@editors
def send(number: int) -> ResponseReturnValue:
    issue = found(number)
    scheduling.send(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s goes out as soon as the mailer takes it up.", number=issue.number), "good")
    return redirect(url_for("mailer.show", number=issue.number), 303)


def _confirm(issue: Issue, when: dt.datetime, **facts: object) -> str:
    if issue.state is not IssueState.LOCKED:
        raise Overtaken(issue.number, issue.state.label)
    scheduling.must_be_fit_to_leave(issue, when)
    return render_template(
        "issues/confirm.html", issue=issue, readers=readers(), without=readers_without(issue), **facts
    )
