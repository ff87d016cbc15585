"""Photos, and which texts hold them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.commentaries.characters import MAX_HREF
from newsletter.db import Model, now


class Photo(Model):
    """A picture as we keep it: re-encoded, without metadata. The file is named for its digest.

    Its words are those of its latest use: where it is used again, it begins with them.
    """

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    alts: Mapped[dict[str, str]] = mapped_column(default=dict)
    captions: Mapped[dict[str, str]] = mapped_column(default=dict)
    credits: Mapped[dict[str, str]] = mapped_column(default=dict)
    credit_href: Mapped[str] = mapped_column(sa.String(MAX_HREF), default="")
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    """Or uploaded once more, or let go by whoever used it: an unused one is kept for a week from then on."""


class TextPhoto(Model):
    """A revision of the text holds, or held, the photo: as long as it is in the history, its file stays."""

    __tablename__ = "text_photo"

    text_id: Mapped[int] = mapped_column(sa.ForeignKey("text.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[int] = mapped_column(sa.ForeignKey("photo.id"), primary_key=True, index=True)
