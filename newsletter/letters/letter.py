"""Any mail as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from newsletter.languages import Language
from newsletter.letters.slots import Slot, fill


@dataclass(frozen=True)
class Letter:
    language: Language
    subject: str
    html: str
    text: str

    def filled(self, values: Mapping[Slot, str]) -> "Letter":
        """The letter as one reader, or a preview, sees it. KeyError if a slot of it has no value."""
        in_markup = {slot: escape(value) for slot, value in values.items()}
        return replace(self, html=fill(self.html, in_markup), text=fill(self.text, values))
