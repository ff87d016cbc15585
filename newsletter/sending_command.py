"""`flask issues send` and `flask mailer run`: commands that do background work, or wait for it."""

import os
import signal
import socket
import threading
import time
from typing import cast

import click
from flask import Flask, current_app

from newsletter import onemachine
from newsletter.db import db, looking
from newsletter.issues.commands import BY, changing, number
from newsletter.issues.leaving import locking, release, scheduling
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from newsletter.mailer.heartbeat import somebody_beats
from newsletter.mailer.models import DeliveryState, Hold, MailingState
from newsletter.mailer.progress import counting, wording
from newsletter.mailer.progress.commands import mailer

_NOT_RELEASED = {
    release.HELD: "The last check held the release back; the page of the issue says what it found.",
    release.FAILED: "A fault in the program kept the issue back; the mailer’s log says more.",
    release.MISSED: "The release came too late, and asks first; the page of the issue says when it was due.",
}
LOOK = 0.5
"""Seconds between looks at how far a mailing is."""


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


@mailer.command()
@click.option("--name", help="Unique among living workers; the host’s name and process number if left out.")
def run(name: str | None) -> None:
    """Do background work until stopped with Ctrl+C."""
    stopped = threading.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        signal.signal(caught, lambda *_: stopped.set())
    with onemachine.working(_app(), name or f"{socket.gethostname()}-{os.getpid()}"):
        click.echo("Working. Stop with Ctrl+C.")
        stopped.wait()


def _app() -> Flask:
    """Itself, not the proxy: other threads will use it."""
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]


def _somebody_works() -> bool:
    with looking():
        return somebody_beats()


def _follow(issue_id: int) -> None:
    """Until the issue is sent; each change is a line, so that it reads well in a log too."""
    last = ""
    while True:
        with looking():
            issue = db.session.get_one(Issue, issue_id)
            number, state, why_not = issue.number, issue.state, release.why_not(issue)
            found = counting.of_issue(issue_id)
            says = "; ".join(_line(item) for item in found)
            stopped = [item.mailing.hold for item in found if item.mailing.state is MailingState.PAUSED]
        if says != last:
            click.echo(says)
            last = says
        if stopped:
            why = ", ".join(sorted({wording.hold_words(hold or Hold.PAUSED) for hold in stopped}))
            raise click.ClickException(
                f"A mailing stopped ({why}); go on with: flask --app app mailer resume --issue {number}"
            )
        if state is IssueState.LOCKED:
            raise click.ClickException(_NOT_RELEASED.get(why_not or "", "The release was taken back."))
        if state not in (IssueState.SCHEDULED, IssueState.SENDING):
            return
        time.sleep(LOOK)


def _line(item: counting.Progress) -> str:
    counts = ", ".join(f"{number} {state.label}" for state in DeliveryState if (number := item.counts.get(state, 0)))
    problem = f" – {item.mailing.problem}" if item.mailing.problem else ""
    return (
        f"{item.mailing.edition.key.label(Language.EN)}: {counts or 'no readers'} of {item.mailing.prepared}{problem}"
    )
