"""A number of the weekly: its entries, its words, and the editions that it is frozen into."""

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.commentaries.models import Commentary
from newsletter.db import Model, now
from newsletter.languages import Language

if TYPE_CHECKING:
    from newsletter.issues.composing.models import Edition

SUBJECT_LENGTH = 120
PREHEADER_LENGTH = 200
OPENING_LENGTH = 2000


class IssueState(StrEnum):
    ASSEMBLING = "assembling"
    LOCKED = "locked"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return str(_STATES[self])

    @property
    def is_released(self) -> bool:
        """From here on its approved texts are public."""
        return self in RELEASED


_STATES = {
    IssueState.ASSEMBLING: _l("Assembling"),
    IssueState.LOCKED: _l("Locked"),
    IssueState.SCHEDULED: _l("Scheduled"),
    IssueState.SENDING: _l("Leaving"),
    IssueState.SENT: _l("Sent"),
    IssueState.CANCELLED: _l("Cancelled"),
}

RELEASED = (IssueState.SENDING, IssueState.SENT)
UNSENT = (IssueState.ASSEMBLING, IssueState.LOCKED, IssueState.SCHEDULED, IssueState.SENDING)
"""One that is being sent is both."""


class Issue(Model):
    __tablename__ = "issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    week: Mapped[dt.date] = mapped_column(index=True)
    state: Mapped[IssueState] = mapped_column(default=IssueState.ASSEMBLING)
    subjects: Mapped[dict[str, str]] = mapped_column(default=dict)
    preheaders: Mapped[dict[str, str]] = mapped_column(default=dict)
    openings: Mapped[dict[str, str]] = mapped_column(default=dict)
    closings: Mapped[dict[str, str]] = mapped_column(default=dict)
    special: Mapped[bool] = mapped_column(default=False)
    """Beside the weekly one of its week."""
    english_cards: Mapped[bool] = mapped_column(default=True)
    """Whether readers of Belarusian and Russian get a labelled English card where a piece exists in neither."""
    release_at: Mapped[dt.datetime | None]
    zone: Mapped[str] = mapped_column(sa.String(60))
    generation: Mapped[int] = mapped_column(default=0)
    """Counts schedulings, so that a release which was withdrawn can never fire."""
    released_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    entries: Mapped[list["Entry"]] = orm.relationship(
        back_populates="issue", order_by="Entry.position", cascade="all, delete-orphan", lazy="selectin"
    )
    boxes: Mapped[list["Box"]] = orm.relationship(
        back_populates="issue", order_by="Box.position", cascade="all, delete-orphan", lazy="selectin"
    )
    editions: Mapped[list["Edition"]] = orm.relationship(
        back_populates="issue", order_by="Edition.id", cascade="all, delete-orphan"
    )

    @property
    def parts(self) -> list["Entry | Box"]:
        """What the mail carries between its opening and its closing words, in its order."""
        return sorted([*self.entries, *self.boxes], key=lambda part: part.position)

    @property
    def version(self) -> int:
        """Of its frozen editions: 1 from the lock on, one more with each correction; 0 where nothing is frozen."""
        return max((edition.version for edition in self.editions), default=0)

    @property
    def missed(self) -> bool:
        """Whether its release was due while nobody was there to do it; withdrawing one forgets the time."""
        return self.state is IssueState.LOCKED and self.release_at is not None

    def held_until(self, when: dt.datetime) -> tuple[Commentary, dt.datetime] | None:
        """What forbids a release at `when`: of its entries the one with the latest embargo after that."""
        pieces = (entry.commentary for entry in self.entries)
        held = [(piece, piece.embargo) for piece in pieces if piece.embargo and piece.embargo > when]
        return max(held, key=lambda found: found[1], default=None)


class EntryForm(StrEnum):
    WHOLE = "whole"
    TEASER = "teaser"


class Entry(Model):
    """A commentary's place in an issue."""

    __tablename__ = "entry"
    __table_args__ = (sa.UniqueConstraint("issue_id", "commentary_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id", ondelete="CASCADE"))
    commentary_id: Mapped[int] = mapped_column(sa.ForeignKey("commentary.id"), index=True)
    position: Mapped[int]
    form: Mapped[EntryForm] = mapped_column(default=EntryForm.WHOLE)

    issue: Mapped[Issue] = orm.relationship(back_populates="entries")
    commentary: Mapped[Commentary] = orm.relationship(lazy="joined")
    waivers: Mapped[dict[Language, "Waiver"]] = orm.relationship(
        collection_class=orm.attribute_keyed_dict("language"), cascade="all, delete-orphan", lazy="selectin"
    )

    def waive(self, language: Language, *, reason: str, by: str, at: dt.datetime) -> None:
        """A waiver that is there is changed where it is: the database takes no second one beside it, even briefly."""
        waiver = self.waivers.setdefault(language, Waiver(language=language))
        waiver.reason, waiver.signed_by, waiver.signed_at = reason, by, at

    @property
    def key(self) -> str:
        """Which part of its issue it is, in forms."""
        return f"entry-{self.id}"


class BoxKind(StrEnum):
    SITUATION = "situation"
    """The week's verdict on each section, with how it has changed."""
    NOTE = "note"
    """A word from the editors."""
    EARLIER = "earlier"
    """A piece that came out before and is worth reading again."""
    SUPPORT = "support"
    """How to help the newsroom; never in a discreet edition."""

    @property
    def label(self) -> str:
        return str(_BOXES[self])


_BOXES = {
    BoxKind.SITUATION: _l("Situation in Belarus"),
    BoxKind.NOTE: _l("Editor’s note"),
    BoxKind.EARLIER: _l("An earlier piece"),
    BoxKind.SUPPORT: _l("Donation line"),
}


class Box(Model):
    """Something beside the entries that an issue carries; it has its place among them."""

    __tablename__ = "box"
    __table_args__ = (sa.UniqueConstraint("issue_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id", ondelete="CASCADE"))
    kind: Mapped[BoxKind]
    position: Mapped[int]
    """In one count with the entries."""
    words: Mapped[dict[str, str]] = mapped_column(default=dict)
    """Of a note or a donation line, by language."""
    href: Mapped[str] = mapped_column(sa.String(500), default="")
    """Where a donation line leads."""
    commentary_id: Mapped[int | None] = mapped_column(sa.ForeignKey("commentary.id"), index=True)
    """The earlier piece."""

    issue: Mapped[Issue] = orm.relationship(back_populates="boxes")
    commentary: Mapped[Commentary | None] = orm.relationship(lazy="joined")

    @property
    def key(self) -> str:
        """Which part of its issue it is, in forms."""
        return f"box-{self.id}"


class Waiver(Model):
    """An editor's signature that an entry leaves without one language, and why."""

    __tablename__ = "waiver"
    __table_args__ = (sa.UniqueConstraint("entry_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("entry.id", ondelete="CASCADE"))
    language: Mapped[Language]
    reason: Mapped[str] = mapped_column(sa.String(300))
    signed_by: Mapped[str] = mapped_column(sa.String(40))
    signed_at: Mapped[dt.datetime] = mapped_column(default=now)
