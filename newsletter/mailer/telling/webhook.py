"""Telling another program what the editors are told: by a signed POST to an address that an administrator named.

It carries counts and codes, nothing of a reader; leads to a public server only, and is followed nowhere.
"""

import hmac
import json
import time
from typing import Any

import httpcore
import httpx

from newsletter.background import TryLater, enqueue
from newsletter.db import db, now
from newsletter.issues.outside.asking import ask
from newsletter.issues.outside.network import CannotLookUp, Network, NoSuchName, PrivateAddress
from newsletter.mailer.telling import Event, issue_of, link_of
from newsletter.staff import sealed_settings, settings
from newsletter.staff.models import AuditEntry, record

TRIED = "webhook.tried"
"""In the audit log: an administrator had it called, to see whether it works."""
SECRET = "webhook_secret"
ANSWERING = 10
"""Seconds for all of it, the DNS included."""
SIGNATURE = "Newsletter-Signature"
"""`sha256=` and the HMAC-SHA256 of the body under the secret, in hexadecimal; the time is in the body."""


def try_out(*, by: str) -> None:
    entry = record(by, TRIED, httpx.URL(settings.current().webhook).host)
    enqueue("call_webhook", entry.id, key=f"webhook {entry.id}")


def call(entry_id: int, network: Network | None = None) -> None:
    """For the mailer, which opens the secret. Raises TryLater where it isn't answered with a success. Commits."""
    chosen, entry = settings.current(), db.session.get(AuditEntry, entry_id)
    if not chosen.webhook or entry is None or entry.action not in (TRIED, *Event):
        return
    body = json.dumps(_told(entry), ensure_ascii=False).encode()
    headers = _headers(body, sealed_settings.opened(SECRET, chosen.webhook_secret))
    db.session.commit()  # Nobody waits for us while we wait.
    says = _said(httpx.URL(chosen.webhook), headers, body, network or Network())
    settings.save(webhook_answer={"says": says, "at": now().isoformat()})
    db.session.commit()
    if not is_success(says) and entry.action != TRIED:
        raise TryLater(f"The webhook says {says}")


def is_success(says: str) -> bool:
    return says.startswith("2")


def _told(entry: AuditEntry) -> dict[str, Any]:
    told = {"id": entry.id, "event": entry.action, "at": entry.at.isoformat(), "sent_at": now().isoformat()}
    if entry.action == TRIED:
        return told
    number = issue_of(entry)
    about = {"relay": entry.subject} if number is None else {"issue": number}
    return {**told, **about, "link": link_of(entry), **entry.details}


def _headers(body: bytes, secret: str) -> list[tuple[str, str]]:
    signature = hmac.new(secret.encode(), body, "sha256").hexdigest()
    return [
        ("User-Agent", "Newsletter"),
        ("Content-Type", "application/json"),
        ("Connection", "close"),
        (SIGNATURE, f"sha256={signature}"),
    ]


def _said(url: httpx.URL, headers: list[tuple[str, str]], body: bytes, network: Network) -> str:
    """The status, or in a word why there is none."""
    ends = time.monotonic() + ANSWERING
    try:
        numbers = network.addresses(url.raw_host.decode("ascii"), ends=ends)
        return str(ask("POST", url, numbers, network, ends=ends, headers=headers, content=body))
    except NoSuchName:
        return "name"
    except CannotLookUp:
        return "dns"
    except PrivateAddress:
        return "private"
    except httpcore.TimeoutException:
        return "timeout"
    except (httpcore.NetworkError, httpcore.ProtocolError):
        return "broken"
