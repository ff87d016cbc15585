"""Drafting what a translation lacks: read, ask the provider, write down what is a translation; a batch at a time.

No transaction is open while the provider thinks, for that takes minutes. What somebody writes meanwhile stays: a draft
goes only where there is still nothing when it comes.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.commentaries import writing
from newsletter.commentaries.merging import Part, Version
from newsletter.commentaries.models import Text
from newsletter.commentaries.refusals import Refusal
from newsletter.db import db, looking
from newsletter.languages import Language
from newsletter.staff import settings
from newsletter.staff.models import record
from newsletter.terms import term_list
from newsletter.translation.machine import asking, configuration, failures
from newsletter.translation.machine.answering import Answered, Work
from newsletter.translation.machine.models import DraftRequest, DraftState
from newsletter.translation.machine.placing import placed
from newsletter.translation.machine.units import Unit, batches
from newsletter.translation.standings import standing_of

CHARACTERS_A_TEXT = 60_000
"""Of a source, with its markup; a commentary has some 8,000."""
SAMPLE = Unit("sample", {"type": "paragraph", "attrs": {}, "content": [{"type": "text", "text": (
    "The library by the river opens at nine in the morning."
)}]})  # fmt: skip

log = logging.getLogger(__name__)


@dataclass
class Sent:
    """What has left this machine."""

    host: str = ""
    characters: int = 0


def draft(request_id: int) -> None:
    """Done twice, it drafts only what is still missing the second time."""
    _through(request_id, _draft)


def try_out(request_id: int) -> None:
    """A sentence of nobody's, from English into Russian."""
    _through(request_id, _try_out)


def _through(request_id: int, do: Callable[[int, Sent], None]) -> None:
    request = db.session.get(DraftRequest, request_id)
    if request is None or not request.is_open:
        return
    request.state = DraftState.RUNNING
    db.session.commit()
    sent, problem = Sent(), None
    try:
        do(request_id, sent)
    except Refusal as found:
        problem = found
    except sa.exc.OperationalError:
        raise
    except Exception:
        log.exception("A machine draft broke off")
        problem = failures.Stopped()
    db.session.rollback()
    _finish(request_id, sent, problem)
    db.session.commit()


def _finish(request_id: int, sent: Sent, problem: Refusal | None) -> None:
    request = db.session.get_one(DraftRequest, request_id)
    if request.is_open:
        asking.finish(request, DraftState.FAILED if problem else DraftState.DONE, problem)
    if sent.characters:
        text, handle = request.text, request.staff.handle if request.staff else ""
        subject = f"commentary {text.commentary_id}, {text.language}" if text else "machine drafts"
        action = "text.drafted" if text else "machine.tried"
        record(handle, action, subject, host=sent.host, characters=sent.characters, parts=request.drafted)


def _try_out(request_id: int, sent: Sent) -> None:
    with looking():
        provider, sent.host = configuration.provider(), configuration.host()
    sent.characters = SAMPLE.characters
    answers = provider.draft(SAMPLE.passages, Language.EN, Language.RU, [], "")
    SAMPLE.draft(answers, Language.RU)
    db.session.get_one(DraftRequest, request_id).drafted = 1
    db.session.commit()


def _draft(request_id: int, sent: Sent) -> None:
    with looking():
        provider, sent.host = configuration.provider(), configuration.host()
        work = _work(db.session.get_one(DraftRequest, request_id))
    for batch in batches(work.units):
        with looking():
            if not db.session.get_one(DraftRequest, request_id).is_open:
                return
        answered = Answered(provider, work, batch)
        sent.characters += answered.characters
        answered.ask()
        _write_down(request_id, work, answered.drafted, answered.failed)


def _work(request: DraftRequest) -> Work:
    """Raises NothingMissing, TooMuchAtOnce."""
    text = db.session.get_one(Text, request.text_id)
    standing = standing_of(text)
    names = asking.missing(standing, request.parts) if standing else []
    if standing is None or text.source is None or not names:
        raise failures.NothingMissing
    parts = standing.source.now.parts()
    units = [Unit(name, parts[name]) for name in names]
    if sum(unit.characters for unit in units) > CHARACTERS_A_TEXT:
        raise failures.TooMuchAtOnce(limit=CHARACTERS_A_TEXT)
    languages = (text.source.language, text.language)
    notes = settings.current().machine_notes
    return Work(text.id, standing.source.now, text.source.revision, languages, units, term_list.compiled(), notes)


def _write_down(request_id: int, work: Work, drafted: Mapping[str, Part], failed: dict[str, Refusal]) -> None:
    """In a transaction of its own. What nobody needs any more is let go."""
    text = db.session.get_one(Text, work.text_id)
    db.session.refresh(text, with_for_update=True)
    request = db.session.get_one(DraftRequest, request_id)
    if not request.is_open:
        db.session.rollback()
        return
    # Another source has another title under the same name.
    is_from_it = text.source is not None and text.source.language is work.languages[0]
    standing = standing_of(text) if is_from_it else None
    wanted = asking.missing(standing) if standing else []
    kept = {name: draft for name, draft in drafted.items() if name in wanted}
    failed |= {name: failures.Overtaken() for name in drafted if name not in kept}
    if standing and kept:
        try:
            with db.session.begin_nested():
                _save(text, placed(standing.target, work.source, standing.pairs, kept, work.seen))
        except Refusal:
            failed |= {name: failures.TooLong() for name in kept}
            kept = {}
    request.drafted += len(kept)
    request.failures = request.failures | {name: failures.stored(problem) for name, problem in failed.items()}
    db.session.commit()


def _save(text: Text, version: Version) -> None:
    title, standfirst, document = version.title, version.standfirst, version.document
    writing.save(text, title=title, standfirst=standfirst, document=document, heads=version.heads, by=None)
