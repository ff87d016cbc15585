"""Batches asked for of the engine: which ranges of a mailing are due and nobody will get to, and who keeps a pace."""

import secrets
from collections.abc import Iterable

from newsletter.background import MAILINGS, PACED, alive, any_alive, enqueue
from newsletter.mailer import claiming, ledger, spans
from newsletter.mailer.pacing import limits
from newsletter.mailer.refusals import first_readers
from newsletter.mailer.spans import Span


def enqueue_batches(mailing_id: int) -> None:
    """For all that is due and that nobody will get to."""
    enqueue_spans(mailing_id, uncovered(mailing_id))


def uncovered(mailing_id: int) -> list[Span]:
    """What is due, or of that the first readers, where no batch waits or runs: one covers its range until it ends.

    A second try may be due long after the batch of its range has ended, and long before the last one of the mailing.
    """
    up_to, paced = first_readers.awaited_to(mailing_id), limits.groups()
    free = spans.gaps(_covered(mailing_id), up_to=spans.LAST if up_to is None else up_to)
    return [found for gap in free for found in ledger.due_batches(mailing_id, gap, without=paced)]


def _covered(mailing_id: int) -> list[Span]:
    prefix = _batch_prefix(mailing_id)
    ends = (key.removeprefix(prefix).split("-") for key in alive(prefix))
    return [(int(low), int(high)) for low, high, _ in ends]


def enqueue_spans(mailing_id: int, wanted: Iterable[Span]) -> None:
    """A batch for each. Mailings that leave at the same time take turns, batch by batch."""
    generation = secrets.token_hex(4)
    for place, (low, high) in enumerate(wanted, start=1):
        _enqueue_batch(mailing_id, low, high, generation, place)


def enqueue_rest(mailing_id: int, low: int, high: int) -> None:
    """Of a batch whose time was up: after the others' next ones, and before this mailing's."""
    _enqueue_batch(mailing_id, low, high, secrets.token_hex(4), place=1)


def _enqueue_batch(mailing_id: int, low: int, high: int, generation: str, place: int) -> None:
    key = f"{_batch_prefix(mailing_id)}{low}-{high}-{generation}"
    enqueue("send_batch", mailing_id, low, high, queue=MAILINGS, key=key, place=place)


def enqueue_paced(mailing_id: int, *, next_one: bool = False) -> None:
    """For what was set aside, unless somebody keeps its pace already; that one asks for the next one when it ends."""
    prefix = f"paced-{mailing_id}-"
    groups = limits.groups()
    if groups and claiming.has_set_aside(mailing_id, groups) and (next_one or not any_alive(prefix)):
        enqueue("send_paced", mailing_id, queue=PACED, key=f"{prefix}{secrets.token_hex(4)}")


def _batch_prefix(mailing_id: int) -> str:
    """How the engine's ids of a mailing's batches begin."""
    return f"batch-{mailing_id}-"
