"""The translation memory on the desk: what is like the blocks of a source, and a search in all of it."""

from itertools import islice
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.commentaries.document import NotADocument, parsed
from newsletter.commentaries.history import version_of
from newsletter.commentaries.text_routes import ADDRESS, text_asked_for
from newsletter.commentaries.writing import one_line
from newsletter.db import looking
from newsletter.languages import Language, week_range
from newsletter.staff.guards import desk
from newsletter.translation import concordance
from newsletter.translation.memory import words_of
from newsletter.translation.memory_matches import Match, suggestions
from newsletter.web import interface_language

blueprint = Blueprint("memory", __name__)

MOST_PARTS = 200
"""That one question may name; the others stay without an answer."""
SEARCH_LENGTH = 100


@blueprint.post(f"{ADDRESS}/memory")
@desk
def suggest(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """For `{"parts": {"<part of the source>": true, …}}`, by part, the earlier pairs that are the same or close.

    The words are the source's as it is now. It only reads, but an address is too short for the question.
    """
    wanted = _parts_named()
    with looking():
        text = text_asked_for(commentary_id, language_of_text)
        if text.source is None:
            return {}
        parts = version_of(text.source).parts()
        words = {name: words_of(parts[name]) for name in islice((name for name in wanted if name in parts), MOST_PARTS)}
        found = suggestions(words, text.source.language, text.language, but=text)
        return {name: [_as_shown(match) for match in matches] for name, matches in found.items()}


def _parts_named() -> list[str]:
    try:
        said = parsed(request.get_data())
    except NotADocument:
        abort(400)
    parts = said.get("parts") if isinstance(said, dict) else None
    return list(parts) if isinstance(parts, dict) else abort(400)


def _as_shown(match: Match) -> dict[str, Any]:
    return {
        "similarity": match.similarity,
        "words": match.pair.target,
        "html": match.html,
        "from": f"{match.title} · {week_range(match.week, interface_language())}",
        "url": url_for("texts.edit", commentary_id=match.commentary_id, language_of_text=match.pair.target_language),
    }


@blueprint.get("/desk/memory")
@desk
def search() -> ResponseReturnValue:
    words = one_line(request.args.get("q", ""))[:SEARCH_LENGTH]
    source, target = (_language_named(side) for side in ("source", "target"))
    number = request.args.get("page", 1, type=int)
    page = concordance.page_of(words, source=source, target=target, number=number) if words else None
    asked = {name: value for name, value in (("q", words), ("source", source), ("target", target)) if value}
    return render_template("translation/memory.html", page=page, asked=asked)


def _language_named(side: str) -> Language | None:
    named = request.args.get(side)
    return Language(named) if named in set(Language) else None
