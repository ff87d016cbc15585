"""`flask subscribers`: numbers, and erasing somebody who asked for it in another way."""

import json

import click
from flask.cli import AppGroup

from newsletter.addresses import BadAddress, normalised
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import record
from newsletter.subscribers import counts
from newsletter.subscribers.models import Status
from newsletter.subscribers.subscription import erase_address

subscribers = AppGroup("subscribers", help="The reader list.")


@subscribers.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object; null stands for a number that is not shown.")
def stats(as_json: bool) -> None:
    """How many readers there are by edition and status; numbers under 10 are not shown."""
    found = counts.by_edition_and_status()
    if as_json:
        readers = {key.code: cells for key, cells in found.items()}
        click.echo(json.dumps({"readers": readers, "hidden_under": counts.LEAST}))
        return
    click.echo(f"{'':20}" + "".join(f"{status:>14}" for status in Status))
    for key, cells in found.items():
        numbers = (f"under {counts.LEAST}" if count is None else f"{count:,}" for count in cells.values())
        click.echo(f"{key.label(Language.EN):20}" + "".join(f"{number:>14}" for number in numbers))


@subscribers.command()
@click.argument("address", required=False)
def erase(address: str | None) -> None:
    """Delete a reader and keep a keyed hash, so that no import brings them back.

    Without ADDRESS it is asked for, and so stays out of the shell's history. The answer is the same for an address
    that we never had.
    """
    try:
        erase_address(normalised(address or click.prompt("Mail address", hide_input=True)))
    except BadAddress as error:
        raise click.ClickException(str(error)) from error
    record("command line", "subscriber.erased", "a reader")
    db.session.commit()
    click.echo("Erased. Nothing is left of this address but a keyed hash, so that it is not mailed again.")
