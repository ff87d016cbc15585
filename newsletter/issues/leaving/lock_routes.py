"""The issue desk: the lock, what undoes it, and a correction that doesn't."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.issues.leaving import correcting, locking, missed, testing
from newsletter.issues.leaving.clocks import clocks
from newsletter.issues.leaving.release_routes import not_ready
from newsletter.issues.models import IssueState
from newsletter.issues.refusals import NotReady, Overtaken, Refusal
from newsletter.issues.routes import back, found, refused
from newsletter.staff.guards import editors, me
from newsletter.web import interface_language, row_number

blueprint = Blueprint("locks", __name__, url_prefix="/desk/issues")
blueprint.register_error_handler(Refusal, refused)
blueprint.register_error_handler(NotReady, not_ready)
blueprint.add_app_template_global(correcting.newer, "newer_than_frozen")
blueprint.add_app_template_global(missed.why, "why_missed")


@blueprint.post("/<int:number>/lock")
@editors
def lock(number: int) -> ResponseReturnValue:
    issue = found(number)
    locking.lock(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s is locked: from now on nothing in it changes.", number=issue.number), "good")
    return back(issue)


@blueprint.get("/<int:number>/unlock")
@editors
def ask_to_unlock(number: int) -> ResponseReturnValue:
    issue = found(number)
    if issue.state is not IssueState.LOCKED:
        raise Overtaken(issue.number, issue.state.label)
    due = clocks(issue.release_at, issue.zone, interface_language()) if issue.release_at else []
    return render_template("issues/unlock.html", issue=issue, due=due, tested=testing.tested(issue))


@blueprint.post("/<int:number>/unlock")
@editors
def unlock(number: int) -> ResponseReturnValue:
    issue = found(number)
    locking.unlock(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s can be changed again.", number=issue.number), "good")
    return back(issue)


@blueprint.post("/<int:number>/correction")
@editors
def correct(number: int) -> ResponseReturnValue:
    issue = found(number)
    correcting.freeze_anew(issue, version=request.form.get("version", 0, type=row_number), by=me.handle)
    db.session.commit()
    flash(_("The editions are frozen anew, as version %(version)s.", version=issue.version), "good")
    return back(issue)
