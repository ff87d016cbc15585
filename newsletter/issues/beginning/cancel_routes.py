"""The issue desk: an issue that was a mistake."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.issues.beginning import cancelling
from newsletter.issues.routes import back, blueprint, found
from newsletter.languages import listed
from newsletter.staff.guards import editors, me
from newsletter.web import interface_language


@blueprint.get("/<int:number>/cancellation")
@editors
def ask_to_cancel(number: int) -> ResponseReturnValue:
    issue = found(number)
    cancelling.must_be_cancellable(issue)
    return render_template("issues/cancel.html", issue=issue)


@blueprint.post("/<int:number>/cancellation")
@editors
def cancel(number: int) -> ResponseReturnValue:
    issue = found(number)
    cancelling.cancel(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s is cancelled. Its commentaries are free for another one.", number=number), "good")
    return redirect(url_for("issues.index"), 303)


@blueprint.post("/<int:number>/cancellation/delete")
@editors
def reopen(number: int) -> ResponseReturnValue:
    issue = found(number)
    left_out = cancelling.reopen(issue, by=me.handle)
    db.session.commit()
    flash(_("Issue %(number)s is taken up again.", number=number), "good")
    if left_out:
        titles = listed([f"“{title}”" for title in left_out], interface_language())
        flash(_("Left out, since another issue has it by now: %(titles)s.", titles=titles), "attention")
    return back(issue)
