"""How a commentary comes to be: its original, its other languages, and their revisions.

Nothing here commits. `by` is nobody where a command does it.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from newsletter.commentaries.characters import clean_text
from newsletter.commentaries.document import Document, empty_document
from newsletter.commentaries.models import (
    STANDFIRST_LENGTH,
    TITLE_LENGTH,
    Commentary,
    Provenance,
    Revision,
    Text,
    TextState,
)
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.schema import SCHEMA
from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.staff.models import Staff, record


class Superseded(Exception):
    """Somebody saved a newer revision since these words were opened."""


class TitleTooLong(Refusal):
    message = N_("The title has more than %(limit)s characters: shorten it.")


class StandfirstTooLong(Refusal):
    message = N_("The standfirst has more than %(limit)s characters: shorten it, or make it the first paragraph.")


def create(
    *, week: dt.date, original: Language, by: Staff | None, provenance: Provenance = Provenance.HUMAN, **facts: Any
) -> Commentary:
    """A commentary and its empty original text."""
    commentary = Commentary(week=week, original=original, **facts)
    db.session.add(commentary)
    _begin(commentary, original, by, provenance)
    record(handle_of(by), "commentary.created", f"commentary {commentary.id}", week=commentary.week.isoformat())
    return commentary


def take(commentary: Commentary, language: Language, by: Staff) -> Text:
    """The text in `language`, begun if there is none; whoever asks first has it."""
    db.session.execute(sa.select(Commentary.id).where(Commentary.id == commentary.id).with_for_update())
    db.session.refresh(commentary, ["texts"])
    text = commentary.texts.get(language) or _begin(commentary, language, by, Provenance.HUMAN)
    if text.owner_id is None:
        text.owner_id = by.id
        db.session.flush()
    return text


def _begin(commentary: Commentary, language: Language, by: Staff | None, provenance: Provenance) -> Text:
    text = Text(language=language, document=empty_document(), provenance=provenance, owner_id=by.id if by else None)
    commentary.texts[language] = text
    db.session.flush()
    return text


def save(
    text: Text, *, title: str, standfirst: str, document: Document, by: Staff | None, opened_at: int | None = None
) -> bool:
    """Keep new words as a new revision; whether there were any. What the public sees stays the approved revision.

    `document` is checked already. Raises Superseded if the revision `opened_at` isn't the newest any more, TitleTooLong
    or StandfirstTooLong.
    """
    db.session.refresh(text, with_for_update=True)
    title, standfirst = one_line(title), one_line(standfirst)
    _require_short(title, standfirst)
    if (title, standfirst) == (text.title, text.standfirst) and _same(document, text.document):
        return False
    if opened_at is not None and opened_at != text.revision:
        raise Superseded
    text.title, text.standfirst, text.document = title, standfirst, document
    text.revision += 1
    text.updated_at = now()
    if text.state is not TextState.IN_REVIEW:
        text.state = TextState.DRAFT
    snapshot = Revision(
        text_id=text.id,
        number=text.revision,
        title=title,
        standfirst=standfirst,
        document=document,
        sitting=text.revision,
    )
    snapshot.staff_id = by.id if by else None
    db.session.add(snapshot)
    db.session.flush()
    return True


def one_line(words: str) -> str:
    """Clean characters, single spaces; no-break spaces stay. Raises UnicodeError for half of a character."""
    return " ".join(word for word in clean_text(words).split(" ") if word)


def _require_short(title: str, standfirst: str) -> None:
    if len(title) > TITLE_LENGTH:
        raise TitleTooLong(limit=TITLE_LENGTH)
    if len(standfirst) > STANDFIRST_LENGTH:
        raise StandfirstTooLong(limit=STANDFIRST_LENGTH)


def _same(one: Document, other: Document) -> bool:
    """The editor writes out defaults that an import leaves away; to the grammar they are the same."""
    return bool(SCHEMA.node_from_json(one).eq(SCHEMA.node_from_json(other)))


def handle_of(by: Staff | None) -> str:
    """For the audit log."""
    return by.handle if by else "command line"
