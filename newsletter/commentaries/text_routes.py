"""Writing a text: saving, review, approval and preview."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import diffing, photos, review, writing
from newsletter.commentaries.document import parsed
from newsletter.commentaries.forms import TextForm
from newsletter.commentaries.history import revision_of
from newsletter.commentaries.merging import Patch
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.rendering import to_html
from newsletter.commentaries.word_fields import clean
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import EDITORS, desk, editors, me
from newsletter.staff.moments import clock

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
    return writing_page(text, TextForm.of(text))


@blueprint.post("")
@desk
def save(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    return _keep_and(lambda text: flash(_("Saved."), "good"), commentary_id, language_of_text)


@blueprint.patch("")
@desk
def autosave(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """What an open editor sends: JSON with what changed since the revision that If-Match names.

    200 with the revision that has it and, where another's words were merged in, what the editor lacks; 409 with both
    versions of each part that both changed; 422 with a sentence.
    """
    text = text_asked_for(commentary_id, language_of_text)
    opened_at = _revision_named()
    try:
        patch = parsed(request.get_data())
        by_hand = isinstance(patch, dict) and patch.get("by_hand") is True
        minor = isinstance(patch, dict) and patch.get("minor") is True
        theirs = writing.save_patch(text, patch, by=me, opened_at=opened_at, by_hand=by_hand, minor=minor)
    except writing.Clash as clash:
        db.session.rollback()
        return _both_versions(text, clash), 409
    except Refusal as refusal:
        db.session.rollback()
        return {"error": _(refusal.message, **refusal.values)}, 422
    db.session.commit()
    return as_saved(text, theirs), {"ETag": f'"{text.revision}"'}


def _revision_named() -> int:
    named = request.if_match.as_set()
    number = next(iter(named), "") if len(named) == 1 else ""
    return int(number) if number.isdecimal() and len(number) < 10 else abort(428)


def as_saved(text: Text, theirs: Patch | None) -> dict[str, object]:
    """What an open editor is told of a text that was saved: the words that it has besides the editor's."""
    return {"revision": text.revision, "saved_at": clock(text.updated_at), "theirs": theirs, "state": text.state.label}


def _both_versions(text: Text, clash: writing.Clash) -> dict[str, object]:
    mine, theirs, merged = clash.mine.parts(), clash.theirs.parts(), clash.found.version
    return {
        "revision": text.revision,
        "by": _saved_by(text),
        "clashes": [
            {
                "id": name,
                "mine": mine.get(name),
                "theirs": theirs.get(name),
                "html": diffing.to_html(diffing.part_text(theirs.get(name)), diffing.part_text(mine.get(name))),
            }
            for name in clash.found.clashes
        ],
        "merged": {"title": merged.title, "standfirst": merged.standfirst, "document": merged.document},
    }


def _saved_by(text: Text) -> str:
    newest = revision_of(text, text.revision)
    return newest.author.handle if newest and newest.author else _("command line or machine")


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
        withdrawn = text.withdrawn_at is not None
        if request.form.get("state") == TextState.IN_REVIEW:
            review.require_in_review(text)
        review.approve(text, by=me, opened_at=request.form.get("revision", type=int), note=_note())
        flash(_("Revision %(number)s is approved.", number=text.revision), "good")
        if withdrawn:
            flash(_("The withdrawal is undone, and its public note is gone."), "good")

    return _keep_and(then, commentary_id, language_of_text)


def _note() -> str | None:
    """To the readers of what is corrected: their words, an empty one for "none needed", or nothing decided."""
    words = clean(request.form.get("note"))
    return words or ("" if "no_note" in request.form else None)


def _keep_and(then: Callable[[Text], None], commentary_id: int, language: Language) -> ResponseReturnValue:
    """Save the words that came with the form, and go one step further: both or neither."""
    text, form = text_asked_for(commentary_id, language), TextForm()
    if not form.validate():
        return writing_page(text, form), 422
    try:
        writing.save(
            text,
            title=form.title.data or "",
            standfirst=form.standfirst.data or "",
            document=form.body,
            by=me,
            opened_at=form.revision.data,
            minor="minor" in request.form,
        )
        then(text)
    except writing.Clash as clash:
        db.session.rollback()
        return _conflict_page(text, form, clash), 409
    except Refusal as refusal:
        db.session.rollback()
        flash(_(refusal.message, **refusal.values), "bad")
        # Where a translation stands beside its source, one sees what is to be done first.
        beside_source = text.source_id and _is_saved(text, form) and not request.form.get("note")
        return _back_to(text) if beside_source else (writing_page(text, form), 422)
    db.session.commit()
    return _back_to(text)


def _is_saved(text: Text, form: TextForm) -> bool:
    return (text.title, text.standfirst, text.document) == (form.title.data, form.standfirst.data, form.body)


@blueprint.post("/draft")
@desk
def return_to_draft(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    return _moved(lambda text: review.return_to_draft(text, by=me), commentary_id, language_of_text)


def _moved(move: Callable[[Text], None], commentary_id: int, language: Language) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language)
    try:
        move(text)
    except Refusal as refusal:
        db.session.rollback()
        flash(_(refusal.message, **refusal.values), "bad")
    db.session.commit()
    return _back_to(text)


@blueprint.get("/preview")
@desk
def preview(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """The newest words, as the reader will see them."""
    text = text_asked_for(commentary_id, language_of_text)
    body = to_html(text.document, photos.on_pages(text.language))
    return render_template("commentaries/preview.html", text=text, body=body)


def writing_page(text: Text, form: TextForm) -> str:
    return render_template(
        "commentaries/text.html",
        text=text,
        form=form,
        opened_at=form.revision.data,
        may_approve=me.role in EDITORS,
    )


def _conflict_page(text: Text, form: TextForm, clash: writing.Clash) -> str:
    """Both versions, neither lost: what differs, and one's own still in the form, to be saved over it knowingly."""
    return render_template(
        "commentaries/conflict.html",
        text=text,
        form=form,
        newest=revision_of(text, text.revision),
        comparison=diffing.compare(clash.theirs, clash.mine),
    )


def _back_to(text: Text) -> ResponseReturnValue:
    return redirect(page_of(text))


def page_of(text: Text, anchor: str | None = None) -> str:
    """Where it is written: beside its source, if it has one."""
    endpoint = "translating.show" if text.source_id else "texts.edit"
    return url_for(endpoint, commentary_id=text.commentary_id, language_of_text=text.language, _anchor=anchor)
