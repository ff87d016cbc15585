"""Saying afterwards that a step of the history asks translators for nothing, or that it does."""

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.commentaries import minor
from newsletter.commentaries.history import revision_of
from newsletter.commentaries.text_routes import ADDRESS, text_asked_for
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import desk, me

blueprint = Blueprint("minor", __name__, url_prefix=f"{ADDRESS}/history")
for ask in (minor.is_translated, minor.may_mark, minor.seen_up_to):
    blueprint.add_app_template_global(ask)


@blueprint.post("/<int:number>/minor")
@desk
def mark(commentary_id: int, language_of_text: Language, number: int) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language_of_text)
    revision = revision_of(text, number) or abort(404)
    if not minor.may_mark(revision, me):
        abort(403)
    minor.mark(text, revision, minor=request.form.get("minor") == "yes", by=me)
    db.session.commit()
    return redirect(url_for("history.index", commentary_id=commentary_id, language_of_text=language_of_text), 303)
