"""Writing a text: saving, review, approval and preview."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import review, writing
from newsletter.commentaries.forms import TextForm
from newsletter.commentaries.history import revision_of
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.rendering import to_html, to_mail_html
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import EDITORS, desk, editors, me

ADDRESS = "/desk/commentaries/<int:commentary_id>/<language:language_of_text>"

blueprint = Blueprint("texts", __name__, url_prefix=ADDRESS)


def text_asked_for(commentary_id: int, language: Language) -> Text:
    """Or a page that says that there is none."""
    chosen = sa.select(Text).where(Text.commentary_id == commentary_id, Text.language == language)
    return db.session.scalar(chosen) or abort(404)


@blueprint.post("/owner")
@desk
def take(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """Begin a language that is missing, or take on a text that nobody has."""
    commentary = db.session.get(Commentary, commentary_id) or abort(404)
    text = writing.take(commentary, language_of_text, me)
    db.session.commit()
    if text.owner and text.owner_id != me.id:
        flash(_("%(handle)s has this text already.", handle=text.owner.handle), "attention")
    return _back_to(text)


@blueprint.get("")
@desk
def edit(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language_of_text)
    return _page(text, TextForm.of(text))


@blueprint.post("")
@desk
def save(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    return _keep_and(lambda text: flash(_("Saved."), "good"), commentary_id, language_of_text)


@blueprint.post("/submission")
@desk
def submit(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    def then(text: Text) -> None:
        review.submit(text, by=me)
        flash(_("Saved and sent to review."), "good")

    return _keep_and(then, commentary_id, language_of_text)


@blueprint.post("/approval")
@editors
def approve(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    def then(text: Text) -> None:
        review.approve(text, by=me)
        flash(_("Revision %(number)s is approved.", number=text.revision), "good")

    return _keep_and(then, commentary_id, language_of_text)


def _keep_and(then: Callable[[Text], None], commentary_id: int, language: Language) -> ResponseReturnValue:
    """Save the words that came with the form, and go one step further: both or neither."""
    text, form = text_asked_for(commentary_id, language), TextForm()
    if not form.validate():
        return _page(text, form), 422
    try:
        title, standfirst = form.title.data or "", form.standfirst.data or ""
        writing.save(text, title=title, standfirst=standfirst, document=form.body, by=me, opened_at=form.revision.data)
        then(text)
    except writing.Superseded:
        db.session.rollback()
        return _conflict_page(text, form), 409
    except review.Unfinished as refusal:
        db.session.rollback()
        flash(_(refusal.message), "bad")
        return _page(text, form), 422
    db.session.commit()
    return _back_to(text)


@blueprint.post("/draft")
@desk
def return_to_draft(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    return _moved(lambda text: review.return_to_draft(text, by=me), commentary_id, language_of_text)


@blueprint.post("/withdrawal")
@editors
def withdraw(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    return _moved(lambda text: review.withdraw(text, by=me), commentary_id, language_of_text)


def _moved(move: Callable[[Text], None], commentary_id: int, language: Language) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language)
    try:
        move(text)
    except Refusal as refusal:
        db.session.rollback()
        flash(_(refusal.message), "bad")
    db.session.commit()
    return _back_to(text)


@blueprint.get("/preview")
@desk
def preview(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """The newest words, as the reader will see them."""
    text = text_asked_for(commentary_id, language_of_text)
    return render_template("commentaries/preview.html", text=text, body=to_html(text.document))


def _page(text: Text, form: TextForm) -> str:
    commentary = text.commentary
    source = commentary.texts.get(commentary.original) if text.language is not commentary.original else None
    return render_template(
        "commentaries/text.html",
        text=text,
        form=form,
        opened_at=form.revision.data,
        source=source,
        source_body=to_mail_html(source.document) if source else None,
        may_approve=me.role in EDITORS,
    )


def _conflict_page(text: Text, form: TextForm) -> str:
    """Both versions, neither lost: theirs to read, one's own still in the form, to be saved over it knowingly."""
    newest = revision_of(text, text.revision)
    return render_template(
        "commentaries/conflict.html",
        text=text,
        form=form,
        newest=newest,
        newest_body=to_mail_html(text.document),
    )


def _back_to(text: Text) -> ResponseReturnValue:
    return redirect(url_for("texts.edit", commentary_id=text.commentary_id, language_of_text=text.language))
