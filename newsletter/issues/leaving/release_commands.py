"""`flask issues`: an issue locked and sent on its way."""

import datetime as dt
import json

import click

from newsletter.issues import commands
from newsletter.issues.commands import BY, as_json, changing, described, number
from newsletter.issues.leaving import correcting, locking, scheduling
from newsletter.issues.models import Issue

issues = commands.issues


@issues.command()
@number
@as_json
def lock(number: int, as_json: bool) -> None:
    """Freeze the editions of issue NUMBER."""
    with changing(number) as issue:
        locking.lock(issue, by=BY)
    _tell(issue, f"Issue {number} is locked.", as_json=as_json)


@issues.command()
@number
@as_json
def correct(number: int, as_json: bool) -> None:
    """Freeze issue NUMBER anew with what was approved since its lock; its schedule stays."""
    with changing(number) as issue:
        correcting.freeze_anew(issue, version=issue.version, by=BY)
    _tell(issue, f"Issue {number} is frozen anew, as version {issue.version}.", as_json=as_json)


@issues.command()
@number
def unlock(number: int) -> None:
    """Undo the lock; the frozen editions are thrown away."""
    with changing(number) as issue:
        thrown_away = locking.digests(issue)
        locking.unlock(issue, by=BY)
    for code, digest in thrown_away.items():
        click.echo(f"{code}\t{digest}\tthrown away")
    click.echo(f"Issue {number} can be changed again.")


@issues.command()
@number
@click.option("--at", required=True, type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]), help="Local time.")
@click.option("--zone", help="Such as Europe/Warsaw; the issue’s own if left out.")
def schedule(number: int, at: dt.datetime, zone: str | None) -> None:
    """Release the locked issue NUMBER at a time."""
    with changing(number) as issue:
        scheduling.schedule(issue, at=at, zone=zone or issue.zone, by=BY)
    click.echo(f"Issue {number} is scheduled for {issue.release_at:%Y-%m-%d %H:%M} UTC.")


@issues.command()
@number
def withdraw(number: int) -> None:
    """Take the release of issue NUMBER back."""
    with changing(number) as issue:
        scheduling.withdraw(issue, by=BY)
    click.echo(f"The release of issue {number} is withdrawn.")


def _tell(issue: Issue, says: str, *, as_json: bool) -> None:
    """With what is frozen."""
    frozen = described({edition.key: edition for edition in issue.editions})
    if as_json:
        click.echo(json.dumps({"number": issue.number, "version": issue.version, "editions": frozen}))
        return
    for one in frozen:
        click.echo(f"{one['edition']}\t{one['digest']}\t{one['size']} bytes")
    click.echo(says)
