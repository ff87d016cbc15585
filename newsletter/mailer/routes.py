"""The sending screen: how far a number is, and stopping it."""

import sqlalchemy as sa
from flask import Blueprint, abort, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.issues.models import RELEASED, Issue, IssueState
from newsletter.mailer import doubts, mailings
from newsletter.mailer.models import Mailing
from newsletter.mailer.progress import counting as progress
from newsletter.staff.guards import editors, me
from newsletter.staff.models import record

blueprint = Blueprint("mailer", __name__, url_prefix="/desk/sending")

ISSUES_SHOWN = 50
STEPS = {"pause": mailings.pause, "resume": mailings.resume, "cancel": mailings.cancel}


@blueprint.get("")
@editors
def index() -> ResponseReturnValue:
    released = sa.select(Issue).where(Issue.state.in_(RELEASED))
    issues = db.session.scalars(released.order_by(Issue.number.desc()).limit(ISSUES_SHOWN)).all()
    return render_template("mailer/index.html", issues=issues, progress=progress.of_issues(issues))


@blueprint.get("/<int:number>")
@editors
def show(number: int) -> ResponseReturnValue:
    issue = _issue(number)
    return render_template(
        "mailer/show.html",
        issue=issue,
        all_progress=progress.of_issue(issue.id),
        replies=progress.replies(issue),
        leaving=is_leaving(issue),
    )


@blueprint.get("/<int:number>/numbers")
@editors
def numbers(number: int) -> ResponseReturnValue:
    """The part of the page that changes, for the script that keeps it fresh."""
    issue = _issue(number)
    found = progress.of_issue(issue.id)
    shown = render_template("mailer/_mailings.html", issue=issue, all_progress=found, replies=progress.replies(issue))
    return jsonify(html=shown, under_way=is_leaving(issue))


@blueprint.post("/mailings/<int:mailing_id>/<any(pause, resume, cancel):step>")
@editors
def steer(mailing_id: int, step: str) -> ResponseReturnValue:
    mailing = db.session.get(Mailing, mailing_id) or abort(404)
    number = mailing.edition.issue.number
    if STEPS[step](mailing_id):
        record(me.handle, f"mailing.{step}", f"{number} {mailing.edition.key.code}")
        db.session.commit()
    else:
        db.session.rollback()
        flash(_("Somebody else changed this mailing meanwhile; this is how it stands now."), "attention")
    return redirect(url_for("mailer.show", number=number))


@blueprint.post("/mailings/<int:mailing_id>/resend")
@editors
def resend(mailing_id: int) -> ResponseReturnValue:
    """Send again what is in doubt, under the same Message-ID."""
    mailing = db.session.get(Mailing, mailing_id) or abort(404)
    again = doubts.resend(mailing_id)
    record(me.handle, "mailing.resend", f"{mailing.edition.issue.number} {mailing.edition.key.code}", deliveries=again)
    db.session.commit()
    return redirect(url_for("mailer.show", number=mailing.edition.issue.number))


def is_leaving(issue: Issue) -> bool:
    """Whether the numbers will still change; a mailing that was paused may go on at any time."""
    return issue.state in (IssueState.SCHEDULED, IssueState.SENDING)


def _issue(number: int) -> Issue:
    return db.session.scalar(sa.select(Issue).where(Issue.number == number)) or abort(404)
