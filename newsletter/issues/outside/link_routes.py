"""Asking for the links of an issue to be looked at, and whether that is done."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.db import db
from newsletter.issues.examining import examination
from newsletter.issues.outside import link_checks
from newsletter.issues.routes import back, found
from newsletter.staff.guards import editors

blueprint = Blueprint("issue_links", __name__, url_prefix="/desk/issues")


@blueprint.post("/<int:number>/links")
@editors
def ask(number: int) -> ResponseReturnValue:
    issue = found(number)
    asked = link_checks.ask(issue, examination.addresses_in(issue))
    db.session.commit()
    says = ngettext("%(num)s link is being looked at.", "%(num)s links are being looked at.", asked)
    flash(says if asked else _("Every link has been looked at already."), "good")
    return back(issue)


@blueprint.get("/<int:number>/links")
@editors
def state(number: int) -> ResponseReturnValue:
    """For a page that waits."""
    return {"under_way": link_checks.standing(examination.addresses_in(found(number))).under_way}
