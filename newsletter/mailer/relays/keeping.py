"""Adding, changing and removing relays. Nothing here commits."""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any, ClassVar

import sqlalchemy as sa

from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db
from newsletter.mailer import mailings, telling
from newsletter.mailer.models import Mailing, MailingState, Pace
from newsletter.mailer.pacing import limits
from newsletter.staff.models import record
from newsletter.staff.relay_models import Purpose, Relay

_OVER = (MailingState.DONE, MailingState.CANCELLED)


class RelayRefusal(Refusal):
    field: ClassVar[str]
    """Beside which it is told."""


class NameTaken(RelayRefusal):
    message = N_("There is a relay of this name already.")
    field = "name"


class InTheClear(RelayRefusal):
    message = N_("Without encryption every address can be read on the way. Choose STARTTLS or TLS.")
    field = "security"


class PasswordNeeded(RelayRefusal):
    message = N_("Type the password for this server. The stored one goes to no other.")
    field = "password"


class LastRelay(RelayRefusal):
    message = N_("Mailings are under way, and no other relay takes them. Add another one first, or cancel them.")
    field = "active"


def every() -> list[Relay]:
    return list(db.session.scalars(sa.select(Relay).order_by(Relay.purpose, Relay.name)))


def shares(rows: Iterable[Relay]) -> dict[int, float]:
    """By id, the percentage of the mails of its purpose that a relay gets while all of them take some."""
    found: dict[int, float] = {}
    for purpose in Purpose:
        takers = [row for row in rows if row.active and row.purpose is purpose]
        weights = {row.id: row.weight for row in takers if row.weight} or {row.id: 1 for row in takers}
        found |= {relay: 100 * weight / sum(weights.values()) for relay, weight in weights.items()}
    return found


def add(*, by: str, password: str, **facts: Any) -> Relay:
    """Raises RelayRefusal."""
    row = Relay()
    _put(row, password, facts)
    db.session.add(row)
    db.session.flush()
    mailings.try_again()
    record(by, "relay.added", row.name)
    if _takers_host(row):
        telling.relay_set(row, by=by)
    return row


def change(row: Relay, *, by: str, password: str, **facts: Any) -> None:
    """Without a new password the stored one stays, unless the host is another. Raises RelayRefusal."""
    former = _takers_host(row)
    changed = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    if not facts["active"] or facts["purpose"] is not Purpose.PRODUCTION:
        _require_another(row)
    _put(row, password, facts)
    row.recover()
    row.tried_at, row.answer = None, ""
    mailings.try_again()
    record(by, "relay.changed", row.name, changed=[*changed, *(["password"] if password else [])])
    if _takers_host(row) not in ("", former):
        telling.relay_set(row, by=by)


def remove(row: Relay, *, by: str) -> None:
    """A batch that is speaking to it goes on to its end. Raises LastRelay."""
    _require_another(row)
    db.session.delete(row)
    db.session.execute(sa.delete(Pace).where(Pace.scope == limits.of_relay(row.id)))
    record(by, "relay.removed", row.name)


def _takers_host(row: Relay) -> str:
    """Of one that gets readers' mails; of any other nothing."""
    return row.host.lower() if row.active and row.purpose is Purpose.PRODUCTION else ""


def _put(row: Relay, password: str, facts: dict[str, Any]) -> None:
    others = sa.select(Relay.id).where(Relay.name == facts["name"], Relay.id != (row.id or 0))
    if db.session.scalar(others):
        raise NameTaken
    if facts["security"] == "none" and not _is_here(facts["host"]):
        raise InTheClear
    keeps = row.password if (row.host or "").lower() == facts["host"].lower() else ""
    if facts["username"] and not (password or keeps):
        raise PasswordNeeded
    for name, value in facts.items():
        setattr(row, name, value)
    row.password = keeps if facts["username"] else ""
    if facts["username"] and password:
        row.seal_password(password)


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _require_another(row: Relay) -> None:
    under_way = sa.select(Mailing.id).where(Mailing.state.not_in(_OVER))
    readers = sa.select(Relay.id).where(Relay.purpose == Purpose.PRODUCTION, Relay.active)
    if list(db.session.scalars(readers)) == [row.id] and db.session.scalar(under_way.limit(1)):
        raise LastRelay
