"""What was approved stops holding: a text is withdrawn, or a byline redacted. Later stages hear of it here."""

from collections.abc import Sequence

from blinker import Signal

retracted = Signal("Sent with the ids of commentaries and `by`, a handle, in the transaction of the change itself.")


def retract(commentary_ids: Sequence[int], *, by: str) -> None:
    """Whatever was frozen of these commentaries and hasn't left is made anew."""
    if commentary_ids:
        retracted.send(tuple(commentary_ids), by=by)
