"""`python -m tests.bench.staleness [--json]`: how long the states of a translation of 200 blocks take.

Sixty words a block, five revisions seen; a tenth of the source is changed since, a few blocks are split, merged, moved,
new and gone. Reports the median of many runs in milliseconds, and as a multiple of what json.loads takes for the same
documents (source, translation and the revisions seen).
"""

import argparse
import copy
import json
import platform
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from newsletter.commentaries.merging import Version
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Source
from tests.bench.vocabulary import paragraph

BLOCKS = 200
WORDS = 60
REVISIONS = 5
RUNS = 200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    written = json.dumps(history(random.Random(1)))
    source, target = read(written)
    took = median(lambda: pairs(source, target))
    reading = median(lambda: json.loads(written))
    found = {
        "milliseconds": round(1000 * took, 2),
        "times json.loads of the same documents": round(took / reading, 2),
        "blocks": BLOCKS,
        "states": Counter(str(pair.state) for pair in pairs(source, target)),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }
    if wanted.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name}: {value}")


def history(chance: random.Random) -> dict[str, Any]:
    source = [block(f"s{n}", paragraph(chance, "en", WORDS)) for n in range(BLOCKS)]
    past = {number: edited(source, number) for number in range(1, REVISIONS + 1)}
    target = [
        block(f"t{n}", paragraph(chance, "be", WORDS), of=[f"s{n}"], seen=1 + n % REVISIONS) for n in range(BLOCKS - 4)
    ]
    now = edited(source, REVISIONS)
    now[50:52] = [block("s50", f"{words(now[50])} {words(now[51])}")]
    half = words(now[80])[: WORDS * 3]
    now[80:81] = [block("s80", half), block("new", words(now[80])[len(half) :], derived_from="s80")]
    now.insert(10, now.pop(120))
    now.pop(30)
    return {"source": now, "target": target, "past": past}


def edited(source: list[Any], revisions: int) -> list[Any]:
    """Each revision changes every fiftieth block."""
    found = copy.deepcopy(source)
    for number in range(2, revisions + 1):
        for place in range(number, BLOCKS, 50):
            found[place]["content"][0]["text"] += f" Addition {number}."
    return found


def block(name: str, text: str, **links: Any) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": {"id": name, **links}, "content": [{"type": "text", "text": text}]}


def words(made: dict[str, Any]) -> str:
    return str(made["content"][0]["text"])


def read(written: str) -> tuple[Source, Version]:
    """No two documents share an object, as they don't when they come from the database."""
    given = json.loads(written)
    past = {int(number): version(content) for number, content in given["past"].items()}
    return Source(version(given["source"]), past), version(given["target"])


def version(content: list[Any]) -> Version:
    return Version("", "", {"type": "doc", "content": content})


def median(run: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


if __name__ == "__main__":
    main()
