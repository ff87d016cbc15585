"""What the house style says of an open text, as it is in the editor. Nothing of the text is changed here."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries.document import NotADocument, checked, cleaned, parsed
from newsletter.commentaries.merging import Version
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.text_routes import ADDRESS, text_asked_for
from newsletter.db import db, looking
from newsletter.housestyle import known_words, spelling
from newsletter.housestyle.findings import Finding
from newsletter.housestyle.models import WORD_LENGTH
from newsletter.languages import Language
from newsletter.staff.guards import TRANSLATORS, desk, me, translators
from newsletter.translation.style import style_of

blueprint = Blueprint("style", __name__, url_prefix=f"{ADDRESS}/style")


@blueprint.app_template_global()
def dictionary_package(language: Language) -> str:
    return spelling.PACKAGES[language]


@blueprint.app_template_global()
def may_add_words() -> bool:
    return me.role in TRANSLATORS


@blueprint.post("")
@desk
def check(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """JSON with `title`, `standfirst` and `document`, and `spelling` where the dictionary is to be asked.

    422 with a sentence for what is no document. `spelling` of the answer says whether there is a dictionary.
    """
    asked = _asked()
    with looking():
        text = text_asked_for(commentary_id, language_of_text)
        try:
            version = _version(asked)
        except Refusal as refusal:
            return {"error": _(refusal.message, **refusal.values)}, 422
        found = style_of(text, version, spelled=asked.get("spelling") is True)
    return {"findings": list(_told(found)), "spelling": spelling.available(language_of_text)}


@blueprint.post("/spelling")
@desk
def suggest(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """What may have been meant by `word`."""
    word = _asked().get("word")
    if not isinstance(word, str) or not 0 < len(word) <= WORD_LENGTH:
        abort(400)
    # It takes a fifth of a second, and nobody has to wait for the database meanwhile.
    db.session.rollback()
    return {"suggestions": spelling.suggestions(word, language_of_text)}


@blueprint.post("/words")
@translators
def know(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """`word` is right: the dictionary is told so for good."""
    word = _asked().get("word")
    if not isinstance(word, str):
        abort(400)
    try:
        known_words.add(word, language_of_text, by=me)
    except known_words.CannotAdd as refusal:
        db.session.rollback()
        return {"error": _(refusal.message, **refusal.values)}, 422
    db.session.commit()
    return {}


def _asked() -> Mapping[str, Any]:
    try:
        asked = parsed(request.get_data())
    except NotADocument:
        abort(400)
    return asked if isinstance(asked, dict) else abort(400)


def _version(asked: Mapping[str, Any]) -> Version:
    """Raises DocumentError."""
    title, standfirst = cleaned(asked.get("title", "")), cleaned(asked.get("standfirst", ""))
    return Version(title, standfirst, checked(asked.get("document")))


def _told(found: Iterable[Finding]) -> Iterator[dict[str, object]]:
    """With places as a browser counts characters: in UTF-16, where some take two."""
    double: dict[str, list[int]] = {}
    for finding in found:
        words = finding.passage.words
        if words not in double:
            double[words] = [place for place, character in enumerate(words) if character > "\uffff"]
        yield {
            "part": finding.passage.part,
            "field": finding.passage.field,
            "start": finding.start + bisect_left(double[words], finding.start),
            "end": finding.end + bisect_left(double[words], finding.end),
            "rule": finding.rule,
            "severity": finding.severity,
            "message": _(finding.message, **finding.values),
            "words": finding.words,
            "suggestion": finding.suggestion,
        }
