"""`flask staff`: the first account, and a lost one."""

import click
import sqlalchemy as sa
from flask import current_app, url_for
from flask.cli import AppGroup

from newsletter.addresses import BadAddress, normalised
from newsletter.db import db
from newsletter.staff import accounts
from newsletter.staff.models import AuditEntry, Role, first_break, record
from newsletter.tokens import Purpose

staff = AppGroup("staff", help="Accounts of the newsroom.")


@staff.command()
@click.argument("handle")
@click.option("--name", help="The name that colleagues see; the handle if left out.")
@click.option("--role", type=click.Choice([str(role) for role in Role]), default="editor", show_default=True)
@click.option("--address", prompt="Mail address", help="Sealed at once; needed for the invitation.")
def add(handle: str, name: str | None, role: str, address: str) -> None:
    """Make an account and print a link that chooses its password (valid for three days)."""
    try:
        made = accounts.invite(
            handle=handle.lower(), name=name or handle, role=Role(role), address=normalised(address), by="command line"
        )
    except BadAddress as error:
        raise click.ClickException(str(error)) from error
    except accounts.HandleTaken:
        raise click.ClickException(f"There is an account {handle!r} already. Choose another handle.") from None
    except accounts.AddressTaken:
        raise click.ClickException("There is an account with this address already.") from None
    token = accounts.sign_in_token(made, Purpose.INVITATION)
    db.session.commit()
    click.echo(_address("invitation", token))


@staff.command()
@click.argument("handle")
def reset(handle: str) -> None:
    """Print a link that signs HANDLE in once and lets them choose a new password (valid for three days)."""
    found = accounts.by_handle(handle)
    if found is None:
        raise click.ClickException(f"There is no account {handle!r}.")
    found.active = True
    record("command line", "staff.reset", found.handle)
    token = accounts.sign_in_token(found, Purpose.INVITATION)
    db.session.commit()
    click.echo(_address("invitation", token))


@staff.command()
@click.option("--last", default=50, show_default=True, help="How many entries.")
def audit(last: int) -> None:
    """Show what was done on the desk, and whether the log is whole; exit code 1 if it isn't."""
    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(last)).all()
    for entry in reversed(entries):
        click.echo(f"{entry.at:%Y-%m-%d %H:%M:%S}\t{entry.staff_handle}\t{entry.action}\t{entry.subject}")
    if (broken := first_break()) is not None:
        raise click.ClickException(f"The log was altered at entry {broken}, or an entry before it was taken out.")


def _address(kind: str, token: str) -> str:
    with current_app.test_request_context(base_url=current_app.config["URL"]):
        return url_for("staff.link", kind=kind, token=token, _external=True)
