"""What was reported of a delivery: a reason and a status, no address and nobody's words. Kept for fourteen days."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, now
from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.reading import Kind


class Report(Model):
    """Once for each delivery and kind, however often it is told."""

    __tablename__ = "report"
    __table_args__ = (sa.UniqueConstraint("delivery_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    mailing_id: Mapped[int] = mapped_column(sa.ForeignKey("mailing.id", ondelete="CASCADE"), index=True)
    delivery_id: Mapped[int] = mapped_column(sa.ForeignKey("delivery.id", ondelete="CASCADE"))
    kind: Mapped[Kind]
    reason: Mapped[Reason]
    status: Mapped[str] = mapped_column(sa.String(12))
    provider: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)
