"""`python -m tests.bench.terms [--json]`: how many planted errors the term base and spelling find, and what they cost.

Into clean text, forms to avoid of the forty terms that a newsroom begins with are planted in any case, and words are
misspelt by one letter. `mended` counts those where the right word is suggested; seconds are for 10,000 words.
"""

import argparse
import importlib.util
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsletter.housestyle import spelling, terms
from newsletter.housestyle.findings import Finding, Passage
from newsletter.languages import Language
from newsletter.paths import migrations_folder
from newsletter.terms.matching import TermBase, TermForms

CLEAN = Path(__file__).parent.parent / "housestyle" / "clean"
PLANTED = 100
ENDINGS = {Language.EN: ["", "’s"], Language.BE: ["а", "у", "ам", "і"], Language.RU: ["а", "у", "ом", "е"]}
LETTERS = {Language.EN: "aeiortn", Language.BE: "аеіорсн", Language.RU: "аеиорсн"}


@dataclass(frozen=True)
class Planted:
    words: str
    start: int
    right: str | None
    """The word that was there, where there was one."""


def forty_terms() -> list[TermForms]:
    path = migrations_folder() / "versions" / "0006_forty_terms.py"
    spec = importlib.util.spec_from_file_location("forty_terms", path)
    assert spec
    assert spec.loader
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    return [
        TermForms(
            number,
            dict(zip(Language, words[:3], strict=True)),
            {code: forms.split("; ") for code, forms in zip(Language, words[3:6], strict=True) if forms},
        )
        for number, words in enumerate(migration.TERMS, 1)
    ]


FORTY = forty_terms()
BASE = TermBase(FORTY)


def avoided(chance: random.Random, words: str, language: Language) -> Planted:
    """A form to avoid, put before one of the words."""
    form = chance.choice([form for term in FORTY for form in term.bad[language]])
    places = [match.start() for match in re.finditer(r"(?<= )\w", words)]
    start = chance.choice(places)
    ending = chance.choice(ENDINGS[language]) if form.words[-1].declined and form.words[-1].ending is None else ""
    return Planted(f"{words[:start]}{form.citation}{ending} {words[start:]}", start, None)


def misspelt(chance: random.Random, words: str, language: Language) -> Planted:
    """One letter of a word that the dictionary knows, replaced, left out or said twice."""
    known = [match for match in re.finditer(r"(?<= )[^\W\d_A-ZА-ЯІЎ]{5,}(?=[ ,.])", words)]
    match = chance.choice([one for one in known if not spelling.check([Passage("a", one[0])], language)])
    place = chance.randrange(match.start() + 1, match.end())
    letter = chance.choice([chance.choice(LETTERS[language].replace(words[place], "")), "", words[place] * 2])
    return Planted(words[:place] + letter + words[place + 1 :], match.start(), match[0])


@dataclass(frozen=True)
class Rule:
    name: str
    plant: Callable[[random.Random, str, Language], Planted]
    check: Callable[[Sequence[Passage], Language], list[Finding]]

    def tried(self, clean: Sequence[str], language: Language) -> dict[str, int]:
        chance, found, mended = random.Random(self.name), 0, 0
        for _ in range(PLANTED):
            planted = self.plant(chance, chance.choice(clean), language)
            findings = self.check([Passage("a", planted.words)], language)
            if finding := next((one for one in findings if one.start == planted.start), None):
                found += 1
                mended += is_mended(finding, planted.right, language)
        return {"planted": PLANTED, "found": found, "mended": mended}

    def on_clean(self, clean: Sequence[str], language: Language) -> dict[str, float]:
        passages = [Passage(str(number), part) for number, part in enumerate(clean)]
        count = len(re.findall(r"\w+", " ".join(clean)))
        began = time.perf_counter()
        alarms = len(self.check(passages, language))
        seconds = (time.perf_counter() - began) * 10_000 / count
        return {"false_alarms": alarms, "clean_words": count, "seconds": round(seconds, 3)}


def is_mended(finding: Finding, right: str | None, language: Language) -> bool:
    return finding.suggestion is not None if right is None else right in spelling.suggestions(finding.words, language)


RULES = (
    Rule("terms", avoided, lambda passages, language: terms.check(passages, language, BASE)),
    Rule("spelling", misspelt, lambda passages, language: spelling.check(passages, language, BASE)),
)


def rows() -> Iterator[dict[str, Any]]:
    for language in Language:
        clean = [part for part in (CLEAN / f"{language}.txt").read_text("utf-8").split("\n\n") if len(part) > 200]
        for rule in RULES:
            yield {
                "rule": rule.name,
                "language": str(language),
                **rule.tried(clean, language),
                **rule.on_clean(clean, language),
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    for row in rows():
        print(json.dumps(row) if as_json else "  ".join(f"{name} {value}" for name, value in row.items()))


if __name__ == "__main__":
    main()
