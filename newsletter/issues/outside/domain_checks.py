"""What the DNS says of the domains that letters come from: who may send for them, and how one tells.

SPF is RFC 7208, DKIM RFC 6376, DMARC RFC 7489.
"""

import datetime as dt
import re
from collections.abc import Collection

import sqlalchemy as sa

from newsletter.db import db, looking, now, upsert
from newsletter.issues.outside.models import CheckedDomain, RecordState
from newsletter.issues.outside.network import CannotLookUp, Network
from newsletter.languages import Language, Variant
from newsletter.staff import settings
from newsletter.staff.settings import Settings

FRESH = dt.timedelta(days=1)
SOON = dt.timedelta(hours=1)
"""When to try again where the DNS said nothing."""
_NOWHERE = frozenset(
    ["localdomain", "localhost", "local", "internal", "lan", "home", "test", "example", "invalid", "onion"]
)
"""Top-level domains that the public DNS doesn't have."""


def domain_of(newsroom: Settings, variant: Variant) -> str:
    return newsroom.sender(variant, Language.EN).domain.lower()


def known(domains: Collection[str]) -> dict[str, CheckedDomain]:
    rows = db.session.scalars(sa.select(CheckedDomain).where(CheckedDomain.domain.in_(domains)))
    return {row.domain: row for row in rows}


def look_up_due(network: Network | None = None, *, anyhow: bool = False) -> None:
    """Those of our domains that nobody has looked up for a day, or whose key has another name by now. Commits.

    `anyhow`: all of them.
    """
    with looking():
        newsroom = settings.current()
        wanted = {
            domain_of(newsroom, variant): newsroom.dkim_selectors.get(variant, "") for variant in newsroom.variants
        }
        rows = known(wanted)
        due = {name: key for name, key in wanted.items() if anyhow or _is_due(rows.get(name), key)}
        due = {name: key for name, key in due.items() if is_public_domain(name)}
    if not due:
        return
    outside = network or Network()
    found = [_looked_up(domain, selector, outside) for domain, selector in due.items()]
    upsert(CheckedDomain, found, key=["domain"])
    db.session.execute(sa.delete(CheckedDomain).where(CheckedDomain.domain.not_in(wanted)))
    db.session.commit()


def is_public_domain(domain: str) -> bool:
    return "." in domain and domain.rpartition(".")[2] not in _NOWHERE


def _is_due(row: CheckedDomain | None, selector: str) -> bool:
    if row is None or row.selector != selector:
        return True
    unknown = RecordState.UNKNOWN in (row.spf, row.dmarc) or (selector and row.dkim is RecordState.UNKNOWN)
    return now() - row.checked_at >= (SOON if unknown else FRESH)


def _looked_up(domain: str, selector: str, network: Network) -> dict[str, object]:
    return {
        "domain": domain,
        "selector": selector,
        "spf": spf(domain, network),
        "dkim": dkim(domain, selector, network) if selector else RecordState.UNKNOWN,
        "dmarc": dmarc(domain, network),
        "checked_at": now(),
    }


def spf(domain: str, network: Network) -> RecordState:
    """Two records are as none (4.5), and one that lets everybody send protects nothing."""
    try:
        records = [text for text in network.texts(domain) if re.match(r"v=spf1(?: |$)", text, re.IGNORECASE)]
    except CannotLookUp:
        return RecordState.UNKNOWN
    if not records:
        return RecordState.MISSING
    lets_all = re.search(r"(?:^| )\+?all(?: |$)", records[0], re.IGNORECASE)
    return RecordState.BROKEN if len(records) > 1 or lets_all else RecordState.FOUND


def dkim(domain: str, selector: str, network: Network) -> RecordState:
    """A record without a key says that it was revoked (3.6.1)."""
    try:
        records = network.texts(f"{selector}._domainkey.{domain}")
    except CannotLookUp:
        return RecordState.UNKNOWN
    keys = [found[1] for text in records if (found := re.search(r"(?:^|;)\s*p=([^;]*)", text))]
    if not keys:
        return RecordState.MISSING
    return RecordState.FOUND if any(key.strip() for key in keys) else RecordState.BROKEN


def dmarc(domain: str, network: Network) -> RecordState:
    """Of the domain itself, or else of one that it belongs to."""
    labels = domain.split(".")
    for depth in range(len(labels) - 1):
        name = ".".join(labels[depth:])
        try:
            records = [text for text in network.texts(f"_dmarc.{name}") if re.match(r"v=DMARC1\s*(?:;|$)", text)]
        except CannotLookUp:
            return RecordState.UNKNOWN
        if records:
            has_policy = re.search(r";\s*p=(?:none|quarantine|reject)\b", records[0], re.IGNORECASE)
            return RecordState.FOUND if len(records) == 1 and has_policy else RecordState.BROKEN
    return RecordState.MISSING
