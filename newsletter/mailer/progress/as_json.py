"""The same numbers for programs: docs/sending-status.md says what each key means."""

import datetime as dt
from typing import Any

from newsletter.mailer.models import Worker
from newsletter.mailer.progress.limits import Limit
from newsletter.mailer.progress.mailing_report import FirstReaders, MailingReport
from newsletter.mailer.progress.refused import Refusals
from newsletter.mailer.progress.report import Report
from newsletter.mailer.progress.sums import Sums
from newsletter.staff.relay_models import Relay

Facts = dict[str, Any]


def issue_facts(report: Report) -> Facts:
    return {
        "number": report.issue.number,
        "released_at": _moment(report.issue.released_at),
        "limit": _limit(report.limits.overall),
        **_sums(report.editions),
        "stop_presses": [_sums(sums) for sums in report.stop_presses],
        "mailings": [_mailing(item) for item in report.mailings],
        "groups": {
            name: {"counts": counts, "limit": _limit(report.limits.groups.get(name))}
            for name, counts in report.groups.items()
        },
        "refusals": [_refused(refusals) for refusals in report.refusals],
    }


def relay_facts(relay: Relay) -> Facts:
    return {
        "name": relay.name,
        "purpose": relay.purpose,
        "active": relay.active,
        "per_second": relay.per_second,
        "problem": relay.problem,
        "retry_at": _moment(relay.retry_at),
    }


def worker_facts(worker: Worker, seconds: float) -> Facts:
    """`seconds` since its last beat."""
    return {"name": worker.name, "seconds_since_beat": round(seconds, 1)}


def _sums(sums: Sums) -> Facts:
    return {
        "standing": sums.standing,
        "candidates": sums.candidates,
        "prepared": sums.prepared,
        "left_out": sums.left_out,
        "counts": sums.counts,
        "percent": sums.percent,
        "rate": round(sums.rate, 2),
        "seconds_left": _seconds(sums.seconds_left),
        "retry_at": _moment(sums.retry_at),
        "next_try_at": _moment(sums.next_at),
    }


def _mailing(item: MailingReport) -> Facts:
    mailing, doubts, first = item.mailing, item.doubts, item.first
    awaited = item.first_readers is FirstReaders.AWAITED
    return {
        "id": mailing.id,
        "reading": mailing.edition.reading,
        "variant": mailing.edition.variant,
        "stop_press": mailing.stop_press_id is not None,
        "state": mailing.state,
        "hold": item.hold,
        "problem": mailing.problem,
        "retry_at": _moment(item.held_until),
        "started_at": _moment(mailing.started_at),
        "finished_at": _moment(mailing.finished_at),
        "candidates": mailing.candidates,
        "prepared": mailing.prepared,
        "left_out": mailing.excluded,
        "counts": item.counts,
        "in_doubt": mailing.in_doubt,
        "to_decide": doubts.number if doubts else 0,
        "first_readers": first and {"sent": first.sent, "refused": first.refused, "awaited": awaited},
        "rate": round(item.rate, 2),
        "seconds_left": _seconds(item.seconds_left if item.is_under_way else 0),
        "next_try_at": _moment(item.next_at),
    }


def _refused(refusals: Refusals) -> Facts:
    return {
        "reason": refusals.reason,
        "state": refusals.state,
        "answer": refusals.reply,
        "groups": {name: number for name, number in refusals.groups.items() if number},
        "readers": refusals.number,
        "next_try_at": _moment(refusals.next_at),
    }


def _limit(limit: Limit | None) -> Facts | None:
    return {"a_second": limit.a_second, "slowed": limit.slowed, "slowed_until": _moment(limit.until)} if limit else None


def _moment(at: dt.datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _seconds(left: float | None) -> int | None:
    return None if left is None else round(left)
