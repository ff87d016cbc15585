"""`flask reports`: what comes back to the addresses behind our mails."""

import os
import sys
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from newsletter.db import db
from newsletter.mailer.reports import reading, taking

reports = AppGroup("reports", help="Bounces, complaints, and wishes to leave that come by mail.")


@reports.command()
@click.argument("maildir", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def read(maildir: Path | None) -> None:
    """Read what is new in the folder MAILDIR; without one, a single mail from standard input.

    What was understood is deleted from the folder; the rest stays there, marked as seen, for a person to look at.
    """
    if maildir is None:
        _read_one()
        return
    taken = left = 0
    for path in sorted((maildir / "new").glob("*")):
        with path.open("rb") as file:
            understood = _take(file.read(reading.MOST))
        if understood:
            path.unlink()
        else:
            path.rename(maildir / "cur" / f"{path.name}:2,S")
        taken, left = taken + understood, left + (not understood)
    click.echo(f"{taken} understood and deleted, {left} left to look at.")


def _read_one() -> None:
    """For a mail server that hands each over: it is told to come again while our database is away."""
    try:
        _take(sys.stdin.buffer.read(reading.MOST))
    except sa.exc.OperationalError:
        sys.exit(os.EX_TEMPFAIL)


def _take(raw: bytes) -> bool:
    """Each in a transaction of its own."""
    found = reading.heard(raw)
    understood = found is not None and taking.take(found)
    db.session.commit()
    return understood
