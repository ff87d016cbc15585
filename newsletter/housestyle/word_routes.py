"""The words that spelling knows beside its dictionaries."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries.writing import one_line
from newsletter.db import db
from newsletter.housestyle import known_words, spelling
from newsletter.housestyle.models import KnownWord
from newsletter.languages import Language
from newsletter.staff.guards import TRANSLATORS, desk, me, translators
from newsletter.web import row_number

blueprint = Blueprint("words", __name__, url_prefix="/desk/words")


@blueprint.get("")
@desk
def index() -> ResponseReturnValue:
    return render_template(
        "words/index.html",
        known={language: known_words.listed(language) for language in Language},
        missing={language: spelling.PACKAGES[language] for language in Language if not spelling.available(language)},
        limit=known_words.MOST,
        may_edit=me.role in TRANSLATORS,
    )


@blueprint.post("")
@translators
def add() -> ResponseReturnValue:
    """`language` and `word`, from the list or from an open text."""
    language, word = _language(), one_line(request.form.get("word", ""))[:200]
    try:
        known_words.add(word, language, by=me)
    except known_words.CannotAdd as refusal:
        db.session.rollback()
        flash(_(refusal.message, **refusal.values), "bad")
    else:
        db.session.commit()
        flash(_("Spelling knows “%(word)s” from now on.", word=word), "good")
    return redirect(url_for("words.index"))


@blueprint.post("/removal")
@translators
def remove() -> ResponseReturnValue:
    """`known`: the number of its row."""
    known = db.session.get(KnownWord, request.form.get("known", 0, type=row_number)) or abort(404)
    word = known.word
    known_words.remove(known, by=me)
    db.session.commit()
    flash(_("“%(word)s” is removed.", word=word), "good")
    return redirect(url_for("words.index"))


def _language() -> Language:
    try:
        return Language(request.form.get("language", ""))
    except ValueError:
        abort(400)
