"""The words of the interface in the languages that it speaks: what somebody looks for on a page."""

from functools import cache
from pathlib import Path

from babel.support import Translations

import newsletter
from newsletter.languages import Language


@cache
def _catalogue(language: Language) -> Translations:
    return Translations.load(str(Path(newsletter.__file__).parent / "locale"), [language])  # type: ignore[return-value]


def say(language: Language, words: str, **values: object) -> str:
    """An English phrase of the interface, as it stands on a page in `language`."""
    said: str = _catalogue(language).gettext(words)
    return said % values if values else said
