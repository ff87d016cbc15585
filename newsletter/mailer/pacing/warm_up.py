"""How much a sending domain that nobody knows yet may send a day, until the large providers trust it."""

from collections.abc import Iterable

PLAN = (50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 40_000, 80_000)
"""Mails a day, one step after the other; then as many as there are."""


def share(sent_before: Iterable[int]) -> int | None:
    """Of a day, from what was sent on each day before it; None once the plan is through.

    A step is taken by a day that used at least half of its share: a weekly warms nothing on the days in between.
    """
    step = 0
    for sent in sent_before:
        if step < len(PLAN) and 2 * sent >= PLAN[step]:
            step += 1
    return PLAN[step] if step < len(PLAN) else None
