"""`flask mailer …`: how far the mailings are, and stopping them, where there is no browser."""

import datetime as dt
from collections.abc import Callable

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from newsletter.db import db, looking, now
from newsletter.issues.building import builder
from newsletter.issues.commands import BY, number, one_line
from newsletter.issues.composing.models import Edition
from newsletter.issues.models import Issue, IssueState
from newsletter.mailer import doubts, mailings
from newsletter.mailer.heartbeat import database_time
from newsletter.mailer.models import Mailing, Worker
from newsletter.mailer.progress import as_json, gathering, lines
from newsletter.mailer.progress.mailing_report import UNDER_WAY
from newsletter.mailer.progress.report import Report
from newsletter.mailer.stop_press import halting
from newsletter.staff.models import record
from newsletter.staff.relay_models import Relay

mailer = AppGroup("mailer", help="Background work on a host of its own, and how far the mailings are.")

_issue = click.option("--issue", "number", type=int, help="Only the mailings of this issue.")
_mailing = click.option("--mailing", "mailing_id", type=int, help="Only this mailing, by the id that status says.")
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
        for worker, seconds in workers:
            click.echo(lines.of_worker(worker, seconds))


@mailer.command()
@_json
def workers(in_json: bool) -> None:
    """Who does background work, and when each said so last."""
    with looking():
        found = _workers()
        if in_json:
            click.echo(current_app.json.dumps([as_json.worker_facts(*each) for each in found]))
            return
        for each in found:
            click.echo(lines.of_worker(*each))
        if not found:
            click.echo("Nobody does background work.")


@mailer.command()
@_issue
@_mailing
def pause(number: int | None, mailing_id: int | None) -> None:
    """Let what is on the wire arrive, and claim nothing more."""
    _steer("pause", "paused", mailings.pause, number, mailing_id)


@mailer.command()
@_issue
@_mailing
def resume(number: int | None, mailing_id: int | None) -> None:
    """Go on with paused mailings."""
    _steer("resume", "resumed", mailings.resume, number, mailing_id)


@mailer.command()
@_issue
@_mailing
@click.confirmation_option(prompt="Who has not got it yet never will. Cancel?")
def cancel(number: int | None, mailing_id: int | None) -> None:
    """Withdraw what has not left; say which with --issue or --mailing."""
    if number is None and mailing_id is None:
        raise click.UsageError("Say which: --issue N or --mailing ID.")
    _steer("cancel", "cancelled", mailings.cancel, number, mailing_id)


@mailer.command()
@number
def stop(number: int) -> None:
    """Stop the press: halt every mailing of issue NUMBER at once. What is to become of it, the sending screen asks."""
    with one_line():
        halted = halting.halt(builder.numbered(number), by=BY)
    db.session.commit()
    click.echo(f"{halted} mailings halted.")


@mailer.command()
@click.option("--mailing", "mailing_id", type=int, required=True, help="By the id that status says.")
@click.argument("decision", type=click.Choice(["resend", "leave"]))
def decide(mailing_id: int, decision: str) -> None:
    """What becomes of deliveries that are uncertain: sent again under the same Message-ID, or left."""
    mailing = db.session.get(Mailing, mailing_id)
    if mailing is None:
        raise click.ClickException(f"There is no mailing {mailing_id}.")
    act = doubts.resend if decision == "resend" else doubts.leave
    decided = act(mailing_id, until=now())
    if decided:
        record(BY, f"mailing.{decision}", _subject(mailing), deliveries=decided)
    db.session.commit()
    click.echo(f"{decided} deliveries are {'sent again' if decision == 'resend' else 'left as they are'}.")


def _steer(step: str, done: str, act: Callable[[int], bool], number: int | None, mailing_id: int | None) -> None:
    changed = [mailing for mailing in _under_way(number, mailing_id) if act(mailing.id)]
    for mailing in changed:
        record(BY, f"mailing.{step}", _subject(mailing))
    db.session.commit()
    click.echo(f"{len(changed)} mailings {done}.")


def _under_way(number: int | None, mailing_id: int | None) -> list[Mailing]:
    chosen = sa.select(Mailing).where(Mailing.state.in_(UNDER_WAY)).order_by(Mailing.id)
    if mailing_id is not None:
        chosen = chosen.where(Mailing.id == mailing_id)
    if number is not None:
        chosen = chosen.join(Edition).join(Issue).where(Issue.number == number)
    return list(db.session.scalars(chosen))


def _subject(mailing: Mailing) -> str:
    return f"{mailing.edition.issue.number} {mailing.edition.key.code}"


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


def _everything(reports: list[Report], relays: list[Relay], workers: list[tuple[Worker, float]]) -> as_json.Facts:
    return {
        "at": now().isoformat(timespec="seconds"),
        "issues": [as_json.issue_facts(report) for report in reports],
        "relays": [as_json.relay_facts(relay) for relay in relays],
        "workers": [as_json.worker_facts(*each) for each in workers],
    }
