"""`python -m tests.bench.edits [--json]`: how edits of a source are classed, by kind, with ids kept and with all lost.

Each case is a source of twelve paragraphs of 30 to 90 words with a translation that is current, and one edit of one
paragraph. It is right when the edited paragraph's translation is in a pair with just the paragraphs that have its words
now, in the state that the edit deserves, and every other pair is current.
"""

import argparse
import json
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from newsletter.commentaries.merging import Version
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Source, State
from tests.bench.vocabulary import paragraph, word

CASES = 1_000
PARAGRAPHS = 12
LANGUAGES = ("en", "be", "ru")

Text = list[tuple[str, str]]
"""Ids and words."""


class Edit(NamedTuple):
    now: Text
    state: State
    heirs: dict[str, set[str]]
    """Which blocks have the words of the edited ones."""


def rewritten(share: float) -> Callable[[Text, int, random.Random, str], Edit]:
    def edit(text: Text, at: int, chance: random.Random, language: str) -> Edit:
        name, words = text[at]
        said = words.split()
        for place in chance.sample(range(len(said)), max(1, round(share * len(said)))):
            said[place] = word(chance, language)
        return Edit([*text[:at], (name, " ".join(said)), *text[at + 1 :]], State.CHANGED, {name: {name}})

    return edit


def split(text: Text, at: int, chance: random.Random, _language: str) -> Edit:
    name, words = text[at]
    cut = chance.choice([place for place, sign in enumerate(words) if sign == " "])
    parts = [(name, words[:cut]), ("new", words[cut + 1 :])]
    return Edit([*text[:at], *parts, *text[at + 1 :]], State.CURRENT, {name: {name, "new"}})


def merged(text: Text, at: int, _chance: random.Random, _language: str) -> Edit:
    at = min(at, len(text) - 2)
    (one, words), (other, more) = text[at : at + 2]
    now = [*text[:at], (one, f"{words} {more}"), *text[at + 2 :]]
    return Edit(now, State.CURRENT, {one: {one}, other: {one}})


def swapped(text: Text, at: int, chance: random.Random, _language: str) -> Edit:
    now = list(text)
    other = chance.choice([place for place in range(len(text)) if place != at])
    now[at], now[other] = now[other], now[at]
    return Edit(now, State.CURRENT, {name: {name} for name in (text[at][0], text[other][0])})


def repaired(text: Text, at: int, _chance: random.Random, _language: str) -> Edit:
    name, words = text[at]
    typeset = words.replace(" - ", "\xa0— ").replace('"', "“").replace("'", "’").replace("...", "…")
    return Edit([*text[:at], (name, typeset), *text[at + 1 :]], State.CURRENT, {name: {name}})


def reverted(text: Text, at: int, _chance: random.Random, _language: str) -> Edit:
    return Edit(list(text), State.CURRENT, {text[at][0]: {text[at][0]}})


KINDS: dict[str, Callable[[Text, int, random.Random, str], Edit]] = {
    "rewritten by 25 %": rewritten(0.25),
    "rewritten by 40 %": rewritten(0.4),
    "rewritten by 60 %": rewritten(0.6),
    "split": split,
    "merged": merged,
    "swapped": swapped,
    "typography only": repaired,
    "reverted": reverted,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--cases", type=int, default=CASES)
    wanted = parser.parse_args()
    found = {
        kind: {
            "ids kept": sum(is_right(edit, number, lost=False) for number in range(wanted.cases)),
            "ids lost": sum(is_right(edit, number, lost=True) for number in range(wanted.cases)),
        }
        for kind, edit in KINDS.items()
    }
    if wanted.json:
        print(json.dumps({"cases": wanted.cases, "right": found}))
        return
    for kind, right in found.items():
        print(f"{kind:20} {right['ids kept']:5} with ids kept, {right['ids lost']:5} with ids lost")


def is_right(edit: Callable[[Text, int, random.Random, str], Edit], number: int, *, lost: bool) -> bool:
    """Of case `number`: each is its own seed."""
    chance = random.Random(number)
    language = LANGUAGES[number % len(LANGUAGES)]
    was = [(f"s{n}", prose(chance, language)) for n in range(PARAGRAPHS)]
    now, state, heirs = edit(was, chance.randrange(PARAGRAPHS), chance, language)
    names = {name: f"p{name}" if lost else name for name, _ in now}
    now = [(names[name], words) for name, words in now]
    target = document([(f"t{name}", "Пераклад", {"of": [name], "seen": 1}) for name, _ in was])
    past = {1: document([(name, words, {}) for name, words in was])}
    expected = {f"t{name}": {names[heir] for heir in heirs.get(name, {name})} for name, _ in was}
    stands = {f"t{name}": state if name in heirs else State.CURRENT for name, _ in was}
    found = pairs(Source(document([(name, words, {}) for name, words in now]), past), target)
    return all(
        set(pair.sources) == expected[each] and pair.state is stands[each] for pair in found for each in pair.targets
    ) and all(pair.targets for pair in found)


def prose(chance: random.Random, language: str) -> str:
    """With what typography would repair."""
    said = paragraph(chance, language, chance.randint(30, 90)).split(" ")
    said[4:4] = ["-", f'"{word(chance, language)}"', f"d'{word(chance, language)}..."]
    return " ".join(said)


def document(blocks: list[tuple[str, str, dict[str, Any]]]) -> Version:
    content = [
        {"type": "paragraph", "attrs": links | {"id": name}, "content": [{"type": "text", "text": words}]}
        for name, words, links in blocks
    ]
    return Version("", "", {"type": "doc", "content": content})


if __name__ == "__main__":
    main()
