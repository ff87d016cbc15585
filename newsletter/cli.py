"""The commands: `flask --app app …` in a checkout, `newsletter …` where the wheel is installed."""

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import AppGroup, FlaskGroup

from newsletter import create_app, demo, import_command, keys, mailbox, onemachine, open_vault, rekeying
from newsletter.config import BadSetting
from newsletter.db import db
from newsletter.issues.commands import issues
from newsletter.keys import KeyKind
from newsletter.mailer.progress.commands import mailer
from newsletter.mailer.reports import unread
from newsletter.migrate import DatabaseProblem, problem
from newsletter.migrate import migrate as migrate_database
from newsletter.sending_command import send
from newsletter.vault import CannotOpen

EXPECTED = (BadSetting, keys.KeyFault, DatabaseProblem, CannotOpen, onemachine.CannotStart)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """What the person at the keyboard can mend is told in a sentence, not in a trace."""
    try:
        yield
    except EXPECTED as error:
        sys.exit(f"newsletter: {error}")
    except sa.exc.DBAPIError:
        db.session.rollback()
        if why := problem(current_app):
            sys.exit(f"newsletter: {why}")
        raise


def speak_plainly(command: click.Command) -> None:
    """Let a command, or every one of a group, tell its errors in one line."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            speak_plainly(inner)
    elif callback := command.callback:

        @functools.wraps(callback)
        def careful(*args: Any, **kwargs: Any) -> Any:
            with one_line_errors():
                return callback(*args, **kwargs)

        command.callback = careful


def complete_app() -> Flask:
    """The application with every command."""
    with one_line_errors():
        app = create_app()
    import_command.init_app(app)
    issues.add_command(send)
    for command in (migrate, load_demo, key_files, mailer, serve):
        app.cli.add_command(command)
    speak_plainly(app.cli)
    return app


def main() -> None:
    """The `newsletter` command of an installed wheel."""
    FlaskGroup(name="newsletter", create_app=complete_app)()


@click.command()
def migrate() -> None:
    """Create or upgrade the database; safe to repeat."""
    changed = migrate_database(current_app)
    click.echo("The database was brought up to date." if changed else "The database is up to date.")


@click.command("demo")
def load_demo() -> None:
    """Make keys, database and a sample newsroom in three languages; safe to repeat."""
    onemachine.prepare(current_app)
    loaded = demo.load()
    db.session.commit()
    click.echo(
        "The sample newsroom is in place. Start it with: python app.py"
        if loaded
        else "There are commentaries already; nothing was changed."
    )


@click.command()
def serve() -> None:
    """Run everything on this machine: web server, background work and, without a relay, the local mailbox."""
    sys.exit(onemachine.main())


key_files = AppGroup("keys", help="The key files. Keep a copy of them offline, apart from the database’s backups.")


@key_files.command("init")
def make() -> None:
    """Make the first keys."""
    folders = _folders()
    keys.init(*folders)
    open_vault(current_app)
    click.echo(f"Keys are in {folders[0]}, the opening keys in {folders[1]}. Copy both to a safe place offline.")


@key_files.command()
def check() -> None:
    """Look whether the files fit together and are nobody else's to read; exit code 1 if not."""
    faults = keys.faults(*_folders())
    for fault in faults:
        click.echo(fault)
    sys.exit(bool(faults))


@key_files.command()
@click.argument("kind", type=click.Choice([str(kind) for kind in KeyKind]))
def rotate(kind: str) -> None:
    """Renew a key. intake and vault while everything runs; for index stop every process first."""
    version = keys.add_version(*_folders(), KeyKind(kind))
    open_vault(current_app)
    changed = rekeying.reindex_all() if kind == KeyKind.INDEX else rekeying.reseal_all()
    db.session.commit()
    click.echo(f"{kind}-{version} is in use; {changed} addresses were renewed. Copy the new file offline.")


@key_files.command()
@click.confirmation_option(prompt="Without an offline copy no reader can ever be mailed again. Destroy the keys?")
def destroy() -> None:
    """Overwrite and remove the opening keys: the reader list is unreadable at once. Mails kept here go too."""
    count = keys.destroy(current_app.config["OPENING_KEYS"])
    for place in (mailbox, unread):
        place.discard(current_app.config["DATA"])
    click.echo(f"{count} key files are destroyed. The list can be read only with the copies that you keep offline.")


def _folders() -> tuple[Path, Path]:
    return current_app.config["KEYS"], current_app.config["OPENING_KEYS"]
