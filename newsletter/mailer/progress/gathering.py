"""Reading what a report is made of, in a number of queries that grows neither with issues nor with mailings."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.leaving.release import why_not
from newsletter.issues.models import Issue
from newsletter.mailer.models import Delivery, DeliveryState, Mailing, Tick
from newsletter.mailer.progress.census import Row, census
from newsletter.mailer.progress.limits import limits
from newsletter.mailer.progress.mailing_report import Answers, MailingReport
from newsletter.mailer.progress.rate import Point
from newsletter.mailer.progress.report import Report
from newsletter.mailer.relays import outage


def of_issue(issue: Issue) -> Report:
    return of_issues([issue])[0]


def of_issues(issues: Sequence[Issue]) -> list[Report]:
    """One for each; of those that did not leave when they were due, each is asked about by itself."""
    chosen = sa.select(Mailing).join(Edition).where(Edition.issue_id.in_([issue.id for issue in issues]))
    mailings = db.session.scalars(chosen.order_by(Mailing.id)).all()
    ids = [mailing.id for mailing in mailings]
    counted, first, lines, now_limits = census(ids), _first(ids), _ticks(ids), limits()
    out = tuple(outage.out_for_good())
    reports: dict[int, list[MailingReport]] = {issue.id: [] for issue in issues}
    for mailing in mailings:
        rows = tuple(row for row in counted.rows if row.mailing_id == mailing.id)
        line = _line(mailing, rows, lines.get(mailing.id, []), counted.at)
        made = MailingReport(mailing, counted.at, rows, line, first.get(mailing.id), now_limits)
        reports[mailing.edition.issue_id].append(made)
    return [Report(issue, counted.at, tuple(reports[issue.id]), now_limits, out, why_not(issue)) for issue in issues]


def _line(mailing: Mailing, rows: Iterable[Row], ticks: Iterable[Tick], at: dt.datetime) -> tuple[Point, ...]:
    """From nothing to what is sent now."""
    end = mailing.finished_at or at
    sent = sum(row.number for row in rows if row.state is DeliveryState.SENT)
    between = [Point(tick.at, tick.sent, tick.hold or "") for tick in ticks if tick.at < end]
    return (Point(mailing.started_at or mailing.created_at, 0), *between, Point(end, sent))


def _ticks(mailing_ids: Sequence[int]) -> dict[int, list[Tick]]:
    found: dict[int, list[Tick]] = {}
    for tick in db.session.scalars(sa.select(Tick).where(Tick.mailing_id.in_(mailing_ids)).order_by(Tick.at)):
        found.setdefault(tick.mailing_id, []).append(tick)
    return found


def _first(mailing_ids: Sequence[int]) -> dict[int, Answers]:
    """Of the mailings that have first readers."""
    answers = (DeliveryState.SENT, DeliveryState.REFUSED)
    counts = [sa.func.count().filter(Delivery.state == state) for state in answers]
    rows = db.session.execute(
        sa.select(Delivery.mailing_id, *counts)
        .join(Mailing, Mailing.id == Delivery.mailing_id)
        # Every state by name: then the index on mailing, state and id leads to the first readers alone.
        .where(Delivery.mailing_id.in_(mailing_ids), Delivery.state.in_(list(DeliveryState)))
        .where(Delivery.id <= Mailing.first_to)
        .group_by(Delivery.mailing_id)
    )
    return {mailing_id: Answers(*answers) for mailing_id, *answers in rows}
