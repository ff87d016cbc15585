"""Bringing one's own draft: a whole translation made elsewhere, shown beside the source before anything changes."""

import json
from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import writing
from newsletter.commentaries.document import Document, blocks, is_empty
from newsletter.commentaries.history import version_of
from newsletter.commentaries.merging import Version
from newsletter.commentaries.models import Text
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.text_routes import ADDRESS, page_of, text_asked_for
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import desk, me
from newsletter.translation import drafts
from newsletter.translation.draft_check import can_be_rendered, rows
from newsletter.translation.draft_forms import DraftCheckForm, DraftForm
from newsletter.translation.drafts import Choices
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Source

blueprint = Blueprint("drafts", __name__, url_prefix=f"{ADDRESS}/own-draft")


@blueprint.get("")
@desk
def ask(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    text, _source = _translation(commentary_id, language_of_text)
    return _ask_page(text, DraftForm())


@blueprint.post("")
@desk
def check(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """What came by the form or, with `present`, the translation that is there."""
    text, source = _translation(commentary_id, language_of_text)
    if "present" in request.form:
        words, of = drafts.as_present(version_of(source), version_of(text), source.language, text.language)
        return _check_page(text, source, words, of, _figures(source))
    form = DraftForm()
    if not form.validate():
        return _ask_page(text, form), 422
    # Nobody has to wait for the database while a file is read.
    db.session.rollback()
    try:
        draft = drafts.read_draft(*form.read(), language_of_text)
    except Refusal as refusal:
        flash(_(refusal.message, **refusal.values), "bad")
        return _ask_page(text, form), 422
    found, of = drafts.laid_beside(version_of(source), draft, source.language, text.language)
    words = Version(found.title or text.title, found.standfirst or text.standfirst, found.document)
    return _check_page(text, source, words, of, _figures(source), [_(line) for line in draft.dropped])


def _figures(source: Text) -> set[str]:
    return {block["attrs"]["id"] for block in blocks(source.document) if block["type"] == "figure"}


@blueprint.post("/confirmation")
@desk
def confirm(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """Or, with `again`, show what was chosen."""
    text, source = _translation(commentary_id, language_of_text)
    form = DraftCheckForm()
    if not form.validate():
        flash(" ".join(str(error) for errors in form.errors.values() for error in errors), "bad")
        return redirect(url_for("drafts.ask", commentary_id=commentary_id, language_of_text=language_of_text))
    words = Version(form.title.data or "", form.standfirst.data or "", form.body)
    of, figures = _chosen(source, form.body), set(request.form.getlist("figure"))
    try:
        if "again" in request.form:
            return _check_page(text, source, words, of, figures)
        if form.seen.data != source.revision:
            flash(_("The source has changed meanwhile: look at it again, then take the draft over."), "attention")
            return _check_page(text, source, words, of, figures), 409
        _take_over(text, source, words, of, figures, form.revision.data)
    except writing.Clash:
        db.session.rollback()
        flash(_("Somebody saved this translation meanwhile. Taken over now, the draft replaces it."), "attention")
        return _check_page(text, source, words, of, figures), 409
    except Refusal as refusal:
        db.session.rollback()
        flash(_(refusal.message, **refusal.values), "bad")
        return _check_page(text, source, words, of, figures), 422
    db.session.commit()
    flash(_("The draft is the translation now. The one before it is in the history."), "good")
    return redirect(page_of(text))


def _take_over(text: Text, source: Text, words: Version, of: Choices, figures: set[str], opened_at: int | None) -> None:
    # What is there is kept for good, even if it was being typed a minute ago.
    writing.save(text, title=text.title, standfirst=text.standfirst, document=text.document, by=me)
    target = version_of(text)
    tied = drafts.tied(words, of, source.revision)
    stands = pairs(Source(version_of(source)), target)
    carried = drafts.figures_for(source.document, target.document, stands)
    chosen = {name: figure for name, figure in carried.items() if name in figures}
    known = drafts.with_known_ids(tied.document, target.document)
    writing.save(
        text,
        title=tied.title,
        standfirst=tied.standfirst,
        document=drafts.with_figures(known, source.document, chosen),
        heads=tied.heads,
        by=me,
        opened_at=opened_at,
    )


def _chosen(source: Text, draft: Document) -> Choices:
    known = can_be_rendered(source.document)
    names = [block["attrs"]["id"] for block in blocks(draft)]
    said = {name: request.form.get(f"of-{name}", "").split() for name in names}
    return {name: [each for each in of if each in known] for name, of in said.items()}


def _ask_page(text: Text, form: DraftForm) -> str:
    return render_template("translation/draft.html", text=text, form=form, is_there=not is_empty(text.document))


def _check_page(
    text: Text, source: Text, words: Version, of: Choices, figures: set[str], dropped: Sequence[str] = ()
) -> str:
    return render_template(
        "translation/draft_check.html",
        text=text,
        source=source,
        words=words,
        document=json.dumps(words.document, ensure_ascii=False),
        rows=rows(source, text.language, words, of),
        figures=figures,
        dropped=dropped,
    )


def _translation(commentary_id: int, language: Language) -> tuple[Text, Text]:
    """And its source; or a page that says that there is none."""
    text = text_asked_for(commentary_id, language)
    return text, text.source or abort(404)
