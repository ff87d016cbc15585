"""One file as a commentary: a new one, or what an earlier import of the same still lacked."""

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from newsletter.commentaries import authors, history, photo_library, photos, review, writing
from newsletter.commentaries.document import photos_in, same_words
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.importing import Found, read_commentary
from newsletter.commentaries.models import Commentary, Provenance, Section, Text
from newsletter.commentaries.unreadable import MAX_BYTES
from newsletter.db import db, now
from newsletter.issues.beginning import starting
from newsletter.issues.building import placing
from newsletter.issues.commands import BY
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Words, monday_of
from newsletter.staff.moments import local


class CannotTake(Exception):
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
    again: bool
    """It was imported before."""

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
            "again": self.again,
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
            f"{self.path}: commentary {self.commentary.id}{' again' if self.again else ''}, “{self.found.title}”",
            f"  in {self.found.language.own_name}, week of {self.commentary.week}, {place}",
            f"  found: {', '.join(self.found.found)}",
        ]
        if self.missing:
            lines.append(f"  left to fill in: {', '.join(self.missing)}")
        return "\n".join(lines + [f"  left out: {line}" for line in self.dropped])


def import_file(path: Path, wishes: Wishes) -> Imported:
    """One file as a commentary, not committed. Raises CannotTake, Refusal."""
    pictures = FilePictures()
    found = read_commentary(_bytes_of(path, MAX_BYTES), path.name, wishes.instead.get("language"), pictures)
    found = dataclasses.replace(found, **wishes.instead)
    known = _imported_before(found)
    if known:
        _fill_in(known, found, wishes)
    commentary = known or _begun(found, wishes)
    for digest in photos_in(found.document):
        photos.keep(pictures.developed[digest])
    text = commentary.texts[found.language]
    # Blocks keep their ids when the file only comes again.
    document = text.document if same_words(text.document, found.document) else found.document
    writing.save(text, title=found.title, standfirst=found.standfirst, document=document, by=None)
    if wishes.photo:
        photo_library.put_above(commentary, photos.store(_bytes_of(wishes.photo, photos.MAX_BYTES)))
    photo_library.remember_words_of(commentary)
    if wishes.approve:
        review.approve(text, by=None)
    issue = placing.issue_of(commentary) or (starting.add_imported(commentary, by=BY) if wishes.into_issue else None)
    return Imported(path, found, commentary, issue, again=known is not None)


def _bytes_of(path: Path, limit: int) -> bytes:
    """No more than a byte over the limit, however long the file is. Raises CannotTake."""
    try:
        if not path.is_file():
            raise CannotTake(f"There is no file {path.name}.")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise CannotTake(f"{path.name} can't be read: {error.strerror}.") from error


def _week_of(found: Found) -> dt.date:
    return found.week or monday_of(local(now()).date())


def _begun(found: Found, wishes: Wishes) -> Commentary:
    facts = _facts_of(found, wishes)
    return writing.create(
        week=_week_of(found), original=found.language, by=None, provenance=Provenance.IMPORTED, **facts
    )


def _imported_before(found: Found) -> Commentary | None:
    """The same title in the same week and language, if it came from a file too."""
    same = Text.language == found.language, Text.title == writing.one_line(found.title)
    wanted = sa.select(Commentary).join(Text).where(Commentary.week == _week_of(found), *same)
    return db.session.scalar(wanted.where(Text.provenance == Provenance.IMPORTED).order_by(Commentary.id).limit(1))


def _fill_in(commentary: Commentary, found: Found, wishes: Wishes) -> None:
    """What was said takes its place, what the file has only an empty one. Raises CannotTake for what isn't the file's
    any more: words that somebody wrote on the desk, an issue on its way.
    """
    if history.has_author(commentary.texts[found.language]):
        raise CannotTake(
            f"Commentary {commentary.id} is the same, and was changed on the desk since: go on there, "
            "or import the file under another --title."
        )
    issue = placing.issue_of(commentary)
    if issue and issue.state is not IssueState.ASSEMBLING:
        raise CannotTake(f"Commentary {commentary.id} is the same, and its issue {issue.number} takes no changes now.")
    facts = _facts_of(found, wishes)
    for name in ("section", "verdict"):
        if name in wishes.instead or getattr(commentary, name) is None:
            setattr(commentary, name, facts[name])
    if facts["authors"] and ("byline" in wishes.instead or not commentary.authors):
        commentary.authors = facts["authors"]
    for name, said in (
        ("credits", "credit" in wishes.instead),
        ("alts", True),
    ):
        there = getattr(commentary, name)
        setattr(commentary, name, there | facts[name] if said else facts[name] | there)


def _facts_of(found: Found, wishes: Wishes) -> dict[str, Any]:
    def words(line: str) -> Words:
        return {str(found.language): writing.one_line(line)} if line else {}

    return {
        "section": db.session.scalar(sa.select(Section).where(Section.slug == found.section)),
        "verdict": found.verdict,
        "authors": authors.named(found.byline, found.language),
        "alts": words(wishes.alt),
        "credits": words(found.credit),
    }
