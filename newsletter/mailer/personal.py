"""What differs from reader to reader in a message, made without rendering anything."""

import datetime as dt
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Self

from newsletter import tokens
from newsletter.languages import Language, Variant
from newsletter.letters.slots import Slot
from newsletter.mailer.claiming import Claimed
from newsletter.staff import settings
from newsletter.tokens import Purpose
from newsletter.web import public_url

_IDS = struct.Struct("!IQ")
"""Mailing and delivery."""
_PLACE = "token"
_SIGNED = (Purpose.UNSUBSCRIBE, Purpose.PREFERENCES, Purpose.RETURN_PATH)


@dataclass(frozen=True)
class Personal:
    """For all messages of one mailing."""

    mailing_id: int
    domain: str
    secret: bytes
    unsubscribe: tuple[str, str]
    preferences: tuple[str, str]
    signed: Mapping[Purpose, Callable[[bytes], str]]

    @classmethod
    def of(cls, mailing_id: int, variant: Variant) -> Self:
        chosen = settings.current()
        root = chosen.root(variant)
        return cls(
            mailing_id,
            chosen.sender(variant, Language.EN).domain,
            tokens.secret_for("message-id"),
            _around("subscribers.unsubscribe", root),
            _around("subscribers.preferences", root),
            {purpose: tokens.signer(purpose) for purpose in _SIGNED},
        )

    def values(self, item: Claimed, address: str) -> dict[Slot, str]:
        leaving = self.signed[Purpose.UNSUBSCRIBE](item.uid)
        unsubscribe = leaving.join(self.unsubscribe)
        return {
            Slot.TO: address,
            Slot.MESSAGE_ID: self.message_id(item.id),
            Slot.DATE: _date(int(time.time())),
            Slot.LIST_UNSUBSCRIBE: unsubscribe,
            Slot.UNSUBSCRIBE_ADDRESS: f"unsubscribe+{leaving}@{self.domain}",
            Slot.UNSUBSCRIBE_LINK: unsubscribe,
            Slot.PREFERENCES_LINK: self.signed[Purpose.PREFERENCES](item.uid).join(self.preferences),
        }

    def message_id(self, delivery_id: int) -> str:
        """The same on every try, so that the reader's server may drop a second copy."""
        mark = blake2b(_IDS.pack(self.mailing_id, delivery_id), key=self.secret, digest_size=16)
        return f"{mark.hexdigest()}@{self.domain}"

    def return_path(self, delivery_id: int) -> str:
        """Where a bounce comes back to: it names the delivery, signed, and never shows the address."""
        return f"bounce+{self.signed[Purpose.RETURN_PATH](_IDS.pack(self.mailing_id, delivery_id))}@{self.domain}"


def named_by(token: str) -> tuple[int, int]:
    """The mailing and the delivery that a return path names. Raises tokens.BadToken."""
    mailing_id, delivery_id = _IDS.unpack(tokens.read(Purpose.RETURN_PATH, token))
    return mailing_id, delivery_id


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return format_datetime(dt.datetime.fromtimestamp(second, dt.UTC))


def _around(endpoint: str, root: str) -> tuple[str, str]:
    before, _, after = public_url(endpoint, root=root, token=_PLACE).rpartition(_PLACE)
    return before, after
