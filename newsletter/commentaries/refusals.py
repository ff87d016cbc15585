"""What a person is told when their text or file can't be taken."""

from typing import ClassVar


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "collect now, translate when shown"
    return message


class Refusal(Exception):
    """`message` is a msgid, `values` fill its placeholders: show it with `gettext(e.message, **e.values)`."""

    message: ClassVar[str]

    def __init__(self, **values: int | str) -> None:
        self.values = values
        super().__init__(self.message % values)
