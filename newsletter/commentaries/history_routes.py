"""Looking back: every revision of a text, and one of them."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from newsletter.commentaries.history import revision_of, revisions_of
from newsletter.commentaries.rendering import to_mail_html
from newsletter.commentaries.text_routes import ADDRESS, text_asked_for
from newsletter.languages import Language
from newsletter.staff.guards import desk

blueprint = Blueprint("history", __name__, url_prefix=f"{ADDRESS}/history")


@blueprint.get("")
@desk
def index(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language_of_text)
    return render_template("commentaries/history.html", text=text, revisions=revisions_of(text))


@blueprint.get("/<int:number>")
@desk
def show(commentary_id: int, language_of_text: Language, number: int) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language_of_text)
    revision = revision_of(text, number) or abort(404)
    body = to_mail_html(revision.document)
    return render_template("commentaries/revision.html", text=text, revision=revision, body=body)
