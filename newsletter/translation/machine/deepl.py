"""DeepL (developers.deepl.com): POST /v2/translate, and a glossary that lives as long as the request.

It takes Belarusian since January 2026, from its newer models only: so no model is named. A glossary for a pair of
languages that it makes none for is refused, and the words go without. It takes no notes in our languages.
"""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from newsletter.languages import Language
from newsletter.translation.machine import failures
from newsletter.translation.machine.provider import TermPair
from newsletter.translation.machine.wire import Wire

PRO, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
FREE_KEY = ":fx"
"""With which the keys of the free plan end."""

_TARGETS = {Language.EN: "EN-GB", Language.BE: "BE", Language.RU: "RU"}

log = logging.getLogger(__name__)


class DeepL:
    def __init__(self, address: str, key: str) -> None:
        self._wire = Wire(address, {"Authorization": f"DeepL-Auth-Key {key}"})
        self.host = self._wire.host

    def draft(
        self, passages: Sequence[str], source: Language, target: Language, terms: Sequence[TermPair], notes: str
    ) -> list[str]:
        asked: dict[str, object] = {
            "text": list(passages),
            "source_lang": source.upper(),
            "target_lang": _TARGETS[target],
            "tag_handling": "html",
            "tag_handling_version": "v2",
        }
        with self._glossary(source, target, terms) as glossary:
            said = self._wire.post("/v2/translate", asked | ({"glossary_id": glossary} if glossary else {}))
        found = said.get("translations") if isinstance(said, dict) else None
        if not isinstance(found, list) or len(found) != len(passages):
            raise failures.Malformed
        return [_text(each) for each in found]

    @contextlib.contextmanager
    def _glossary(self, source: Language, target: Language, terms: Sequence[TermPair]) -> Iterator[str | None]:
        """Its id, while it is there: nothing of ours stays with the provider."""
        made = self._made_glossary(source, target, terms) if terms else None
        try:
            yield made
        finally:
            if made:
                try:
                    self._wire.delete(f"/v3/glossaries/{quote(made, safe='')}")
                except failures.Failure as problem:
                    log.warning("A glossary stayed at %s: %s", self.host, type(problem).__name__)

    def _made_glossary(self, source: Language, target: Language, terms: Sequence[TermPair]) -> str | None:
        dictionary = {
            "source_lang": str(source),
            "target_lang": str(target),
            "entries": "\n".join(f"{term.source}\t{term.target}" for term in terms),
            "entries_format": "tsv",
        }
        try:
            said = self._wire.post("/v3/glossaries", {"name": "newsletter", "dictionaries": [dictionary]})
        except (failures.NotTaken, failures.QuotaUsedUp, failures.Malformed) as problem:
            log.info("No glossary at %s: %s", self.host, type(problem).__name__)
            return None
        made = said.get("glossary_id") if isinstance(said, dict) else None
        return made if isinstance(made, str) else None


def _text(found: object) -> str:
    text = found.get("text") if isinstance(found, dict) else None
    return text if isinstance(text, str) else ""
