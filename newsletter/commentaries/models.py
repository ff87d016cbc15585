"""Commentaries and everything that they are made of."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.orderinglist import ordering_list
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.commentaries.author_models import Author, Byline
from newsletter.commentaries.characters import MAX_HREF
from newsletter.commentaries.photo_models import Photo
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import Model, now
from newsletter.languages import Language, Words, first_of, listed, monday_of
from newsletter.staff.models import Staff

TITLE_LENGTH = 200
STANDFIRST_LENGTH = 600
NOTE_LENGTH = 500
"""Characters of what the public reads in the place of a withdrawn text."""


class TextState(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return str(_STATES[self])


_STATES = {
    TextState.DRAFT: _l("Draft"),
    TextState.IN_REVIEW: _l("In review"),
    TextState.APPROVED: _l("Approved"),
    TextState.WITHDRAWN: _l("Withdrawn"),
}


class Provenance(StrEnum):
    HUMAN = "human"
    IMPORTED = "imported"
    MACHINE = "machine"
    """Some of its words are a machine's, and no person has edited or confirmed them yet."""
    EDITED = "edited"
    """Begun by a machine; people have been over all of it since."""


class Section(Model):
    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(40), unique=True)
    position: Mapped[int]
    names: Mapped[dict[str, str]]

    def name(self, language: Language) -> str:
        return first_of(self.names, language, *Language)


class Commentary(Model):
    __tablename__ = "commentary"

    id: Mapped[int] = mapped_column(primary_key=True)
    section_id: Mapped[int | None] = mapped_column(sa.ForeignKey("section.id"), index=True)
    week: Mapped[dt.date] = mapped_column(index=True)
    verdict: Mapped[Verdict | None]
    original: Mapped[Language]
    photo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("photo.id"), index=True)
    alts: Mapped[dict[str, str]] = mapped_column(default=dict)
    captions: Mapped[dict[str, str]] = mapped_column(default=dict)
    credits: Mapped[dict[str, str]] = mapped_column(default=dict)
    credit_href: Mapped[str] = mapped_column(sa.String(MAX_HREF), default="")
    photo_seen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By language, the source's `alt`, `caption` and `credit` as the translator last saw them: words, for the photo has
    no revisions."""
    embargo: Mapped[dt.datetime | None]
    """Before it, the public sees none of its texts, whatever issue they are in."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    section: Mapped[Section | None] = orm.relationship(lazy="joined")
    photo: Mapped[Photo | None] = orm.relationship(lazy="joined")
    bylines: Mapped[list[Byline]] = orm.relationship(
        order_by=Byline.position,
        collection_class=ordering_list("position", count_from=1),
        cascade="all, delete-orphan",
        lazy="selectin",
    )
    authors: AssociationProxy[list[Author]] = association_proxy(
        "bylines", "author", creator=lambda author: Byline(author=author)
    )
    """In the order in which they are named."""
    texts: Mapped[dict[Language, "Text"]] = orm.relationship(
        back_populates="commentary",
        collection_class=orm.attribute_keyed_dict("language"),
        cascade="all, delete-orphan",
        lazy="selectin",
    )

    def __init__(self, *, week: dt.date, original: Language, **facts: Any) -> None:
        super().__init__(week=monday_of(week), original=original, **facts)

    @property
    def title(self) -> str:
        """For the desk: in the language that it speaks, else the original's, or whichever there is."""
        titles: Words = {language: text.title for language, text in self.texts.items()}
        return first_of(titles, str(get_locale() or ""), self.original, *Language)

    def byline(self, language: Language) -> str:
        """Who wrote it, as the public reads it; empty where nobody is named, or all who were are redacted."""
        names = (author.name(language) for author in self.authors)
        return listed([name for name in names if name], language)

    def approved(self, *languages: Language) -> "Text | None":
        """The first of these languages in which there is an approved text."""
        texts = (self.texts.get(language) for language in languages)
        return next((text for text in texts if text and text.is_approved), None)


class Text(Model):
    """One language version of a commentary, as it stands; its past is in its revisions."""

    __tablename__ = "text"
    __table_args__ = (sa.UniqueConstraint("commentary_id", "language"), sa.UniqueConstraint("language", "slug"))

    id: Mapped[int] = mapped_column(primary_key=True)
    commentary_id: Mapped[int] = mapped_column(sa.ForeignKey("commentary.id", ondelete="CASCADE"))
    language: Mapped[Language]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("text.id"), index=True)
    """What it is translated from: any other text of the commentary, as a rule the original."""
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH), default="")
    standfirst: Mapped[str] = mapped_column(sa.String(STANDFIRST_LENGTH), default="")
    heads: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What ties title and standfirst to the source (links.py)."""
    slug: Mapped[str | None] = mapped_column(sa.String(100))
    document: Mapped[dict[str, Any]]
    provenance: Mapped[Provenance] = mapped_column(default=Provenance.HUMAN)
    state: Mapped[TextState] = mapped_column(default=TextState.DRAFT)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="SET NULL"), index=True)
    revision: Mapped[int] = mapped_column(default=0)
    approved_revision: Mapped[int | None]
    withdrawal_note: Mapped[str] = mapped_column(sa.String(NOTE_LENGTH), default="")
    """What the public reads in its place while it is withdrawn."""
    withdrawn_at: Mapped[dt.datetime | None]
    updated_at: Mapped[dt.datetime] = mapped_column(default=now)

    commentary: Mapped[Commentary] = orm.relationship(back_populates="texts")
    owner: Mapped[Staff | None] = orm.relationship()
    source: Mapped["Text | None"] = orm.relationship(remote_side=id)

    @property
    def is_approved(self) -> bool:
        return self.state is TextState.APPROVED


class Revision(Model):
    """An immutable snapshot of a text. Of those of one sitting, all but the last are forgotten in time."""

    __tablename__ = "revision"
    __table_args__ = (sa.UniqueConstraint("text_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    standfirst: Mapped[str] = mapped_column(sa.String(STANDFIRST_LENGTH))
    document: Mapped[dict[str, Any]]
    heads: Mapped[dict[str, Any]] = mapped_column(default=dict)
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="SET NULL"))
    sitting: Mapped[int]
    """The number of the revision that began the sitting."""
    by_hand: Mapped[bool] = mapped_column(default=False)
    """Somebody pressed "save", which ends a sitting; the others are saved while typing."""
    minor: Mapped[bool] = mapped_column(default=False)
    """What it changed asks no translator for anything."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    author: Mapped[Staff | None] = orm.relationship()


class Sighting(Model):
    """A revision of a source that some version of a translation names as seen, and that is therefore kept."""

    __tablename__ = "sighting"

    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"), primary_key=True)
    """The source."""
    revision: Mapped[int] = mapped_column(primary_key=True)
