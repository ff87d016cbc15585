"""A mailing from its start to its end, as the jobs and the sending screen see it."""

import datetime as dt

import sqlalchemy as sa

from newsletter.background import MAILINGS, enqueue
from newsletter.db import UTCDateTime, db, now
from newsletter.issues.composing.models import Edition
from newsletter.issues.leaving import release
from newsletter.issues.models import Issue
from newsletter.keys import KeyFault
from newsletter.mailer import audience, enqueueing, ledger, relays, telling
from newsletter.mailer.holding import holding
from newsletter.mailer.journal import CannotWrite
from newsletter.mailer.ledger import written
from newsletter.mailer.models import Hold, Mailing, MailingState
from newsletter.mailer.refusals import first_readers, stopping
from newsletter.mailer.refusals.judging import Verdict
from newsletter.vault import CannotOpen

RETRY = dt.timedelta(minutes=1)
"""How long a mailing waits for the keys, or for room."""


def start(edition_id: int) -> Mailing:
    """Freeze the audience and ask for its sending, in the caller's transaction; once only."""
    mailing = audience.prepare(db.session.get_one(Edition, edition_id))
    if mailing.state is MailingState.PREPARED:
        ask_for(mailing)
    return mailing


def ask_for(mailing: Mailing) -> None:
    """Have it begun, in the caller's transaction."""
    enqueue("send_mailing", mailing.id, queue=MAILINGS, key=f"mailing-{mailing.id}")


def begin(mailing_id: int) -> None:
    """Cut the mailing into batches, all in one transaction."""
    if _move(mailing_id, MailingState.PREPARED, MailingState.SENDING):
        _set(mailing_id, started_at=now())
        enqueueing.enqueue_batches(mailing_id)
        conclude(mailing_id)


def takes_deliveries(mailing: Mailing) -> bool:
    """Whether it goes on now. Where only the hour is against it, that is noted in its row for all to see."""
    found = holding(mailing)
    if found and found.why is Hold.QUIET_HOURS:
        hold(mailing.id, found.why, found.until)
    return mailing.state is MailingState.SENDING and found is None


def hold(mailing_id: int, why: Hold, until: dt.datetime | None) -> None:
    """Until then nothing of it is claimed; the sweep goes on with it."""
    going = sa.update(Mailing).where(Mailing.id == mailing_id, Mailing.state == MailingState.SENDING)
    written(going.values(hold=why, retry_at=until))


def pause(mailing_id: int) -> bool:
    """What is on the wire arrives; nothing new is claimed."""
    if not _move(mailing_id, MailingState.SENDING, MailingState.PAUSED):
        return False
    _set(mailing_id, hold=None, retry_at=None)
    return True


def resume(mailing_id: int) -> bool:
    """Also after it was stopped for its refusals: somebody wants it sent all the same."""
    if not _move(mailing_id, MailingState.PAUSED, MailingState.SENDING):
        return False
    stopping.accept(mailing_id)
    # One that was stopped before it had begun begins now.
    started_at = sa.func.coalesce(Mailing.started_at, sa.literal(now(), UTCDateTime()))
    _set(mailing_id, hold=None, problem=None, problem_at=None, retry_at=None, started_at=started_at)
    enqueueing.enqueue_batches(mailing_id)
    conclude(mailing_id)
    return True


def cancel(mailing_id: int) -> bool:
    """What has not left is withdrawn for good."""
    if not any(
        _move(mailing_id, state, MailingState.CANCELLED) for state in (MailingState.PAUSED, MailingState.SENDING)
    ):
        return False
    _set(mailing_id, finished_at=now())
    conclude(mailing_id)
    return True


def conclude(mailing_id: int) -> None:
    """To be called whenever deliveries may have come to their end, or back from a batch."""
    if db.session.scalar(sa.select(Mailing.state).where(Mailing.id == mailing_id)) is MailingState.CANCELLED:
        ledger.withdraw(mailing_id)
        _finish_issue(mailing_id)
    elif ledger.finish_if_complete(mailing_id):
        _finish_issue(mailing_id)
    elif first_readers.decide(mailing_id) is Verdict.GO_ON:
        enqueueing.enqueue_batches(mailing_id)


def note_problem(mailing_id: int, problem: Exception | None) -> None:
    """Where no relay takes anything until it is mended, the mailing is paused; anything else is tried again."""
    if problem is None:
        written(
            sa.update(Mailing)
            .where(Mailing.id == mailing_id, Mailing.problem.is_not(None))
            .values(hold=_unless_halted(None), problem=None, problem_at=None, retry_at=None)
        )
        return
    retry_at = problem.retry_at if isinstance(problem, relays.NoRelay) else now() + RETRY
    lasting = retry_at is None
    if lasting:
        pause(mailing_id)
    since = sa.func.coalesce(Mailing.problem_at, sa.literal(now(), UTCDateTime()))
    hold = _unless_halted(_hold_of(problem))
    _set(mailing_id, hold=hold, problem=str(problem)[:200], problem_at=since, retry_at=retry_at)
    telling.relay_in_trouble(mailing_id, lasting=lasting)


def _hold_of(problem: Exception) -> Hold:
    match problem:
        case relays.NoneSet():
            return Hold.NO_RELAY
        case CannotOpen() | KeyFault():
            return Hold.KEYS
        case CannotWrite():
            return Hold.DISK
    return Hold.RELAY


def _unless_halted(hold: Hold | None) -> sa.ColumnElement[Hold | None]:
    """What was stopped meanwhile for another reason, by an editor or for its refusals, keeps that reason."""
    kept = sa.and_(Mailing.state == MailingState.PAUSED, Mailing.hold.in_([Hold.STOP_PRESS, Hold.FIRST_READERS]))
    return sa.case((kept, Mailing.hold), else_=sa.literal(hold, Mailing.hold.type))


def try_again() -> None:
    """A relay was mended or set: those that wait for one go on at the next sweep."""
    for_one = Mailing.hold.in_([Hold.RELAY, Hold.NO_RELAY])
    waiting = sa.update(Mailing).where(Mailing.state == MailingState.SENDING, for_one)
    written(waiting.values(retry_at=None))


def _move(mailing_id: int, before: MailingState, after: MailingState) -> bool:
    chosen = sa.update(Mailing).where(Mailing.id == mailing_id, Mailing.state == before)
    return bool(written(chosen.values(state=after)))


def _set(mailing_id: int, **values: object) -> None:
    written(sa.update(Mailing).where(Mailing.id == mailing_id).values(**values))


def _finish_issue(mailing_id: int) -> None:
    """Once no mailing of the issue is under way any more; of two that end at once the second sees the first."""
    issue_id = db.session.scalar(
        sa.select(Issue.id).join(Edition).join(Mailing).where(Mailing.id == mailing_id).with_for_update(of=Issue)
    )
    under_way = (
        sa.select(sa.func.count(Mailing.id))
        .join(Edition)
        .where(Edition.issue_id == issue_id, Mailing.state.not_in([MailingState.DONE, MailingState.CANCELLED]))
    )
    if issue_id and not db.session.scalar(under_way):
        release.finish(issue_id)
    telling.ended(mailing_id)
