"""A key's way into the DNS and out of it: mails are signed from when the DNS has been seen to say the same."""

import itertools
import re
from collections.abc import Iterable

from newsletter.db import db, looking, now
from newsletter.issues.outside.domain_checks import FRESH
from newsletter.issues.outside.network import CannotLookUp, Network
from newsletter.mailer.dkim import key_files
from newsletter.staff import dkim_models
from newsletter.staff.dkim_models import DkimKey

_KEY = re.compile(r"(?:^|;)\s*p\s*=([^;]*)")


class KeyExists(Exception):
    """There is one of that name for the domain, known or as a file."""


def make(domain: str, selector: str, algorithm: str) -> DkimKey:
    """Raises KeyExists."""
    if db.session.get(DkimKey, (domain, selector)):
        raise KeyExists
    try:
        made = key_files.create(domain, selector, algorithm)
    except FileExistsError as error:
        raise KeyExists from error
    key = DkimKey(domain=domain, selector=selector, algorithm=algorithm, public=key_files.public(made))
    db.session.add(key)
    db.session.flush()
    return key


def next_selector(domain: str) -> str:
    """It says nothing, and there is no key of ours under it."""
    taken = {key.selector for key in dkim_models.of(domain)}
    return next(name for number in itertools.count(1) if (name := f"n{number}") not in taken)


def remove(key: DkimKey) -> None:
    key_files.remove(key.domain, key.selector)
    db.session.delete(key)


def look_up_due(network: Network | None = None, *, anyhow: bool = False) -> None:
    """Keys that wait for the DNS, and once a day the others; `anyhow`: all of them. Commits.

    Where the DNS says nothing, what it said before holds.
    """
    with looking():
        due = [
            (key.domain, key.selector, key.name, key.public) for key in dkim_models.every() if anyhow or _is_due(key)
        ]
    if not due:
        return
    outside = network or Network()
    for domain, selector, name, public in due:
        try:
            is_published = public in _published(outside.texts(name))
        except CannotLookUp:
            continue
        if key := db.session.get(DkimKey, (domain, selector)):
            key.looked_up_at = now()
            key.confirmed_at = (key.confirmed_at or now()) if is_published else None
        db.session.commit()


def _is_due(key: DkimKey) -> bool:
    return key.confirmed_at is None or key.looked_up_at is None or now() - key.looked_up_at >= FRESH


def _published(records: Iterable[str]) -> set[str]:
    """Their keys, without the blanks that may stand in one (RFC 6376 section 3.6.1)."""
    return {"".join(found[1].split()) for record in records if (found := _KEY.search(record))}
