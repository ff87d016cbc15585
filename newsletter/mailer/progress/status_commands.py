"""`flask mailer status` and `workers`: how far the mailings are, and who sends them."""

import datetime as dt

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from newsletter.db import db, looking, now
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue, IssueState
from newsletter.mailer.heartbeat import SILENT, database_time
from newsletter.mailer.models import Mailing, Worker
from newsletter.mailer.progress import as_json, gathering, lines
from newsletter.mailer.progress.mailing_report import UNDER_WAY
from newsletter.mailer.progress.report import Report
from newsletter.staff.relay_models import Relay

mailer = AppGroup("mailer", help="Background work on a host of its own, and how far the mailings are.")

_json = click.option("--json", "in_json", is_flag=True, help="For programs; docs/sending-status.md names the keys.")


@mailer.command()
@click.option("--issue", "number", type=int, help="This one, also when its mailings are through.")
@_json
def status(number: int | None, in_json: bool) -> None:
    """Every issue that is leaving, counted from its deliveries; the relays; who works."""
    with looking():
        reports = gathering.of_issues(_issues(number))
        relays = list(db.session.scalars(sa.select(Relay).order_by(Relay.id)))
        workers = _workers()
        if in_json:
            click.echo(current_app.json.dumps(_everything(reports, relays, workers)))
            return
        for line in [line for report in reports for line in lines.of(report)]:
            click.echo(line)
        if not reports:
            click.echo("No mailing is under way.")
        for relay in relays:
            click.echo(lines.of_relay(relay))
        _say(workers)


@mailer.command()
@_json
def workers(in_json: bool) -> None:
    """Who does background work, and when each said so last."""
    with looking():
        found = _workers()
        if in_json:
            click.echo(current_app.json.dumps([as_json.worker_facts(*each) for each in found]))
            return
        _say(found)


def _issues(number: int | None) -> list[Issue]:
    if number is not None:
        found = list(db.session.scalars(sa.select(Issue).where(Issue.number == number)))
        if not found:
            raise click.ClickException(f"There is no issue {number}.")
        return found
    leaving = sa.select(Edition.issue_id).join(Mailing).where(Mailing.state.in_(UNDER_WAY))
    shown = sa.or_(Issue.id.in_(leaving), Issue.state == IssueState.SENDING)
    return list(db.session.scalars(sa.select(Issue).where(shown).order_by(Issue.number)))


def _workers() -> list[tuple[Worker, float]]:
    """Each with the seconds since its last beat, by the database's clock."""
    moment = database_time()
    found = db.session.scalars(sa.select(Worker).order_by(Worker.name))
    return [(worker, (moment - worker.beat_at) / dt.timedelta(seconds=1)) for worker in found]


def _say(workers: list[tuple[Worker, float]]) -> None:
    for worker, seconds in workers:
        click.echo(lines.of_worker(worker, seconds))
    if all(seconds > SILENT for _, seconds in workers):
        click.echo("Nobody does background work: start a worker with flask --app app mailer run.")


def _everything(reports: list[Report], relays: list[Relay], workers: list[tuple[Worker, float]]) -> as_json.Facts:
    return {
        "at": now().isoformat(timespec="seconds"),
        "issues": [as_json.issue_facts(report) for report in reports],
        "relays": [as_json.relay_facts(relay) for relay in relays],
        "workers": [as_json.worker_facts(*each) for each in workers],
    }
