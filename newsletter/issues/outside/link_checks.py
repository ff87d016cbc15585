"""What is known of the links of an issue, and looking at those that nobody has looked at lately.

Only look_at_asked() commits: it takes minutes, and holds no transaction while it waits for anybody.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask_babel import format_timedelta

from newsletter.background import CHECKS, enqueue
from newsletter.db import db, looking, now, upsert
from newsletter.issues.models import Issue
from newsletter.issues.outside.looking import look
from newsletter.issues.outside.models import CheckedLink, LinkState
from newsletter.issues.outside.network import Network
from newsletter.issues.preflight.facts import LinkFacts

FRESH = dt.timedelta(days=1)
"""For so long nobody looks at a link again."""
PATIENCE = dt.timedelta(minutes=15)
"""After that a question that nobody answered may be asked again."""
KEPT = dt.timedelta(days=90)
MOST = 200
"""Links that one job looks at."""
HOSTS_AT_ONCE = 8
GIVEN_UP = 3
"""Links of one host without an answer in time, after which the others aren't asked for."""


@dataclass(frozen=True)
class Standing:
    """How far the links of an issue have been looked at."""

    total: int
    due: int
    """Not looked at for a day, and nobody is about to."""
    under_way: int
    checked_at: dt.datetime | None
    """When the one was looked at that was so longest ago."""

    @property
    def ago(self) -> str:
        """`12 minutes ago`."""
        return str(format_timedelta(self.checked_at - now(), add_direction=True)) if self.checked_at else ""


def known(addresses: Collection[str]) -> dict[str, LinkFacts]:
    rows = _rows(addresses).values()
    return {row.url: LinkFacts(row.state, row.says) for row in rows if row.state is not None}


def standing(addresses: Collection[str]) -> Standing:
    asked = _checkable(addresses)
    rows, at = _rows(addresses), now()
    checked = [row.checked_at for row in rows.values() if row.checked_at]
    return Standing(
        total=len(asked),
        due=sum(_is_due(rows.get(_digest(url)), at) for url in asked),
        under_way=sum(_is_under_way(row, at) for row in rows.values()),
        checked_at=min(checked, default=None),
    )


def ask(issue: Issue, addresses: Collection[str]) -> int:
    """For those that are due to be looked at; returns how many. Others are due the next time, if there are too many."""
    rows, at = _rows(addresses), now()
    due = [url for url in _checkable(addresses) if _is_due(rows.get(_digest(url)), at)][:MOST]
    upsert(CheckedLink, [{"digest": _digest(url), "url": url, "asked_at": at} for url in due], key=["digest"])
    if due:
        enqueue("check_links", queue=CHECKS, key=f"links-{issue.id}-{at.timestamp():.0f}")
    return len(due)


def look_at_asked(network: Network | None = None) -> None:
    """One host after the other's turn, and of one host one link at a time."""
    with looking():
        waiting = sa.select(CheckedLink.url).where(_unanswered()).order_by(CheckedLink.asked_at, CheckedLink.digest)
        urls = db.session.scalars(waiting.limit(MOST)).all()
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)
    outside = network or Network()
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as threads:
        for done in as_completed([threads.submit(_of_one_host, urls, outside) for urls in by_host.values()]):
            _keep(done.result())


def _of_one_host(urls: list[str], network: Network) -> dict[str, LinkFacts]:
    found: dict[str, LinkFacts] = {}
    silent = 0
    for url in urls:
        found[url] = LinkFacts(LinkState.UNSURE, "timeout") if silent >= GIVEN_UP else look(url, network)
        silent += found[url].says == "timeout"
    return found


def _keep(found: dict[str, LinkFacts]) -> None:
    for url, facts in found.items():
        kept = {"state": facts.state, "says": facts.says, "checked_at": now()}
        db.session.execute(sa.update(CheckedLink).where(CheckedLink.digest == _digest(url)).values(kept))
    db.session.commit()


def purge(at: dt.datetime) -> None:
    db.session.execute(sa.delete(CheckedLink).where(CheckedLink.asked_at < at - KEPT))


def _rows(addresses: Collection[str]) -> dict[str, CheckedLink]:
    """By digest."""
    digests = [_digest(url) for url in _checkable(addresses)]
    found = db.session.scalars(sa.select(CheckedLink).where(CheckedLink.digest.in_(digests))) if digests else ()
    return {row.digest: row for row in found}


def _checkable(addresses: Collection[str]) -> list[str]:
    return sorted(url for url in addresses if url.startswith("https://"))


def _digest(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()


def _is_due(row: CheckedLink | None, at: dt.datetime) -> bool:
    if row is None:
        return True
    is_fresh = row.checked_at is not None and at - row.checked_at < FRESH
    return not is_fresh and not _is_under_way(row, at)


def _is_under_way(row: CheckedLink, at: dt.datetime) -> bool:
    unanswered = row.checked_at is None or row.checked_at < row.asked_at
    return unanswered and at - row.asked_at < PATIENCE


def _unanswered() -> sa.ColumnElement[bool]:
    return sa.or_(CheckedLink.checked_at.is_(None), CheckedLink.checked_at < CheckedLink.asked_at)
