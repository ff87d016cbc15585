"""How a commentary comes to be: its original, its other languages, and their revisions.

Nothing here commits. `by` is nobody where a command does it.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from blinker import Signal

from newsletter.commentaries import photo_library
from newsletter.commentaries.characters import clean_text
from newsletter.commentaries.document import Document, empty_document
from newsletter.commentaries.history import (
    SITTING,
    is_of_another_source,
    note_sightings,
    revision_of,
    version_at,
    version_of,
)
from newsletter.commentaries.links import Heads
from newsletter.commentaries.merging import (
    NOTHING,
    Merge,
    Patch,
    Version,
    edited_since,
    merge,
    not_ahead,
    patch_between,
    patched,
    same_reading,
    same_version,
    untied,
)
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
from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.staff.models import Staff, record

begun = Signal("Sent with a text that has come to be, empty. The plan may say whose it is (planning/ownership.py).")


class Clash(Exception):
    """Somebody changed the same parts since these words were opened."""

    def __init__(self, mine: Version, theirs: Version, found: Merge) -> None:
        self.mine, self.theirs, self.found = mine, theirs, found


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
    text.source = commentary.texts.get(commentary.original)
    commentary.texts[language] = text
    db.session.flush()
    begun.send(text)
    return text


def save(
    text: Text,
    *,
    title: str,
    standfirst: str,
    document: Document,
    by: Staff | None,
    heads: Heads | None = None,
    opened_at: int | None = None,
    by_hand: bool = True,
    minor: bool = False,
) -> bool:
    """Keep new words as a new revision; whether there were any. What the public sees stays the approved revision.

    `document` is checked already; `heads` stay as they are where none are given. Where the revision `opened_at` isn't
    the newest any more, both sides' words are merged block by block. Raises Clash where they changed the same,
    TitleTooLong, StandfirstTooLong, UnknownPhoto or DocumentError.
    """
    db.session.refresh(text, with_for_update=True)
    there = version_of(text)
    mine = Version(one_line(title), one_line(standfirst), document, there.heads if heads is None else heads)
    mine = not_ahead(mine, text.source.revision if text.source else 0)
    _require_short(mine)
    if opened_at is not None and opened_at != text.revision and not same_version(mine, there):
        mine = _merged(text, mine, there, opened_at)
    if by:
        mine = edited_since(there, mine)
    if same_version(mine, there):
        if by_hand:
            _end_sitting(text, by)
        return False
    photo_library.note_use(text, mine.document)
    if text.source_id:
        note_sightings(text, mine)
    sitting = _sitting(text, by, minor)
    _put(text, mine)
    snapshot = Revision(text_id=text.id, number=text.revision, title=mine.title, standfirst=mine.standfirst)
    snapshot.document, snapshot.heads, snapshot.minor = mine.document, mine.heads, minor
    snapshot.sitting, snapshot.by_hand = sitting or text.revision, by_hand
    snapshot.staff_id = by.id if by else None
    db.session.add(snapshot)
    db.session.flush()
    return True


def save_patch(
    text: Text, patch: object, *, by: Staff, opened_at: int, by_hand: bool, minor: bool = False
) -> Patch | None:
    """The same for an editor, which sends what changed since the revision `opened_at`.

    Returns what the text has now that the editor hasn't: another's words, merged in; all of them for a forgotten base.
    """
    base = version_at(text, opened_at)
    is_known = base is not None or opened_at == text.revision
    mine = patched(base or version_of(text), patch)
    save(
        text,
        title=mine.title,
        standfirst=mine.standfirst,
        document=mine.document,
        heads=mine.heads,
        by=by,
        opened_at=opened_at,
        by_hand=by_hand,
        minor=minor,
    )
    return patch_between(_tidied(mine) if is_known else NOTHING, version_of(text))


def _merged(text: Text, mine: Version, there: Version, opened_at: int) -> Version:
    base = version_at(text, opened_at) or NOTHING
    if text.source_id and is_of_another_source(text, opened_at):
        base, mine = untied(base), untied(mine)
    found = merge(base, there, mine)
    if found.clashes:
        raise Clash(mine, there, found)
    _require_short(found.version)
    return found.version


def _put(text: Text, words: Version) -> None:
    """Words that are the approved ones again are approved: an edit that was taken back asks nobody for anything."""
    text.title, text.standfirst, text.document, text.heads = words.title, words.standfirst, words.document, words.heads
    text.revision += 1
    text.updated_at = now()
    text.provenance = _provenance(text)
    approved = version_at(text, text.approved_revision)
    if approved and not words.machine_made and same_reading(words, approved):
        text.approved_revision, text.state = text.revision, TextState.APPROVED
    elif text.state is not TextState.IN_REVIEW:
        text.state = TextState.DRAFT


def _provenance(text: Text) -> Provenance:
    if version_of(text).machine_made:
        return Provenance.MACHINE
    return Provenance.EDITED if text.provenance is Provenance.MACHINE else text.provenance


def _sitting(text: Text, by: Staff | None, minor: bool) -> int | None:
    """The sitting that goes on, if there is one; what is minor is kept apart from what isn't."""
    last = revision_of(text, text.revision)
    if last is None or last.by_hand or by is None or last.staff_id != by.id or last.minor != minor:
        return None
    begun = revision_of(text, last.sitting)
    return last.sitting if begun and now() - begun.created_at < SITTING else None


def _end_sitting(text: Text, by: Staff | None) -> None:
    """Saved by hand right after it was saved by itself."""
    last = revision_of(text, text.revision)
    if last and by and last.staff_id == by.id:
        last.by_hand = True


def _tidied(words: Version) -> Version:
    return Version(one_line(words.title), one_line(words.standfirst), words.document, words.heads)


def one_line(words: str) -> str:
    """Clean characters, single spaces; no-break spaces stay. Raises UnicodeError for half of a character."""
    return " ".join(word for word in clean_text(words).split(" ") if word)


def _require_short(words: Version) -> None:
    if len(words.title) > TITLE_LENGTH:
        raise TitleTooLong(limit=TITLE_LENGTH)
    if len(words.standfirst) > STANDFIRST_LENGTH:
        raise StandfirstTooLong(limit=STANDFIRST_LENGTH)


def handle_of(by: Staff | None) -> str:
    """For the audit log."""
    return by.handle if by else "command line"
