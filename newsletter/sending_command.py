"""`flask issues send` and `flask mailer run`: commands that do background work, or wait for it."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import cast

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup

from newsletter import onemachine
from newsletter.db import db, looking
from newsletter.issues.commands import BY, changing, number
from newsletter.issues.leaving import locking, scheduling
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from newsletter.mailer import mailings
from newsletter.mailer.heartbeat import somebody_beats
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.mailer.progress import counting as progress

LOOK = 0.5
"""Seconds between looks at how far a mailing is."""

worker = AppGroup("mailer", help="Background work on a host of its own.")


@click.command()
@number
@click.option("--wait/--no-wait", default=True, help="Follow it to its end; without, it goes on in the background.")
def send(number: int, wait: bool) -> None:
    """Send issue NUMBER now: lock it if that is still to be done, and see it through.

    If nobody does background work at the moment, it is done from here.
    """
    with changing(number) as issue:
        if issue.state is IssueState.ASSEMBLING:
            locking.lock(issue, by=BY)
        scheduling.send(issue, by=BY)
        issue_id = issue.id
    if not wait:
        click.echo(f"Issue {number} is queued.")
    elif _somebody_works():
        _follow(issue_id)
    else:
        with onemachine.working_here(_app()):
            _follow(issue_id)


@worker.command()
@click.option("--name", help="Unique among living workers; the host’s name and process number if left out.")
def run(name: str | None) -> None:
    """Do background work until stopped with Ctrl+C."""
    stopped = threading.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        signal.signal(caught, lambda *_: stopped.set())
    with onemachine.working(_app(), name or f"{socket.gethostname()}-{os.getpid()}"):
        click.echo("Working. Stop with Ctrl+C.")
        stopped.wait()


@worker.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(as_json: bool) -> None:
    """Every mailing that is under way, counted from its deliveries."""
    found = _under_way()
    if as_json:
        current = [
            {
                "mailing": item.mailing.id,
                "issue": item.mailing.edition.issue.number,
                "reading": item.mailing.edition.reading,
                "variant": item.mailing.edition.variant,
                "state": item.mailing.state,
                "prepared": item.mailing.prepared,
                **{str(state): item.counts.get(state, 0) for state in DeliveryState},
            }
            for item in found
        ]
        click.echo(current_app.json.dumps(current))
    for item in [] if as_json else found:
        click.echo(_line(item))
    if not found and not as_json:
        click.echo("No mailing is under way.")


@worker.command()
def pause() -> None:
    """Let what is on the wire arrive, and claim nothing more."""
    _steer("paused", mailings.pause)


@worker.command()
def resume() -> None:
    """Go on with every paused mailing."""
    _steer("resumed", mailings.resume)


def _app() -> Flask:
    """Itself, not the proxy: other threads will use it."""
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]


def _steer(done: str, step: Callable[[int], bool]) -> None:
    changed = [item.mailing.id for item in _under_way() if step(item.mailing.id)]
    db.session.commit()
    click.echo(f"{len(changed)} mailings {done}.")


def _under_way() -> list[progress.Progress]:
    going = (MailingState.PREPARED, MailingState.SENDING, MailingState.PAUSED)
    return progress.of(sa.select(Mailing).where(Mailing.state.in_(going)).order_by(Mailing.id))


def _somebody_works() -> bool:
    with looking():
        return somebody_beats()


def _follow(issue_id: int) -> None:
    """Until the issue is sent; each change is a line, so that it reads well in a log too."""
    last = ""
    while True:
        with looking():
            state = db.session.get_one(Issue, issue_id).state
            found = progress.of_issue(issue_id)
            says = "; ".join(_line(item) for item in found)
            is_paused = any(item.mailing.state is MailingState.PAUSED for item in found)
        if says != last:
            click.echo(says)
            last = says
        if is_paused:
            raise click.ClickException("A mailing is paused; go on with: flask --app app mailer resume")
        if state is IssueState.LOCKED:
            raise click.ClickException(
                "The last check held the release back; the page of the issue says what it found."
            )
        if state not in (IssueState.SCHEDULED, IssueState.SENDING):
            return
        time.sleep(LOOK)


def _line(item: progress.Progress) -> str:
    counts = ", ".join(f"{number} {state.label}" for state in DeliveryState if (number := item.counts.get(state, 0)))
    problem = f" – {item.mailing.problem}" if item.mailing.problem else ""
    return (
        f"{item.mailing.edition.key.label(Language.EN)}: {counts or 'no readers'} of {item.mailing.prepared}{problem}"
    )
