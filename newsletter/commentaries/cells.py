"""A commentary in each of the three languages, whether there is a text or not."""

from dataclasses import dataclass

from flask_babel import gettext as _

from newsletter.commentaries.models import Commentary, Text
from newsletter.languages import Language

MISSING = "missing"


@dataclass(frozen=True)
class Cell:
    """A commentary in one language: its text, or that there is none."""

    commentary: Commentary
    language: Language

    @property
    def text(self) -> Text | None:
        return self.commentary.texts.get(self.language)

    @property
    def state(self) -> str:
        """A TextState, or `missing`."""
        return str(self.text.state) if self.text else MISSING

    @property
    def label(self) -> str:
        return self.text.state.label if self.text else _("Missing")


def cells_of(commentary: Commentary) -> list[Cell]:
    return [Cell(commentary, language) for language in Language]
