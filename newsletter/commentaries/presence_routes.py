"""Who else has the text open; asked by the writing page every few seconds."""

from typing import Any

from flask import Blueprint, Response, abort, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from newsletter.commentaries import presence
from newsletter.commentaries.document import NotADocument, parsed
from newsletter.commentaries.presence import Company, Wish
from newsletter.commentaries.text_routes import ADDRESS
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import desk, me, public

blueprint = Blueprint("presence", __name__)

_TAB = 40
"""Characters of the name that a tab gives itself."""


@blueprint.post(f"{ADDRESS}/presence")
@desk
def appear(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    try:
        said = parsed(request.get_data())
    except NotADocument:
        abort(400)
    if not isinstance(said, dict):
        abort(400)
    tab, wish = said.get("tab"), said.get("wants")
    if not isinstance(tab, str) or not 0 < len(tab) <= _TAB or not tab.isprintable() or wish not in list(Wish):
        abort(400)
    if said.get("gone") is True:
        presence.leave(commentary_id, language_of_text, tab=tab, by=me)
        db.session.commit()
        return {}
    company = presence.appear(commentary_id, language_of_text, tab=tab, by=me, wish=Wish(wish)) or abort(404)
    answer = _as_seen(company)
    db.session.commit()
    return answer


def _as_seen(company: Company) -> dict[str, Any]:
    """By the tab that asks: `here` is itself, `you` the same person in another."""
    writer = company.writer
    if company.holds_lock:
        seen = {"handle": me.handle, "here": True, "you": True}
    else:
        seen = {"handle": writer.staff.handle, "here": False, "you": writer.staff_id == me.id} if writer else {}
    readers = {tab.staff.handle for tab in company.others if tab is not writer}
    return {"revision": company.revision, "writer": seen or None, "readers": sorted(readers)}


@blueprint.get("/desk/token")
@public
def token() -> Response:
    """For a page that was left open while its reader signed out, and in again, elsewhere."""
    answer = jsonify(staff=g.staff.id if g.get("staff") else None, token=generate_csrf())
    answer.headers["Cache-Control"] = "no-store"
    return answer
