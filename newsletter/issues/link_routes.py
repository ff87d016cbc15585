"""Asking for the links of an issue to be looked at, and whether that is done."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from newsletter.db import db
from newsletter.issues import builder, examining, link_checks
from newsletter.issues.models import Issue
from newsletter.issues.refusals import NoSuchIssue
from newsletter.staff.guards import editors

blueprint = Blueprint("issue_links", __name__, url_prefix="/desk/issues")


@blueprint.post("/<int:number>/links")
@editors
def ask(number: int) -> ResponseReturnValue:
    issue = _found(number, to_change=True)
    asked = link_checks.ask(issue, examining.addresses_in(issue))
    db.session.commit()
    flash(ngettext("%(num)s link is being looked at.", "%(num)s links are being looked at.", asked), "good")
    return redirect(url_for("issues.show", number=number, _anchor="links"), 303)


@blueprint.get("/<int:number>/links")
@editors
def state(number: int) -> ResponseReturnValue:
    """For a page that waits."""
    issue = _found(number)
    return {"under_way": link_checks.standing(examining.addresses_in(issue)).under_way}


def _found(number: int, *, to_change: bool = False) -> Issue:
    try:
        return builder.numbered(number, to_change=to_change)
    except NoSuchIssue:
        abort(404)
