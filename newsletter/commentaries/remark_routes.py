"""Remarks on a text: made, answered, settled. Each leads back to the text, or tells a script what to show."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import diffing, remarking, remarks, review
from newsletter.commentaries.forms import TextForm
from newsletter.commentaries.models import Text
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.remark_models import Remark, Settlement
from newsletter.commentaries.text_routes import ADDRESS, page_of, text_asked_for, writing_page
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import desk, editors, me

blueprint = Blueprint("remarks", __name__, url_prefix=ADDRESS)
blueprint.add_app_template_global(remarks.threads, "remark_threads")
blueprint.add_app_template_global(remarks.parts_of, "parts_of_text")
blueprint.add_app_template_global(remarks.changes_asked)
blueprint.add_app_template_global(review.changes_since_approval)
blueprint.add_app_template_global(diffing.to_html, "word_diff")


@blueprint.app_template_global()
def own_words(text: Text) -> bool:
    """Whether somebody else has to approve them."""
    return review.words_are_own(text, me)


@blueprint.post("/remarks")
@desk
def make(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    form = request.form
    if form.get("part") == remarks.CHANGES:
        abort(400)

    def act(text: Text) -> Remark:
        return remarking.make(
            text,
            by=me,
            words=form.get("words", ""),
            part=form.get("part") or None,
            quote=form.get("quote", ""),
            suggestion=form.get("suggestion", "") if form.get("suggests") else None,
        )

    return _kept(text_asked_for(commentary_id, language_of_text), act)


@blueprint.post("/changes")
@editors
def ask_for_changes(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    def act(text: Text) -> None:
        review.ask_for_changes(text, by=me, words=request.form.get("words", ""))
        flash(_("Changes are asked for, and the text is a draft again."), "good")

    return _kept(text_asked_for(commentary_id, language_of_text), act)


@blueprint.post("/remarks/<int:remark_id>/answers")
@desk
def answer(commentary_id: int, language_of_text: Language, remark_id: int) -> ResponseReturnValue:
    text, remark = _both(commentary_id, language_of_text, remark_id)
    if remark.answers_id:
        abort(404)
    return _kept(text, lambda text: remarking.answer(text, remark, by=me, words=request.form.get("words", "")))


@blueprint.post("/remarks/<int:remark_id>")
@desk
def rewrite(commentary_id: int, language_of_text: Language, remark_id: int) -> ResponseReturnValue:
    text, remark = _both(commentary_id, language_of_text, remark_id)
    return _kept(text, lambda text: remarking.rewrite(text, remark, by=me, words=request.form.get("words", "")))


@blueprint.post("/remarks/<int:remark_id>/removal")
@desk
def delete(commentary_id: int, language_of_text: Language, remark_id: int) -> ResponseReturnValue:
    text, remark = _both(commentary_id, language_of_text, remark_id)
    return _kept(text, lambda text: remarking.delete(text, remark, by=me))


@blueprint.post("/remarks/<int:remark_id>/settlement")
@desk
def settle(commentary_id: int, language_of_text: Language, remark_id: int) -> ResponseReturnValue:
    """`how` is a Settlement, or empty to open it again."""
    text, remark = _both(commentary_id, language_of_text, remark_id)
    how = request.form.get("how", "")
    if remark.answers_id or how not in ("", *Settlement):
        abort(400)

    def act(text: Text) -> None:
        if not how:
            remarking.reopen(text, remark)
        elif how == Settlement.ACCEPTED:
            remarking.accept(text, remark, by=me)
        else:
            remarking.settle(text, remark, Settlement(how), by=me)

    return _kept(text, act)


def _both(commentary_id: int, language: Language, remark_id: int) -> tuple[Text, Remark]:
    text = text_asked_for(commentary_id, language)
    remark = db.session.get(Remark, remark_id)
    return (text, remark) if remark and remark.text_id == text.id else abort(404)


def _kept(text: Text, act: Callable[[Text], Remark | None]) -> ResponseReturnValue:
    """A script gets JSON, with the id of what was made or a sentence on why it wasn't; a form gets the page."""
    fetched = request.accept_mimetypes.best == "application/json"
    try:
        made = act(text)
    except Refusal as refusal:
        db.session.rollback()
        sentence = _(refusal.message, **refusal.values)
        if fetched:
            return {"error": sentence}, 422
        flash(sentence, "bad")
        return writing_page(text, TextForm.of(text)), 422
    db.session.commit()
    if fetched:
        return {"remark": made.id if made else None}
    anchor = f"remark-{made.id}" if made else "remarks"
    return redirect(page_of(text, anchor))
