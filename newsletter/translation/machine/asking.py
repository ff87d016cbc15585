"""Asking the machine for a draft. Nothing here commits; the work is done in the background (drafting.py)."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from newsletter import background
from newsletter.commentaries.models import Text
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db, now
from newsletter.staff.models import Staff
from newsletter.translation.machine import configuration, failures
from newsletter.translation.machine.models import OPEN, DraftRequest, DraftState
from newsletter.translation.staleness import State
from newsletter.translation.standings import Standing, standing_of

AN_HOUR = 30
"""Requests of the whole newsroom: each costs money, and sends words away."""
GIVEN_UP = dt.timedelta(hours=1)
"""After it, a request that nobody works at no longer keeps others waiting."""
KEPT = dt.timedelta(days=30)


class UnderWay(Refusal):
    message = N_("The machine is at work on this text already: wait until it is through, or stop it.")


class TooOften(Refusal):
    message = N_("The newsroom asked the machine %(limit)s times within an hour: wait a while.")


def ask(text: Text, *, by: Staff, parts: Sequence[str] = ()) -> DraftRequest:
    """For all that nothing renders yet, or those parts of it. Raises Off, NothingMissing, UnderWay, TooOften."""
    _require_leave()
    db.session.refresh(text, with_for_update=True)
    if running(text):
        raise UnderWay
    wanted = missing_of(text, parts)
    if not wanted:
        raise failures.NothingMissing
    request = DraftRequest(text_id=text.id, staff_id=by.id, parts=list(parts), wanted=len(wanted))
    return _put(request, "draft_translation")


def try_out(*, by: Staff) -> DraftRequest:
    """Whether the machine answers, with a sentence of nobody's. Raises Off, TooOften."""
    _require_leave()
    return _put(DraftRequest(staff_id=by.id, wanted=1), "try_machine")


def missing(standing: Standing, parts: Collection[str] = ()) -> list[str]:
    """The parts of the source that nothing renders yet: title, standfirst and blocks, not the photo's words."""
    ours = standing.source.now.parts()
    found = [name for pair in standing.pairs if pair.state is State.MISSING for name in pair.sources if name in ours]
    return [name for name in found if not parts or name in parts]


def missing_of(text: Text, parts: Collection[str] = ()) -> list[str]:
    standing = standing_of(text)
    return missing(standing, parts) if standing else []


def running(text: Text) -> DraftRequest | None:
    newest = latest(text)
    return newest if newest and newest.is_open and newest.asked_at > now() - GIVEN_UP else None


def latest(text: Text | None) -> DraftRequest | None:
    """The newest of a text's, or of those that only tried the machine out."""
    of_it = DraftRequest.text_id == text.id if text else DraftRequest.text_id.is_(None)
    return db.session.scalar(sa.select(DraftRequest).where(of_it).order_by(DraftRequest.id.desc()).limit(1))


def cancel(text: Text) -> bool:
    """What is drafted stays, and what is on its way is not written down; whether there was anything to stop."""
    request = running(text)
    if request is None:
        return False
    finish(request, DraftState.CANCELLED)
    return True


def finish(request: DraftRequest, state: DraftState, problem: Refusal | None = None) -> None:
    request.state, request.finished_at = state, now()
    request.problem = failures.stored(problem) if problem else {}


def forget_trials() -> None:
    """Of settings that are others now."""
    db.session.execute(sa.delete(DraftRequest).where(DraftRequest.text_id.is_(None)))


def purge(at: dt.datetime) -> int:
    """Forget what was asked long ago; how many."""
    gone = db.session.execute(sa.delete(DraftRequest).where(DraftRequest.asked_at < at - KEPT))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _require_leave() -> None:
    if not configuration.is_on():
        raise failures.Off
    lately = sa.select(sa.func.count()).where(DraftRequest.asked_at > now() - dt.timedelta(hours=1))
    if (db.session.scalar(lately) or 0) >= AN_HOUR:
        raise TooOften(limit=AN_HOUR)


def _put(request: DraftRequest, job: str) -> DraftRequest:
    """In the place of one that nobody works at any more."""
    of_it = DraftRequest.text_id == request.text_id if request.text_id else DraftRequest.text_id.is_(None)
    stale = sa.update(DraftRequest).where(of_it, DraftRequest.state.in_(OPEN))
    db.session.execute(stale.values(state=DraftState.FAILED, finished_at=now(), problem={"kind": "Stopped"}))
    db.session.add(request)
    db.session.flush()
    background.enqueue(job, request.id, queue=background.DRAFTS)
    return request
