"""Which words about a commentary's photo its translators have seen: they are kept as they were, having no revisions.

Nothing here commits.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from newsletter.commentaries.models import Commentary
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.languages import Language

FIELDS = {"alt": "alts", "caption": "captions", "credit": "credits"}


class ChangedMeanwhile(Refusal):
    message = N_("The words of the photo have changed once more. Look at them again.")


def said_of_photo(commentary: Commentary, language: Language) -> dict[str, str]:
    """By field; empty where nothing is said."""
    return {field: getattr(commentary, name).get(language, "") for field, name in FIELDS.items()}


@contextmanager
def noting_photo_words(commentary: Commentary) -> Iterator[None]:
    """What happens inside may change the words in any language."""
    before = {language: said_of_photo(commentary, language) for language in Language}
    yield
    for language in Language:
        note_photo_words(commentary, language, before[language])


def note_photo_words(commentary: Commentary, language: Language, before: Mapping[str, str]) -> None:
    """To be called once words were saved in `language`; `before` are said_of_photo() as they were.

    Whoever wrote the new ones had the source's words, as they are now, before them.
    """
    source = _source_of(commentary, language)
    if source is None:
        return
    said, seen = said_of_photo(commentary, source), commentary.photo_seen.get(language, {})
    written = said_of_photo(commentary, language)
    fresh = {field: said[field] for field in FIELDS if written[field] != before.get(field, "")}
    if fresh:
        commentary.photo_seen = {**commentary.photo_seen, str(language): {**seen, **fresh}}


def still_right(commentary: Commentary, language: Language, field: str, words: str) -> None:
    """The translation stands, though the source has `words` now. Raises ChangedMeanwhile where it hasn't."""
    source = _source_of(commentary, language)
    if source is None or said_of_photo(commentary, source)[field] != words:
        raise ChangedMeanwhile
    seen = commentary.photo_seen.get(language, {})
    commentary.photo_seen = {**commentary.photo_seen, str(language): {**seen, field: words}}


def _source_of(commentary: Commentary, language: Language) -> Language | None:
    """Before its text is begun, a language is taken to follow the original. None for what is no translation."""
    text = commentary.texts.get(language)
    if text is None:
        return commentary.original if language is not commentary.original else None
    return text.source.language if text.source else None
