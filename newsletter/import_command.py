"""`flask commentaries import`: files become commentaries, and go into the issue of their week."""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from flask_babel import gettext as _

from newsletter.commentaries import photos, review, writing
from newsletter.commentaries.commands import commentaries, language_choice
from newsletter.commentaries.importing import Found, read_commentary
from newsletter.commentaries.models import Commentary, Provenance, Section
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.unreadable import MAX_BYTES
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db, now
from newsletter.issues import builder
from newsletter.issues.models import Issue
from newsletter.languages import Language, Words, monday_of
from newsletter.staff.moments import local


class CannotRead(Exception):
    """A sentence for the person at the keyboard."""


@dataclass(frozen=True)
class Wishes:
    """What the person said beside the files."""

    instead: dict[str, Any]
    """Fields of Found, to go before what is found."""
    photo: Path | None
    alt: str
    approve: bool
    into_issue: bool


@dataclass(frozen=True)
class Imported:
    """What became of one file."""

    path: Path
    found: Found
    commentary: Commentary
    issue: Issue | None

    @property
    def missing(self) -> list[str]:
        photo = ["photo"] if not self.commentary.photo else [] if self.commentary.alts else ["alt"]
        return [*self.found.missing, *photo]

    @property
    def dropped(self) -> list[str]:
        return [_(line) for line in self.found.dropped]

    def as_json(self) -> str:
        facts = {
            "file": str(self.path),
            "id": self.commentary.id,
            "title": self.found.title,
            "language": self.found.language,
            "week": self.commentary.week.isoformat(),
            "issue": self.issue.number if self.issue else None,
            "found": self.found.found,
            "missing": self.missing,
            "dropped": self.dropped,
        }
        return json.dumps(facts, ensure_ascii=False)

    def in_words(self) -> str:
        place = f"issue {self.issue.number}" if self.issue else "no issue"
        lines = [
            f"{self.path}: commentary {self.commentary.id}, “{self.found.title}”",
            f"  in {self.found.language.own_name}, week of {self.commentary.week}, {place}",
            f"  found: {', '.join(self.found.found)}",
        ]
        if self.missing:
            lines.append(f"  left to fill in: {', '.join(self.missing)}")
        return "\n".join(lines + [f"  left out: {line}" for line in self.dropped])


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

    Options go before what is found in the file. A file that can't be taken leaves nothing behind; the others stay.
    """
    _require_section(said["section"])
    wishes = Wishes(_instead(said), photo, alt, approve, not no_issue)
    failed = False
    for path in files:
        try:
            imported = import_file(path, wishes)
        except (CannotRead, Refusal, UnicodeError) as error:
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


def import_file(path: Path, wishes: Wishes) -> Imported:
    """One file as a commentary, not committed. Raises CannotRead, Refusal."""
    found = read_commentary(_bytes_of(path, MAX_BYTES), path.name, wishes.instead.get("language"))
    found = dataclasses.replace(found, **wishes.instead)
    commentary = _commentary_of(found, wishes)
    text = commentary.texts[found.language]
    writing.save(text, title=found.title, standfirst=found.standfirst, document=found.document, by=None)
    if wishes.photo:
        commentary.photo = photos.store(_bytes_of(wishes.photo, photos.MAX_BYTES))
    if wishes.approve:
        review.approve(text, by=None)
    issue = builder.add_imported(commentary) if wishes.into_issue else None
    return Imported(path, found, commentary, issue)


def _bytes_of(path: Path, limit: int) -> bytes:
    """No more than a byte over the limit, however long the file is. Raises CannotRead."""
    try:
        if not path.is_file():
            raise CannotRead(f"There is no file {path.name}.")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise CannotRead(f"{path.name} can't be read: {error.strerror}.") from error


def _commentary_of(found: Found, wishes: Wishes) -> Commentary:
    def words(line: str) -> Words:
        return {str(found.language): writing.one_line(line)} if line else {}

    return writing.create(
        week=found.week or local(now()).date(),
        original=found.language,
        by=None,
        provenance=Provenance.IMPORTED,
        section=db.session.scalar(sa.select(Section).where(Section.slug == found.section)),
        verdict=found.verdict,
        bylines=words(found.byline),
        alts=words(wishes.alt),
        credits=words(found.credit),
    )
