"""The translating desk: a text beside its source, block by block."""

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.widgets import TextArea

from newsletter.commentaries import photo_seen
from newsletter.commentaries.forms import TextForm
from newsletter.commentaries.models import Text
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.text_routes import ADDRESS, page_of, text_asked_for
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import EDITORS, desk, me
from newsletter.translation import sheet, sources
from newsletter.translation.photo_desk import PhotoWordsForm
from newsletter.translation.standings import standing_of

blueprint = Blueprint("translating", __name__, url_prefix=f"{ADDRESS}/translating")


@blueprint.get("")
@desk
def show(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    text = _translation(commentary_id, language_of_text)
    standing, source = standing_of(text) or abort(404), text.source or abort(404)
    form = TextForm.of(text)
    # Beside the source's, a title needs all of its lines.
    form.title.widget, form.title.render_kw, form.standfirst.render_kw = TextArea(), {"rows": 1}, {"rows": 1}
    return render_template(
        "translation/desk.html",
        text=text,
        standing=standing,
        form=form,
        opened_at=form.revision.data,
        sheet=sheet.sheet_of(text),
        rows=sheet.rows(text, standing),
        photo_pairs=sheet.photo_pairs(standing),
        photo_named={name for pair in sheet.photo_pairs(standing) for name in (*pair.sources, *pair.targets)},
        photo_form=PhotoWordsForm.of(text),
        photo_there=photo_seen.said_of_photo(text.commentary, source.language),
        sources=sources.sources_for(text),
        may_approve=me.role in EDITORS,
    )


@blueprint.get("/sheet")
@desk
def show_sheet(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """For an open desk, which asks every few seconds: 304 while nothing is new."""
    text = _translation(commentary_id, language_of_text)
    version = sheet.version_of_sheet(text)
    if version in request.if_none_match:
        return "", 304
    return sheet.sheet_of(text) or abort(404), {"ETag": f'"{version}"'}


@blueprint.post("/source")
@desk
def choose_source(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    text = _translation(commentary_id, language_of_text)
    chosen = request.form.get("language", "")
    source = text.commentary.texts.get(Language(chosen)) if chosen in list(Language) else None
    try:
        sources.change_source(text, source or abort(404), by=me)
    except Refusal as refusal:
        db.session.rollback()
        flash(_(refusal.message, **refusal.values), "bad")
    else:
        flash(_("The source is another one now: look at each block beside it."), "good")
    db.session.commit()
    return redirect(page_of(text))


@blueprint.post("/photo")
@desk
def save_photo_words(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """All three; or of the one that `right` names, that it still says what the source does, which has `words` now."""
    text, form = _translation(commentary_id, language_of_text), PhotoWordsForm(prefix="photo-")
    right = request.form.get("right")
    if not form.validate():
        flash(_("The words of a photo are too long: shorten them."), "bad")
        return redirect(page_of(text, "photo-words"))
    form.fill(text, by=me)
    try:
        if right in photo_seen.FIELDS:
            photo_seen.still_right(text.commentary, text.language, right, request.form.get(f"there-{right}", ""))
    except photo_seen.ChangedMeanwhile as refusal:
        flash(_(refusal.message), "attention")
    db.session.commit()
    return redirect(page_of(text, "photo-words"))


def _translation(commentary_id: int, language: Language) -> Text:
    """Or a page that says that there is none, also for an original."""
    text = text_asked_for(commentary_id, language)
    return text if text.source_id else abort(404)
