"""Telling the editors when mailings end or are turned away, or one or a relay stops by itself: by letter and webhook.

What is told stands in the audit log, so that it is the same at every try, and is told once. Nothing here commits.
"""

import datetime as dt
from collections.abc import Collection
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from newsletter.background import enqueue
from newsletter.db import db, now
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue
from newsletter.mailer import ledger
from newsletter.mailer.models import Mailing, MailingState
from newsletter.staff import settings
from newsletter.staff.guards import EDITORS
from newsletter.staff.models import AuditEntry, Staff, record
from newsletter.staff.relay_models import Relay
from newsletter.web import public_url

WHO = "mailer"
AWAY = dt.timedelta(minutes=15)
"""For so long a relay may be away before anybody is told, and for so long the same isn't told again of an issue."""
_OVER = [MailingState.DONE, MailingState.CANCELLED]


class Event(StrEnum):
    """As the audit log and the webhook name it."""

    ENDED = "mailing.ended"
    REFUSALS = "mailing.stopped"
    RELAY_REFUSES = "mailing.relay_refuses"
    """A wrong password, for example: somebody must do something."""
    RELAY_AWAY = "mailing.relay_away"
    """Or whatever else keeps the mailer from sending; `hold` says what."""
    RELAY_OUT = "relay.out"
    """One refuses us for good, and others take its mails: no mailing stops."""
    RELAY_SET = "relay.set"
    """From now on it gets readers' mails, and so their addresses: whoever adds one should not be able to in silence."""
    NOT_RELEASED = "issue.not_released"
    """It was due, and stays."""
    BLOCKED = "mailing.blocked"
    """A provider turns it away after it was sent."""
    UNCERTAIN = "mailing.uncertain"
    """Under a policy that leaves it to them."""


def ended(mailing_id: int) -> None:
    """Once none of the mailings that began with it is under way any more."""
    mailing, issue = _with_its_issue(mailing_id)
    facts: dict[str, Any] = {"stop_press": mailing.stop_press_id}
    together = _together(mailing)
    if all(each.state in _OVER for each in together) and not _has_told(Event.ENDED, issue, facts):
        counts = ledger.counts(each.id for each in together)
        _tell(Event.ENDED, str(issue.number), **facts, mailings=[_numbers(each, counts[each.id]) for each in together])


def stopped(mailing_id: int, *, refused: int, answered: int, limit: float, blocked: tuple[str, ...] = ()) -> None:
    """For its refusals; `limit` in percent, `blocked`: the provider groups that mostly refuse us as such."""
    mailing, issue = _with_its_issue(mailing_id)
    numbers = {"refused": refused, "answered": answered, "limit": limit, "blocked": list(blocked)}
    first = mailing.first_to is not None and mailing.first_passed_at is None
    _tell(Event.REFUSALS, str(issue.number), edition=mailing.edition.key.code, first=first, **numbers)


def relay_in_trouble(mailing_id: int, *, lasting: bool) -> None:
    """At once where it won't take anything until somebody does something; otherwise if it stays away for long."""
    mailing, issue = _with_its_issue(mailing_id)
    if lasting:
        _tell_once_in_a_while(Event.RELAY_REFUSES, issue, says=mailing.problem)
    elif mailing.problem_at:
        since = mailing.problem_at.isoformat()
        key = f"relay away {mailing.id} {since}"
        enqueue("tell_of_relay", mailing.id, since, key=key, delay=AWAY.total_seconds())


def relay_still_away(mailing_id: int, since: str) -> None:
    """Whether it has been so all the time, which nobody needs to hear who has looked at it meanwhile."""
    mailing, issue = _with_its_issue(mailing_id)
    is_same = mailing.problem_at is not None and mailing.problem_at.isoformat() == since
    if is_same and mailing.state is MailingState.SENDING:
        _tell_once_in_a_while(Event.RELAY_AWAY, issue, hold=mailing.hold, says=mailing.problem)


def relay_out(relay: Relay) -> None:
    """It isn't tried again until it is mended, so this is told once."""
    _tell(Event.RELAY_OUT, relay.name, says=relay.problem)


def relay_set(relay: Relay, *, by: str) -> None:
    _tell(Event.RELAY_SET, relay.name, by=by, host=relay.host)


def not_released(issue: Issue, why: str) -> None:
    """`why` is what the audit log says of it: release.MISSED, HELD or FAILED."""
    facts = {"generation": issue.generation}
    if not _has_told(Event.NOT_RELEASED, issue, facts):
        _tell(Event.NOT_RELEASED, str(issue.number), **facts, why=why)


def told_of_blocks(numbers: Collection[int]) -> set[tuple[int, str]]:
    """Of the issues with these numbers: which provider groups were told of."""
    subjects = [str(number) for number in numbers]
    told = sa.select(AuditEntry.subject, AuditEntry.details)
    rows = db.session.execute(told.where(AuditEntry.action == Event.BLOCKED, AuditEntry.subject.in_(subjects)))
    return {(int(subject), group) for subject, details in rows for group in details["blocked"]}


def blocked(issue_id: int, *, group: str, returned: int, sent: int, stopped: bool) -> None:
    """Once an issue and provider group: so much came back of what was sent. `stopped`: what was under way waits now."""
    issue = db.session.get_one(Issue, issue_id, with_for_update=True, populate_existing=True)
    if not _has_told(Event.BLOCKED, issue, {"blocked": [group]}):
        numbers = {"refused": returned, "answered": sent, "blocked": [group]}
        _tell(Event.BLOCKED, str(issue.number), **numbers, stopped=stopped)


def uncertain(mailing_id: int, number: int) -> None:
    """So many deliveries wait for somebody's decision."""
    mailing, issue = _with_its_issue(mailing_id)
    _tell_once_in_a_while(Event.UNCERTAIN, issue, edition=mailing.edition.key.code, number=number)


def issue_of(entry: AuditEntry) -> int | None:
    """The number of the issue that it tells of; None where it tells of a relay."""
    return None if entry.action in (Event.RELAY_OUT, Event.RELAY_SET) else int(entry.subject)


def link_of(entry: AuditEntry) -> str:
    """To the sending screen, or to an issue that didn't get there."""
    number = issue_of(entry)
    if entry.action == Event.NOT_RELEASED:
        return public_url("issues.show", number=number)
    return public_url("mailer.index") if number is None else public_url("mailer.show", number=number)


def _with_its_issue(mailing_id: int) -> tuple[Mailing, Issue]:
    """As they are now. Whoever else has something to tell of the issue waits for us, and then sees what we told."""
    mailing = db.session.get_one(Mailing, mailing_id, populate_existing=True)
    issue = db.session.get_one(Issue, mailing.edition.issue_id, with_for_update=True, populate_existing=True)
    return mailing, issue


def _together(mailing: Mailing) -> list[Mailing]:
    """Those of its issue, or of its stop-press."""
    chosen = sa.select(Mailing).join(Edition).where(Edition.issue_id == mailing.edition.issue_id)
    same = Mailing.stop_press_id.is_not_distinct_from(mailing.stop_press_id)
    rows = db.session.scalars(chosen.where(same).order_by(Mailing.id).execution_options(populate_existing=True))
    return list(rows)


def _numbers(mailing: Mailing, counts: dict[Any, int]) -> dict[str, Any]:
    states = {str(state): number for state, number in counts.items() if number}
    return {"edition": mailing.edition.key.code, "state": mailing.state, "prepared": mailing.prepared, **states}


def _tell_once_in_a_while(event: Event, issue: Issue, **facts: Any) -> None:
    if not _has_told(event, issue, {}, since=now() - AWAY):
        _tell(event, str(issue.number), **facts)


def _has_told(event: Event, issue: Issue, facts: dict[str, Any], since: dt.datetime | None = None) -> bool:
    told = sa.select(AuditEntry).where(AuditEntry.action == event, AuditEntry.subject == str(issue.number))
    if since:
        told = told.where(AuditEntry.at >= since)
    return any(facts.items() <= entry.details.items() for entry in db.session.scalars(told))


def _tell(event: Event, subject: str, **facts: Any) -> None:
    """Of an issue, by its number, or of a relay, by its name."""
    entry = record(WHO, event, subject, **facts)
    editors = sa.select(Staff.id).where(Staff.active, Staff.role.in_(EDITORS), Staff.address.is_not(None))
    for staff_id in db.session.scalars(editors.order_by(Staff.id)):
        enqueue("send_mailing_news", entry.id, staff_id, key=f"mailing news {entry.id} {staff_id}")
    if settings.current().webhook:
        enqueue("call_webhook", entry.id, key=f"webhook {entry.id}")
