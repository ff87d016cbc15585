"""`flask relays`: the same from a terminal."""

import sys
from typing import Any

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from newsletter.db import db
from newsletter.mailer.relays import keeping, trial
from newsletter.mailer.relays.keeping import RelayRefusal
from newsletter.mailer.smtp import Security
from newsletter.staff.models import record
from newsletter.staff.relay_models import Purpose, Relay

BY = "command line"
relays = AppGroup("relays", help="The mail servers that take our mails.")


@relays.command("list")
def list_them() -> None:
    """One a line: name, server, what it is for, its share, and how it does."""
    rows = keeping.every()
    shares = keeping.shares(rows)
    for row in rows:
        share = f"{shares.get(row.id, 0):.0f} %"
        click.echo(f"{row.name}\t{row.host}:{row.port}\t{row.purpose}\t{share}\t{_state(row)}")


@relays.command()
@click.argument("name")
@click.option("--host", required=True)
@click.option("--port", default=587, show_default=True, type=click.IntRange(1, 65535))
@click.option("--security", type=click.Choice([str(kind) for kind in Security]), default="starttls", show_default=True)
@click.option("--username", default="", help="The password is asked for, or read from standard input.")
@click.option("--purpose", type=click.Choice([str(kind) for kind in Purpose]), default="production", show_default=True)
@click.option("--weight", default=1, show_default=True, type=click.IntRange(0, 1000), help="0 is a reserve.")
@click.option("--connections", default=4, show_default=True, type=click.IntRange(1, 100))
@click.option("--per-connection", default=500, show_default=True, type=click.IntRange(1, 100_000))
@click.option("--per-second", type=click.FloatRange(0.01, 100_000), help="As many as it takes, if left out.")
def add(name: str, username: str, purpose: str, **facts: Any) -> None:
    """Let a mail server take our mails from now on."""
    password = _password() if username else ""
    try:
        keeping.add(by=BY, password=password, name=name, username=username, purpose=Purpose(purpose), **facts)
    except RelayRefusal as refusal:
        raise click.ClickException(refusal.message) from None
    db.session.commit()
    click.echo(f"{name} takes mails from now on. Try it: flask --app app relays try {name!r}")


@relays.command()
@click.argument("name")
def remove(name: str) -> None:
    """Let NAME take no more mails."""
    try:
        keeping.remove(_named(name), by=BY)
    except RelayRefusal as refusal:
        raise click.ClickException(refusal.message) from None
    db.session.commit()
    click.echo(f"{name} is removed.")


@relays.command("try")
@click.argument("name")
def try_out(name: str) -> None:
    """Log in to NAME and leave, without a mail; exit code 1 if it wouldn't take any."""
    row = _named(name)
    record(BY, "relay.tried", row.name)
    db.session.commit()
    trial.carry_out(row.id)
    if row.problem:
        raise click.ClickException(row.problem)
    click.echo(row.answer)


def _password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True))
    return sys.stdin.readline().rstrip("\r\n")


def _named(name: str) -> Relay:
    found = db.session.scalar(sa.select(Relay).where(Relay.name == name))
    if found is None:
        raise click.ClickException(f"There is no relay {name!r}. See: flask --app app relays list")
    return found


def _state(row: Relay) -> str:
    if not row.active:
        return "not used"
    return f"fails: {row.problem}" if row.problem else "takes mails"
