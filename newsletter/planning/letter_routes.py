"""The letters to those whom the plan concerns: who gets how much, how it looks, and sending them."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.db import db
from newsletter.planning.telling import last_told, news, tell
from newsletter.staff.guards import editors, me
from newsletter.web import LETTER_POLICY

blueprint = Blueprint("plan_letters", __name__, url_prefix="/desk/plan/letters")


@blueprint.get("")
@editors
def index() -> ResponseReturnValue:
    told = sorted(last_told().values(), key=lambda entry: entry.at, reverse=True)
    return render_template("planning/letters.html", news=news(), told=told)


@blueprint.get("/<int:staff_id>")
@editors
def preview(staff_id: int) -> ResponseReturnValue:
    """The mail itself, as it would leave now."""
    found = next((each for each in news() if each.staff.id == staff_id), None) or abort(404)
    response = Response(found.letter().html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return response


@blueprint.post("")
@editors
def send() -> ResponseReturnValue:
    told = tell(by=me)
    db.session.commit()
    if told:
        sent = ", ".join(f"{each.staff.handle} ({len(each.changes)})" for each in told)
        words = ngettext(
            "%(num)s letter is on its way: %(who)s.", "%(num)s letters are on their way: %(who)s.", len(told), who=sent
        )
        flash(words, "good")
    else:
        flash(_("Nobody is told anything: what concerns them they know already."), "attention")
    return redirect(url_for("plan_letters.index"))
