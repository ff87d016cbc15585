"""`flask commentaries import`: files become commentaries, and go into the issue of their week."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries.commands import commentaries, language_choice
from newsletter.commentaries.models import Section
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.file_import import CannotTake, Wishes, import_file
from newsletter.languages import Language, monday_of


def init_app(app: Flask) -> None:
    commentaries.add_command(import_files)


@click.command("import")
@click.argument("files", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--section", help="Slug of the section, such as security.")
@click.option(
    "--week", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Any day of it; this week if none is found."
)
@click.option("--language", type=language_choice, help="Guessed from the letters if left out.")
@click.option("--title")
@click.option("--standfirst")
@click.option("--byline")
@click.option("--verdict", type=click.Choice([str(verdict) for verdict in Verdict]))
@click.option("--photo", type=click.Path(path_type=Path), help="JPEG, PNG, WebP or GIF.")
@click.option("--alt", default="", help="What the photo shows, for those who don't see it.")
@click.option("--credit", help="Whose photo it is.")
@click.option("--approve", is_flag=True, help="Approve the text at once.")
@click.option("--no-issue", is_flag=True, help="Don't put it into the issue of its week.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def import_files(
    files: tuple[Path, ...],
    photo: Path | None,
    alt: str,
    approve: bool,
    no_issue: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Make a commentary of each FILE (.txt .md .html .docx) and put it into the issue of its week.

    Options go before what is found in the file. A file that can't be taken leaves nothing behind; the others stay. The
    same title in the same week and language is the same commentary: importing it again fills in what it lacks.
    """
    _require_section(said["section"])
    wishes = Wishes(_instead(said), photo, alt, approve, not no_issue)
    failed = False
    for path in files:
        try:
            imported = import_file(path, wishes)
        except (CannotTake, Refusal, UnicodeError) as error:
            db.session.rollback()
            click.echo(f"{path}: {error}", err=True)
            failed = True
        else:
            db.session.commit()
            click.echo(imported.as_json() if as_json else imported.in_words())
    if failed:
        raise SystemExit(1)


def _instead(said: dict[str, Any]) -> dict[str, Any]:
    of_type: dict[str, Callable[[Any], Any]] = {
        "week": lambda day: monday_of(day.date()),
        "language": Language,
        "verdict": Verdict,
    }
    return {name: of_type.get(name, str)(value) for name, value in said.items() if value is not None}


def _require_section(slug: str | None) -> None:
    slugs = db.session.scalars(sa.select(Section.slug).order_by(Section.position)).all()
    if slug is not None and slug not in slugs:
        raise click.ClickException(f"There is no section {slug!r}. There are: {', '.join(slugs)}.")
