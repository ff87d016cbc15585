"""`python -m tests.bench.housestyle [--json]`: how fast each rule of the house style reads, and what it finds.

Words a second over 10,000 words of clean text in blocks; what is said about the clean text; and of 100 errors planted
at random for each rule and language, how many are found.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import cycle
from typing import Any

from newsletter.housestyle.checks import OVER_ONE, OverOne, check
from newsletter.housestyle.findings import Finding, Passage
from newsletter.housestyle.shielding import shielded
from newsletter.housestyle.yo import check as check_yo
from newsletter.languages import Language
from tests.housestyle.planting import PLANTERS, clean, planted

WORDS = 10_000
RUNS = 5
ERRORS = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    as_json = parser.parse_args().json
    report = {
        "milliseconds for 10,000 words": {language: speed(language) for language in Language},
        "said about clean text": {language: false_alarms(language) for language in Language},
        "found": [found(at) for at in range(len(PLANTERS))],
    }
    print(json.dumps(report) if as_json else _table(report))


def long_text(language: Language) -> list[Passage]:
    source = cycle(clean(language))
    passages: list[Passage] = []
    words = 0
    while words < WORDS:
        passage = next(source)
        passages.append(Passage(f"block-{len(passages)}", passage.words))
        words += len(passage.words.split())
    return passages


def speed(language: Language) -> dict[str, float]:
    text = long_text(language)
    taken = {"all": _best(lambda: check(text, language))}
    read = [(passage, shielded(passage.words)) for passage in text]
    for rule in OVER_ONE[language]:
        taken[_name(rule)] = _best(partial(_read, rule, read, language))
    if language is Language.RU:
        taken["yo"] = _best(lambda: list(check_yo(text)))
    return taken


def _read(rule: OverOne, read: list[tuple[Passage, str]], language: Language) -> list[list[Finding]]:
    return [list(rule(passage, words, language)) for passage, words in read]


def _name(rule: OverOne) -> str:
    return rule.__module__.rpartition(".")[2]


def _best(run: Callable[[], object]) -> float:
    """Milliseconds of the processor, for machines are shared."""
    taken = []
    for _ in range(RUNS):
        begun = time.process_time()
        run()
        taken.append(time.process_time() - begun)
    return round(min(taken) * 1000, 1)


def false_alarms(language: Language) -> dict[str, Any]:
    text = clean(language)
    words = sum(len(passage.words.split()) for passage in text)
    return {"words": words, "findings": Counter(finding.rule for finding in check(text, language))}


def found(at: int) -> dict[str, Any]:
    planter = PLANTERS[at]
    rng = random.Random(at)
    said = [{finding.rule for finding in planted(planter, rng).findings()} for _ in range(ERRORS)]
    return {
        "rule": planter.rule,
        "language": planter.language,
        "planted": ERRORS,
        "found": sum(planter.rule in rules for rules in said),
        "found by any rule": sum(bool(rules) for rules in said),
    }


def _table(report: dict[str, Any]) -> str:
    lines = []
    for heading, of in report.items():
        lines += [heading, *(f"  {row}" for row in (of if isinstance(of, list) else of.items()))]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
