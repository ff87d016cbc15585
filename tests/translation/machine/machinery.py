"""A newsroom whose administrator has named a machine on this computer."""

from typing import Any

from newsletter.commentaries import writing
from newsletter.commentaries.document import checked
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import sealed_settings, settings
from newsletter.staff.models import Staff
from tests import factories
from tests.translation.machine.provider import KEY, ProviderServer

SOURCE = [
    "The queue at the border is shorter than it was in spring.",
    "Lukashenka says that the crossing was rebuilt over the summer.",
    "Drivers whom we asked do not believe a word of that.",
]


def use(server: ProviderServer, provider: str = "chat", **facts: str) -> None:
    key = sealed_settings.sealed("machine_key", KEY)
    named = {"machine_provider": provider, "machine_address": server.address, "machine_model": "gemma3:27b"}
    settings.save(**{**named, "machine_key": key, **facts})
    db.session.commit()


def untranslated(by: Staff, *paragraphs: str, language: Language = Language.BE) -> Text:
    """A text that somebody has begun, and not written a word of; its original has SOURCE."""
    piece = factories.commentary(languages=())
    factories.text(piece, Language.EN, document=factories.document(*(paragraphs or SOURCE)))
    text = writing.take(piece, language, by)
    db.session.commit()
    return text


def write(text: Text, by: Staff | None, *blocks: dict[str, Any], **facts: Any) -> None:
    """The body anew, as an editor would save it."""
    words = {"title": text.title, "standfirst": text.standfirst, **facts}
    writing.save(text, **words, document=checked({"type": "doc", "content": list(blocks)}), by=by)
    db.session.commit()


def paragraph(words: str, **attrs: Any) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": attrs, "content": [{"type": "text", "text": words}] if words else []}


def words_of(block: dict[str, Any]) -> str:
    return "".join(str(node.get("text", "")) for node in block.get("content", ()))
