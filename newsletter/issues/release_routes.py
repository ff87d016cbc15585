"""The issue desk: the way out."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db, now
from newsletter.issues import release
from newsletter.issues.audience import readers
from newsletter.issues.clocks import clocks
from newsletter.issues.forms import ScheduleForm
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.page import builder_page
from newsletter.issues.refusals import Overtaken, Refusal
from newsletter.issues.routes import back, found, refused
from newsletter.staff.guards import editors, me
from newsletter.web import interface_language

blueprint = Blueprint("releases", __name__, url_prefix="/desk/issues")
blueprint.register_error_handler(Refusal, refused)


@blueprint.post("/<int:number>/lock")
@editors
def lock(number: int) -> ResponseReturnValue:
    issue = found(number)
    release.lock(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s is locked: from now on nothing in it changes.", number=issue.number), "good")
    return back(issue)


@blueprint.get("/<int:number>/unlock")
@editors
def ask_to_unlock(number: int) -> ResponseReturnValue:
    issue = found(number)
    if issue.state is not IssueState.LOCKED:
        raise Overtaken(issue.number, issue.state.label)
    return render_template("issues/unlock.html", issue=issue)


@blueprint.post("/<int:number>/unlock")
@editors
def unlock(number: int) -> ResponseReturnValue:
    issue = found(number)
    release.unlock(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s can be changed again.", number=issue.number), "good")
    return back(issue)


@blueprint.get("/<int:number>/schedule")
@editors
def ask_to_schedule(number: int) -> ResponseReturnValue:
    """Both clocks and all readers, before anything happens."""
    issue, form = found(number), ScheduleForm(request.args)
    if not form.validate():
        return builder_page(issue, release=form), 422
    at = release.future_moment(form.local, form.zone.data or "")
    release.must_not_break_an_embargo(issue, at)
    return _confirm(issue, form=form, clocks=clocks(at, form.zone.data or "", interface_language()))


@blueprint.post("/<int:number>/schedule")
@editors
def schedule(number: int) -> ResponseReturnValue:
    issue, form = found(number), ScheduleForm()
    if not form.validate():
        return builder_page(issue, release=form), 422
    release.schedule(issue, at=form.local, zone=form.zone.data or "", by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s is scheduled.", number=issue.number), "good")
    return back(issue)


@blueprint.post("/<int:number>/withdraw")
@editors
def withdraw(number: int) -> ResponseReturnValue:
    issue = found(number)
    release.withdraw(issue, by=me.handle)
    db.session.commit()
    flash(_("The release of issue %(number)s is withdrawn: nobody gets it.", number=issue.number), "good")
    return back(issue)


@blueprint.get("/<int:number>/send")
@editors
def ask_to_send(number: int) -> ResponseReturnValue:
    issue = found(number)
    release.must_not_break_an_embargo(issue, now())
    return _confirm(issue, form=None, clocks=[])


@blueprint.post("/<int:number>/send")
@editors
def send(number: int) -> ResponseReturnValue:
    issue = found(number)
    release.send(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s goes out as soon as the mailer takes it up.", number=issue.number), "good")
    return redirect(url_for("mailer.show", number=issue.number), 303)


def _confirm(issue: Issue, **facts: object) -> str:
    if issue.state is not IssueState.LOCKED:
        raise Overtaken(issue.number, issue.state.label)
    return render_template("issues/confirm.html", issue=issue, editions=issue.editions, readers=readers(), **facts)
