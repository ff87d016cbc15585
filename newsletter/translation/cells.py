"""A commentary in each of the three languages, whether there is a text or not, and how far its translations are."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.languages import Language
from newsletter.translation.completeness import Completeness, completeness_of

MISSING = "missing"
STALE = "stale"
_HANDED_IN = (TextState.IN_REVIEW, TextState.APPROVED)


@dataclass(frozen=True)
class Cell:
    """A commentary in one language: its text, or that there is none."""

    commentary: Commentary
    language: Language
    completeness: Completeness | None = None
    """None for an original, and where there is no text."""

    @property
    def text(self) -> Text | None:
        return self.commentary.texts.get(self.language)

    @property
    def is_open(self) -> bool:
        """Whoever is asked for it has still to hand it in."""
        return not self.text or self.text.state not in _HANDED_IN

    @property
    def is_stale(self) -> bool:
        return bool(self.completeness and self.completeness.is_stale)

    @property
    def needs_nothing(self) -> bool:
        """It may leave as it is."""
        return bool(self.text and self.text.is_approved) and not self.is_stale

    @property
    def state(self) -> str:
        """A TextState, `missing` or `stale`."""
        if self.is_stale:
            return STALE
        return str(self.text.state) if self.text else MISSING

    @property
    def label(self) -> str:
        if self.is_stale:
            return str(_("Stale"))
        return self.text.state.label if self.text else str(_("Missing"))


def cells_of(commentaries: Iterable[Commentary]) -> dict[int, list[Cell]]:
    """By the commentary's id."""
    pieces = list(commentaries)
    how = completeness_of(text for piece in pieces for text in piece.texts.values())
    return {piece.id: [_cell(piece, language, how) for language in Language] for piece in pieces}


def cells_of_one(commentary: Commentary) -> list[Cell]:
    return cells_of([commentary])[commentary.id]


def _cell(piece: Commentary, language: Language, how: dict[int, Completeness]) -> Cell:
    text = piece.texts.get(language)
    return Cell(piece, language, how.get(text.id) if text else None)
