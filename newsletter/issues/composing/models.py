"""What an issue is frozen into."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.issues.models import SUBJECT_LENGTH, Issue
from newsletter.languages import EditionKey, Reading, Variant


class Edition(Model):
    """An issue composed for one reading and variant, frozen when it is locked: these bytes, and no others, are sent."""

    __tablename__ = "edition"
    __table_args__ = (sa.UniqueConstraint("issue_id", "reading", "variant"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id", ondelete="CASCADE"))
    reading: Mapped[Reading]
    variant: Mapped[Variant] = mapped_column(default=Variant.STANDARD)
    version: Mapped[int] = mapped_column(default=1)
    """How often the issue has been frozen: a correction before the sending makes a new one."""
    subject: Mapped[str] = mapped_column(sa.String(SUBJECT_LENGTH))
    html: Mapped[str] = mapped_column(sa.Text)
    text: Mapped[str] = mapped_column(sa.Text)
    size: Mapped[int]
    """Bytes of the HTML as UTF-8, which is what Gmail's limit counts."""
    template: Mapped[bytes]
    digest: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of the template."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)

    issue: Mapped[Issue] = orm.relationship(back_populates="editions")

    @property
    def key(self) -> EditionKey:
        return EditionKey(self.reading, self.variant)
