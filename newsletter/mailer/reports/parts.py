"""The part of a report that is written for programs: of a bounce (RFC 3464) or a complaint (RFC 5965). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ADDRESS = re.compile(r"[^\s<>()\",;:@]{1,64}@[^\s<>()\",;@]{1,255}")
_NAMED = ("Original-Recipient", "Final-Recipient")
"""The first is whom we wrote to; the second where it got to, if it was passed on."""
_COMPLAINS = ("Original-Rcpt-To", "Removal-Recipient")


@dataclass(frozen=True)
class Outcome:
    """What became of one recipient. Whatever the report leaves out is empty; `words` are the server's own."""

    recipient: str
    action: str
    status: str
    words: str

    @property
    def has_failed(self) -> bool:
        return self.action == "failed"


@dataclass(frozen=True)
class Feedback:
    """`type` is empty where it doesn't say."""

    type: str
    recipients: tuple[str, ...]


def for_programs(message: Message) -> Feedback | list[Outcome] | None:
    """The first such part; None where there is none."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            return _feedback(_blocks(part))
        if part.get_content_type() in ("message/delivery-status", "message/global-delivery-status"):
            return [_outcome(block) for block in _blocks(part) if block["Action"]]
    return None


def addresses(fields: Sequence[object]) -> tuple[str, ...]:
    """Each once, and nothing else of what stands there."""
    found = (_ADDRESS.search(str(field)) for field in fields)
    return tuple(dict.fromkeys(address[0] for address in found if address))


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _feedback(blocks: Sequence[Message]) -> Feedback:
    feedback = next((_field(block, "Feedback-Type").lower() for block in blocks), "")
    return Feedback(
        feedback, addresses([field for block in blocks for name in _COMPLAINS for field in block.get_all(name, [])])
    )


def _outcome(block: Message) -> Outcome:
    status = _STATUS.match(_field(block, "Status"))
    return Outcome(
        recipient=next(iter(addresses([_field(block, name) for name in _NAMED])), ""),
        action=_field(block, "Action").lower(),
        status=status[0] if status else "",
        words=_field(block, "Diagnostic-Code"),
    )


def _field(block: Message, name: str) -> str:
    return " ".join(str(block[name] or "").split())
