"""How many of a mailing's readers are its first."""

import math

WORTH_IT = 500
"""Readers from which on a mailing has first readers."""
AT_LEAST, AT_MOST = 50, 10_000
"""First readers: with fewer a single refusal says too much, and with more the others only wait longer."""


def how_many(readers: int, percent: float) -> int:
    """Of so many readers; none where it isn't worth it or the newsroom doesn't want it."""
    if percent <= 0 or readers < WORTH_IT:
        return 0
    return min(max(math.ceil(readers * percent / 100), AT_LEAST), AT_MOST)
