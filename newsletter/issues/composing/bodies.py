"""The body of a text as an edition carries it. Rendering is most of the work of composing, and few texts change."""

import json
from collections.abc import Callable
from functools import lru_cache

from flask import current_app

from newsletter.commentaries import photos
from newsletter.commentaries.document import Document
from newsletter.commentaries.models import Text
from newsletter.commentaries.rendering import to_mail_html, to_mail_text
from newsletter.languages import Language


def bodies(text: Text, change: Callable[[Document], Document] | None = None) -> tuple[str, str]:
    """As markup, and as plain text with the links that it numbers below it; `change` is made to the document first."""
    return _rendered(json.dumps(text.document), text.language, change, current_app.config["URL"])


@lru_cache(maxsize=256)
def _rendered(
    stored: str, language: Language, change: Callable[[Document], Document] | None, _url: str
) -> tuple[str, str]:
    """Pictures have addresses under `_url`."""
    document, pictures, links = json.loads(stored), photos.in_letters(language), list[str]()
    if change:
        document = change(document)
    plain = to_mail_text(document, pictures, links)
    listed = "\n".join(f"[{number}] {link}" for number, link in enumerate(links, 1))
    return str(to_mail_html(document, pictures)), f"{plain}\n\n{listed}" if listed else plain
