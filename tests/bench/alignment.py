"""`python -m tests.bench.alignment [--json]`: how many blocks of a draft are aligned with the source that they render.

Each case is a source of 8 to 24 paragraphs and its rendering in words that have nothing in common, a tenth longer or
shorter each; a tenth of the paragraphs is split in two, a tenth merged with the next, one in twenty left out, and one
in twenty is the translator's own. A fifth of the paragraphs has a number.
"""

import argparse
import json
import random

from newsletter.commentaries.document import Node
from newsletter.languages import Language
from newsletter.translation.alignment import aligned
from tests.bench.vocabulary import paragraph

CASES = 300
PAIRS = [(Language.EN, Language.BE), (Language.BE, Language.RU), (Language.RU, Language.EN)]
_LENGTH = {Language.EN: 1.0, Language.BE: 0.92, Language.RU: 0.93}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=CASES)
    wanted = parser.parse_args()
    found = {f"{one} to {other}": measured(one, other, wanted.cases) for one, other in PAIRS}
    print(json.dumps({"cases": wanted.cases, "pairs": found}) if wanted.json else found)


def measured(one: Language, other: Language, cases: int) -> dict[str, float]:
    blocks = right = 0
    for number in range(cases):
        source, draft, truth = case(random.Random(number), one, other)
        found = {place: set(names) for names, places in aligned(source, draft, one, other) for place in places}
        blocks += len(draft)
        right += sum(found[place] == renders for place, renders in enumerate(truth))
    return {"blocks": blocks, "right": right, "share": round(right / blocks, 4)}


def case(chance: random.Random, one: Language, other: Language) -> tuple[list[Node], list[Node], list[set[str]]]:
    """And what each block of the draft renders."""
    source, draft, truth = [], [], []
    waiting: tuple[set[str], str] | None = None
    for number in range(chance.randint(8, 24)):
        name, words = f"s{number}", paragraph(chance, one, chance.randint(20, 90))
        rendering = made_for(chance, other, len(words) * _LENGTH[other] / _LENGTH[one] * chance.gauss(1, 0.1))
        if chance.random() < 0.2:
            figure = str(chance.randint(10, 2030))
            words, rendering = f"{words} {figure}", f"{rendering} {figure}"
        source.append(block(name, words))
        way = "" if waiting else chance.choices(["", "split", "merged", "gone", "own"], [70, 10, 10, 5, 5])[0]
        if waiting:
            draft.append(f"{waiting[1]} {rendering}")
            truth.append(waiting[0] | {name})
            waiting = None
        elif way == "merged":
            waiting = {name}, rendering
        elif way == "split":
            cut = rendering.index(" ", len(rendering) * chance.randint(3, 6) // 10)
            draft += [rendering[:cut], rendering[cut + 1 :]]
            truth += [{name}, {name}]
        elif way != "gone":
            draft += [rendering] if way == "" else [rendering, paragraph(chance, other, chance.randint(20, 60))]
            truth += [{name}] if way == "" else [{name}, set()]
    if waiting:
        draft.append(waiting[1])
        truth.append(waiting[0])
    return source, [block(f"t{n}", words) for n, words in enumerate(draft)], truth


def made_for(chance: random.Random, language: Language, length: float) -> str:
    words = paragraph(chance, language, 150)
    return words[: words.index(" ", int(length))]


def block(name: str, words: str) -> Node:
    return {"type": "paragraph", "attrs": {"id": name}, "content": [{"type": "text", "text": words}]}


if __name__ == "__main__":
    main()
