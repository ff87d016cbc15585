"""The places in a finished letter that differ from reader to reader."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Slot(StrEnum):
    TO = "to"
    MESSAGE_ID = "message-id"
    DATE = "date"
    LIST_UNSUBSCRIBE = "list-unsubscribe"
    UNSUBSCRIBE_ADDRESS = "unsubscribe-address"
    UNSUBSCRIBE_LINK = "unsubscribe-link"
    PREFERENCES_LINK = "preferences-link"

    @property
    def marker(self) -> str:
        """What stands for the slot until it is filled.

        It is framed in control characters, and every text loses its own on the way into a letter or a header:
        no text, however odd, can hold a marker.
        """
        return f"\x01{self}\x02"


MARKER = re.compile("\x01(" + "|".join(Slot) + ")\x02")

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def without_controls(text: str) -> str:
    """`text` without control characters, tabs and line ends excepted."""
    return _CONTROLS.sub("", text)


def fill(text: str, values: Mapping[Slot, str]) -> str:
    """`text` with every marker replaced by its slot's value. KeyError if one has none."""
    return MARKER.sub(lambda found: values[Slot(found[1])], text)
