"""Commentaries whose translations the memory may know."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from newsletter.commentaries.models import Commentary, Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.translation import memory
from newsletter.translation.models import MemoryPair
from tests import factories

EN, BE = Language.EN, Language.BE

BRIDGE = "The old bridge carries lorries one at a time, and the drivers keep an order of their own."
BRIDGE_BE = "Стары мост прапускае грузавікі па адным, і кіроўцы трымаюцца ўласнай чаргі."


def translated(
    *pairs: tuple[str, str], title: tuple[str, str] = ("The bridge", "Мост"), source: Language = EN, to: Language = BE
) -> Text:
    """The translation, each of its paragraphs tied to one of the source's."""
    commentary = factories.commentary(languages=(), original=source)
    original = _text(commentary, source, title[0], [words for words, _ in pairs])
    return _text(commentary, to, title[1], [words for _, words in pairs], original)


def _text(
    commentary: Commentary, language: Language, title: str, paragraphs: Sequence[str], source: Text | None = None
) -> Text:
    document = factories.document(*paragraphs)
    if source:
        for block in document["content"]:
            block["attrs"] |= {"of": [block["attrs"]["id"]], "seen": 1}
    heads = {"title": {"seen": 1}} if source else {}
    facts: dict[str, Any] = {"title": title, "standfirst": "", "document": document, "heads": heads}
    return factories.text(commentary, language, source_id=source.id if source else None, **facts)


def remembered(*pairs: tuple[str, str], **facts: Any) -> Text:
    text = translated(*pairs, **facts)
    memory.remember(text)
    return text


def all_pairs() -> list[tuple[str, str, str]]:
    rows = sa.select(MemoryPair.part, MemoryPair.source, MemoryPair.target).order_by(MemoryPair.id)
    return [(part, source, target) for part, source, target in db.session.execute(rows)]
