"""Looking back: the revisions of a text, what changed between two of them, and going back to one."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import diffing, photos, writing
from newsletter.commentaries.history import is_of_another_source, revision_of, sittings_of, version_of
from newsletter.commentaries.merging import untied
from newsletter.commentaries.models import Revision, Text
from newsletter.commentaries.rendering import to_mail_html
from newsletter.commentaries.text_routes import ADDRESS, page_of, text_asked_for
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import desk, me
from newsletter.web import row_number

blueprint = Blueprint("history", __name__, url_prefix=f"{ADDRESS}/history")


@blueprint.get("")
@desk
def index(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language_of_text)
    return render_template("commentaries/history.html", text=text, revisions=sittings_of(text))


@blueprint.get("/<int:number>")
@desk
def show(commentary_id: int, language_of_text: Language, number: int) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language_of_text)
    revision = revision_of(text, number) or abort(404)
    body = to_mail_html(revision.document, photos.on_pages(text.language))
    return render_template("commentaries/revision.html", text=text, revision=revision, body=body)


@blueprint.get("/compare")
@desk
def compare(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """`from` and `to` are numbers of revisions; without `to` it is the newest."""
    text = text_asked_for(commentary_id, language_of_text)
    before, after = sorted((_asked(text, "from"), _asked(text, "to")), key=lambda revision: revision.number)
    return render_template(
        "commentaries/compare.html",
        text=text,
        before=before,
        after=after,
        comparison=diffing.compare(version_of(before), version_of(after)),
    )


def _asked(text: Text, name: str) -> Revision:
    number = request.args.get(name, text.revision, type=row_number)
    return revision_of(text, number) or abort(404)


@blueprint.post("/<int:number>/restoration")
@desk
def restore(commentary_id: int, language_of_text: Language, number: int) -> ResponseReturnValue:
    """The old words as a new revision; those between stay in the history."""
    text = text_asked_for(commentary_id, language_of_text)
    old = version_of(revision_of(text, number) or abort(404))
    if is_of_another_source(text, number):
        old = untied(old)
    if writing.save(text, title=old.title, standfirst=old.standfirst, document=old.document, heads=old.heads, by=me):
        flash(
            _("Revision %(number)s is the newest again, as revision %(newest)s.", number=number, newest=text.revision),
            "good",
        )
    else:
        flash(_("The text has these words already."), "attention")
    db.session.commit()
    return redirect(page_of(text))
