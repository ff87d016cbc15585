"""`flask reports`: what comes back to the addresses behind our mails."""

import json
import os
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from newsletter.db import db, looking, now
from newsletter.keys import KeyFault
from newsletter.mailer.reports import blocks, reading, saying, taking, unread
from newsletter.vault import CannotOpen

reports = AppGroup("reports", help="Bounces, complaints, and wishes to leave that come by mail.")


@reports.command()
@click.argument("paths", metavar="[MAILDIR | FILE…]", nargs=-1, type=click.Path(path_type=Path))
def read(paths: tuple[Path, ...]) -> None:
    """Read what is new in the folder MAILDIR; say what each FILE says; or take a single mail from standard input.

    Of MAILDIR what was understood is deleted; the rest stays there, marked as seen, for a person to look at.

    Of each FILE one JSON object is printed, and nothing changes. Its keys are file; kind: bounce, complaint, leaving,
    notice (nothing has failed), or null where it isn't a report; recipients, a list of addresses; verdict: hard, soft,
    block (about us), unknown (a bounce that doesn't say why), complaint, leaving or none; status and reason of a
    bounce; outcomes: recipient, action, status, reason and verdict of each whom a bounce speaks of; signed: whether
    it names a mail of ours, without which nothing follows; null where nothing would, or the keys to tell are missing.
    Exit code 1 if a file can't be read.

    From standard input, for a mail server's pipe: exit code 0 when it was taken, or kept in DATA/reports for a person
    to look at; 75 when the server is to try again.
    """
    if not paths:
        _read_one()
    elif len(paths) == 1 and paths[0].is_dir():
        _read_folder(paths[0])
    elif not all([_tell(path) for path in paths]):
        sys.exit(1)


def _read_folder(maildir: Path) -> None:
    taken = left = 0
    for path in sorted((maildir / "new").glob("*")):
        with path.open("rb") as file:
            understood = _take(file.read(reading.MOST))
        if understood:
            path.unlink()
        else:
            path.rename(maildir / "cur" / f"{path.name}:2,S")
        taken, left = taken + understood, left + (not understood)
    _look_for_blocks()
    click.echo(f"{taken} understood and deleted, {left} left to look at.")


def _tell(path: Path) -> bool:
    """Whether it could be read. In ASCII: what a stranger wrote must not steer the terminal."""
    try:
        with path.open("rb") as file:
            raw = file.read(reading.MOST)
    except OSError as error:
        click.echo(f"{path}: {error.strerror}.", err=True)
        return False
    found = reading.said(raw)
    click.echo(json.dumps({"file": str(path), **saying.facts(raw, found), "signed": _is_signed(found)}))
    return True


def _is_signed(found: reading.Heard | None) -> bool | None:
    try:
        return taking.is_signed(found) if found else None
    except KeyFault:
        return None


def _read_one() -> None:
    """For a mail server that hands each over and then forgets it: whatever is the matter with us, it is to come again.

    Any other failure would have it give the mail back to whoever sent it, which for a complaint is nobody.
    """
    try:
        raw = sys.stdin.buffer.read()
        if _take(raw):
            _look_for_blocks()
        else:
            click.echo(f"Not understood; left to look at: {unread.keep(raw)}")
            unread.forget(now() - taking.KEPT)
    except Exception as fault:
        # The server logs what we say. Our own sentences hold no address; other people's may.
        says = str(fault) if isinstance(fault, (KeyFault, CannotOpen)) else type(fault).__name__
        click.echo(f"newsletter: {says}", err=True)
        sys.exit(os.EX_TEMPFAIL)


def _take(raw: bytes) -> bool:
    """Each in a transaction of its own."""
    found = reading.heard(raw)
    understood = found is not None and taking.take(found)
    db.session.commit()
    return understood


def _look_for_blocks() -> None:
    with looking():
        found = blocks.news()
    for block in found:
        blocks.stop(block)
    db.session.commit()
