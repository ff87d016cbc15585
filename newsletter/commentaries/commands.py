"""`flask commentaries`: look at them and approve them. Importing is in newsletter/import_command.py."""

import json
from typing import Any

import click
from flask.cli import AppGroup

from newsletter.commentaries import listing, review
from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.languages import Language

commentaries = AppGroup("commentaries", help="Commentaries and their texts.")

language_choice = click.Choice([str(language) for language in Language])


@commentaries.command("list")
@click.option(
    "--page", default=1, show_default=True, help=f"{listing.PAGE} commentaries a page, the newest week first."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_(page: int, as_json: bool) -> None:
    """What there is, and how far each language is."""
    for commentary in listing.page_of(number=page).commentaries:
        facts = _facts(commentary)
        states = ", ".join(f"{language} {state}" for language, state in facts["texts"].items())
        click.echo(
            json.dumps(facts, ensure_ascii=False)
            if as_json
            else f"{commentary.id}\t{facts['week']}\t{facts['title']}\t{states}"
        )


@commentaries.command()
@click.argument("commentary_id", metavar="ID", type=click.IntRange(1, 2**31 - 1))
@click.option(
    "--language", "chosen", type=language_choice, multiple=True, help="Repeatable; every language if left out."
)
def approve(commentary_id: int, chosen: tuple[str, ...]) -> None:
    """Approve the newest revision of a commentary's texts; all of them or none."""
    commentary = db.session.get(Commentary, commentary_id)
    if commentary is None:
        raise click.ClickException(f"There is no commentary {commentary_id}. `commentaries list` shows all.")
    languages = [Language(code) for code in chosen] or list(commentary.texts)
    review.hold(list(commentary.texts.values()))
    for language in languages:
        text = commentary.texts.get(language)
        if text is None:
            raise click.ClickException(f"Commentary {commentary_id} has no text in {language.own_name} yet.")
        try:
            review.approve(text, by=None)
        except review.Unfinished as refusal:
            raise click.ClickException(f"{language.own_name}: {refusal}") from refusal
    db.session.commit()
    for language in languages:
        text = commentary.texts[language]
        click.echo(f"{language.own_name}: revision {text.revision} of “{text.title}” is approved.")


def _facts(commentary: Commentary) -> dict[str, Any]:
    texts = commentary.texts
    return {
        "id": commentary.id,
        "week": commentary.week.isoformat(),
        "section": commentary.section.slug if commentary.section else None,
        "title": commentary.title,
        "texts": {str(language): str(texts[language].state) for language in Language if language in texts},
    }
