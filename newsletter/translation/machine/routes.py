"""Asking for a machine's draft of a text, and how it goes."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.commentaries.document import NotADocument, parsed
from newsletter.commentaries.links import HEADS, is_block_id
from newsletter.commentaries.models import Text
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.text_routes import ADDRESS, text_asked_for
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import desk, me
from newsletter.translation.machine import asking, configuration, failures
from newsletter.translation.machine.models import DraftRequest, DraftState

blueprint = Blueprint("machine", __name__, url_prefix=f"{ADDRESS}/machine")

MOST_PARTS = 202
"""A title, a standfirst and as many blocks as a text may have."""


@blueprint.get("")
@desk
def state(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """JSON: whether there is a machine, to whom the words go, and how the newest request stands."""
    return _as_told(text_asked_for(commentary_id, language_of_text))


@blueprint.post("")
@desk
def ask(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """For the parts of the source that the JSON names (`{"parts": [id, …]}`), or for all that are missing.

    202 with the state; 409 or 422 with a sentence.
    """
    text = text_asked_for(commentary_id, language_of_text)
    try:
        asking.ask(text, by=me, parts=_parts())
    except Refusal as refusal:
        db.session.rollback()
        said = _(refusal.message, **refusal.values)
        return {"error": said}, 409 if isinstance(refusal, asking.UnderWay) else 422
    db.session.commit()
    return _as_told(text), 202


@blueprint.delete("")
@desk
def cancel(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """What is drafted stays."""
    text = text_asked_for(commentary_id, language_of_text)
    asking.cancel(text)
    db.session.commit()
    return _as_told(text)


def _parts() -> list[str]:
    """Raises NotADocument."""
    said = parsed(request.get_data())
    parts = said.get("parts", []) if isinstance(said, dict) else None
    if not isinstance(parts, list) or len(parts) > MOST_PARTS:
        raise NotADocument
    if not all(name in HEADS or is_block_id(name) for name in parts):
        raise NotADocument
    return parts


def _as_told(text: Text) -> dict[str, Any]:
    newest = asking.latest(text)
    told = {"host": configuration.host(), "revision": text.revision, "missing": len(asking.missing_of(text))}
    return told | {"request": _request(newest) if newest else None}


def _request(newest: DraftRequest) -> dict[str, Any]:
    problems = {name: failures.restored(kept) for name, kept in newest.failures.items()}
    return {
        "state": newest.state,
        "under_way": newest.is_open,
        "wanted": newest.wanted,
        "drafted": newest.drafted,
        "failures": {name: _(problem.message, **problem.values) for name, problem in problems.items()},
        "said": _sentence(newest),
    }


def _sentence(newest: DraftRequest) -> str:
    drafted, wanted = newest.drafted, newest.wanted
    if newest.state is DraftState.QUEUED:
        return str(_("Waiting for the machine."))
    if newest.state is DraftState.RUNNING:
        return str(_("Drafted: %(drafted)s of %(wanted)s.", drafted=drafted, wanted=wanted))
    said = ngettext("The machine drafted %(num)s part.", "The machine drafted %(num)s parts.", drafted)
    if newest.problem:
        problem = failures.restored(newest.problem)
        said = f"{_(problem.message, **problem.values)} {said}" if drafted else _(problem.message, **problem.values)
    if count := len(newest.failures):
        said += " " + ngettext("%(num)s part came to nothing.", "%(num)s parts came to nothing.", count)
    return str(said)
