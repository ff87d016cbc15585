"""What of an issue the preflight looks at beside its entries: boxes, finished letters and where those come from."""

import hashlib
from collections.abc import Mapping
from email import message_from_bytes
from email.policy import default
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app

from newsletter.commentaries.models import Commentary, TextState
from newsletter.commentaries.publication import embargo_of
from newsletter.db import db
from newsletter.issues.composing.editions import Composed
from newsletter.issues.models import RELEASED, Box, BoxKind, Entry, Issue
from newsletter.issues.outside import domain_checks
from newsletter.issues.outside.models import CheckedDomain, RecordState
from newsletter.issues.preflight.facts import BoxFacts, EarlierFacts, EditionFacts, SenderFacts
from newsletter.languages import EditionKey, Language, Variant
from newsletter.letters.discretion import betrayals, betrayals_in_head
from newsletter.staff import dkim_models, relays, settings
from newsletter.staff.dkim_models import DkimKey
from newsletter.web import public_url

_OF_WORDS = (BoxKind.NOTE, BoxKind.SUPPORT)

# A page of an issue shows the same letters again and again. What is remembered is a function of its key alone.
_betrayals = lru_cache(maxsize=32)(betrayals)
_betrayals_in_head = lru_cache(maxsize=32)(betrayals_in_head)


def boxes_of(issue: Issue) -> tuple[BoxFacts, ...]:
    return tuple(_box(box) for box in issue.boxes)


def _box(box: Box) -> BoxFacts:
    piece = box.commentary if box.kind is BoxKind.EARLIER else None
    empty = {
        BoxKind.SITUATION: bool(box.issue.entries) and not any(_has_line(entry) for entry in box.issue.entries),
        BoxKind.NOTE: not any(box.words.values()),
        BoxKind.EARLIER: piece is None,
        BoxKind.SUPPORT: not (any(box.words.values()) and box.href),
    }
    return BoxFacts(
        name=box.kind.label,
        words=box.words if box.kind in _OF_WORDS else None,
        href=box.href if box.kind is BoxKind.SUPPORT else None,
        earlier=_earlier(piece) if piece else None,
        is_empty=empty[box.kind],
        place=f"{path('issues.show', number=box.issue.number)}#{box.key}",
    )


def _has_line(entry: Entry) -> bool:
    return bool(entry.commentary.section and entry.commentary.verdict)


def _earlier(piece: Commentary) -> EarlierFacts:
    out = sa.select(Entry.id).join(Issue).where(Entry.commentary_id == piece.id, Issue.state.in_(RELEASED))
    return EarlierFacts(
        title=piece.title,
        is_public=bool(piece.approved(*Language) and not embargo_of(piece) and db.session.scalar(out.limit(1))),
        withdrawn=bool(piece.texts) and all(text.state is TextState.WITHDRAWN for text in piece.texts.values()),
    )


def editions_of(issue: Issue, made: Mapping[EditionKey, Composed]) -> dict[EditionKey, EditionFacts]:
    """With what a frozen one was promised to be, where it is one."""
    digests = {edition.key: edition.digest for edition in issue.editions}
    return {key: _edition(key, composed, digests.get(key)) for key, composed in made.items()}


def _edition(key: EditionKey, composed: Composed, digest: str | None) -> EditionFacts:
    letter, words, told = composed.letter, brand_words(), list[str]()
    if key.variant is Variant.DISCREET:
        told = [*_betrayals(letter, words), *_betrayals_in_head(composed.template, words)]
    return EditionFacts(
        size=composed.size,
        text=letter.text,
        betrayals=tuple(dict.fromkeys(told)),
        is_intact=digest in (None, hashlib.sha256(composed.template).hexdigest()),
        sender_holds=digest is None or _comes_from(composed.template) == _sender(key),
    )


def _comes_from(template: bytes) -> tuple[str, str]:
    """Name and address."""
    mailbox = message_from_bytes(template, policy=default)["From"].addresses[0]
    return mailbox.display_name, mailbox.addr_spec


def _sender(key: EditionKey) -> tuple[str, str]:
    sender = settings.current().sender(key.variant, key.reading.first)
    return sender.name, sender.address


def brand_words() -> tuple[str, ...]:
    """What a discreet letter must not say: how the weekly and its sender are called, and under which names they are."""
    newsroom = settings.current()
    host = urlsplit(current_app.config["URL"]).hostname or ""
    domain = newsroom.sender_address.rpartition("@")[2]
    names = (*newsroom.mastheads.values(), *newsroom.sender_names.values(), host, domain)
    return tuple(dict.fromkeys(name for name in names if name))


def senders() -> tuple[SenderFacts, ...]:
    newsroom = settings.current()
    domains = {variant: domain_checks.domain_of(newsroom, variant) for variant in newsroom.variants}
    known, keys = domain_checks.known(domains.values()), dkim_models.foremost()
    return tuple(_sender_facts(key, domain, known.get(domain), keys.get(domain)) for key, domain in domains.items())


def _sender_facts(variant: Variant, domain: str, row: CheckedDomain | None, ours: DkimKey | None) -> SenderFacts:
    selector = ours.selector if ours else settings.current().dkim_selectors.get(variant, "")
    unknown = RecordState.UNKNOWN
    return SenderFacts(
        variant=variant,
        domain=domain,
        relays=relays.hosts(),
        selector=selector,
        looked_up=row is not None,
        spf=row.spf if row else unknown,
        dkim=_published(ours) if ours else row.dkim if row and row.selector == selector else unknown,
        key_line=ours.line if ours else "",
        dmarc=row.dmarc if row else unknown,
        place=path("preflight_settings.edit") + "#domains",
    )


def _published(ours: DkimKey) -> RecordState:
    if ours.confirmed_at:
        return RecordState.FOUND
    return RecordState.MISSING if ours.looked_up_at else RecordState.UNKNOWN


def path(endpoint: str, **values: Any) -> str:
    """Without the host: the desk may be open under another name than the public one."""
    return urlsplit(public_url(endpoint, **values)).path
