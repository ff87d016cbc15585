"""The commands: `flask --app app …` in a checkout, `newsletter …` where the wheel is installed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup

from newsletter import create_app, keys
from newsletter.config import BadSetting
from newsletter.migrate import DatabaseProblem
from newsletter.migrate import migrate as migrate_database

EXPECTED = (BadSetting, keys.KeyFault, DatabaseProblem)


@contextmanager
def one_line_errors() -> Iterator[None]:
    """What the person at the keyboard can mend is told in a sentence, not in a trace."""
    try:
        yield
    except EXPECTED as error:
        sys.exit(f"newsletter: {error}")


def init_app(app: Flask) -> None:
    app.cli.add_command(migrate)


@click.command()
def migrate() -> None:
    """Create or upgrade the database; safe to repeat."""
    with one_line_errors():
        changed = migrate_database(current_app)
    click.echo("The database is up to date." if not changed else "The database was brought up to date.")


def main() -> None:
    """The `newsletter` command of an installed wheel."""
    with one_line_errors():
        FlaskGroup(name="newsletter", create_app=create_app)()
