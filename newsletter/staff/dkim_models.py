"""What is public of the keys that mails are signed with; the private halves are files that only the mailer reads."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from newsletter.db import Model, db, now

STRING = 255
"""Bytes of one string of a TXT record, of which it may have several (RFC 1035 section 3.3.14)."""


class DkimKey(Model):
    """A key of a sending domain. Mails are signed with it from when the DNS has been seen to say the same."""

    __tablename__ = "dkim_key"

    domain: Mapped[str] = mapped_column(sa.String(253), primary_key=True)
    selector: Mapped[str] = mapped_column(sa.String(63), primary_key=True)
    algorithm: Mapped[str] = mapped_column(sa.String(10))
    public: Mapped[str] = mapped_column(sa.Text)
    """As it stands behind p= in the record."""
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    confirmed_at: Mapped[dt.datetime | None]
    """When the DNS began to say the same; None while it doesn't."""
    looked_up_at: Mapped[dt.datetime | None]

    @property
    def name(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        return f"v=DKIM1; k={self.algorithm}; p={self.public}"

    @property
    def line(self) -> str:
        """The record as a zone file has it."""
        strings = [self.record[at : at + STRING] for at in range(0, len(self.record), STRING)]
        return f"{self.name}. TXT " + " ".join(f'"{string}"' for string in strings)


def every() -> list[DkimKey]:
    """The newest of each domain first."""
    return list(db.session.scalars(sa.select(DkimKey).order_by(DkimKey.domain, DkimKey.created_at.desc())))


def of(domain: str) -> list[DkimKey]:
    return [key for key in every() if key.domain == domain]


def in_use(domain: str) -> list[DkimKey]:
    """The newest of each algorithm that the DNS knows: mails carry a signature of each (RFC 8463 section 5)."""
    return _in_use(of(domain))


def foremost() -> dict[str, DkimKey]:
    """By domain the one that the preflight speaks of: in use, or else waiting for the DNS."""
    by_domain: dict[str, list[DkimKey]] = {}
    for key in every():
        by_domain.setdefault(key.domain, []).append(key)
    return {domain: [*_in_use(keys), *keys][0] for domain, keys in by_domain.items()}


def _in_use(newest_first: Iterable[DkimKey]) -> list[DkimKey]:
    chosen: dict[str, DkimKey] = {}
    for key in newest_first:
        if key.confirmed_at:
            chosen.setdefault(key.algorithm, key)
    return [chosen[algorithm] for algorithm in sorted(chosen, reverse=True)]
