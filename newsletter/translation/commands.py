"""`flask translation`: looking after the translation memory."""

import json
import sys

import click
from flask.cli import AppGroup

from newsletter.db import db
from newsletter.translation.memory import approved_translations, remember_all

translation = AppGroup("translation", help="Translations.")
memory = AppGroup("memory", help="The translation memory.")
translation.add_command(memory)

A_TIME = 50
"""Texts in a transaction."""


@memory.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def rebuild(as_json: bool) -> None:
    """Remember the pairs of every approved translation anew.

    They are remembered as each is approved; this is for texts that were approved before there was a memory.
    """
    ids = approved_translations()
    pairs = 0
    with click.progressbar([ids[at : at + A_TIME] for at in range(0, len(ids), A_TIME)], file=sys.stderr) as batches:
        for some in batches:
            pairs += remember_all(some)
            db.session.commit()
    if as_json:
        click.echo(json.dumps({"texts": len(ids), "pairs": pairs}))
    else:
        click.echo(f"{pairs} pairs of {len(ids)} approved translations are remembered.")
