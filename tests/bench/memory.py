"""`python -m tests.bench.memory [--pairs 50000] [--database URL] [--json]`: the translation memory asked by the desk.

In a SQLite file, or in the empty PostgreSQL database of the URL. Reports milliseconds: of the first question, which
reads the table; of one block and of thirty at a time; of the question after a text was approved again; of rapidfuzz
alone over the same words, one block. How often it suggests what rapidfuzz alone finds best. Megabytes of the index.
"""

import argparse
import json
import platform
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from rapidfuzz import fuzz, process

from newsletter import create_app, keys
from newsletter.commentaries.models import Commentary, Text
from newsletter.db import db, looking
from newsletter.languages import Language
from newsletter.migrate import migrate
from newsletter.translation import concordance
from newsletter.translation.fingerprints import folded
from newsletter.translation.memory_index import SIMILAR, Index, Known
from newsletter.translation.memory_matches import suggestions
from newsletter.translation.models import MemoryPair
from tests import factories

PAIRS = 50_000
A_TEXT = 12
BLOCKS = 30
ASKED = 40
RUNS = 5
COMPARED = 20

_SYLLABLES = [
    "ба",
    "ве",
    "гі",
    "до",
    "жу",
    "за",
    "кі",
    "ла",
    "мо",
    "ну",
    "пе",
    "ра",
    "со",
    "ту",
    "ха",
    "ца",
    "чы",
    "стр",
    "аў",
]
Writer = Callable[[], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--database", help="URL of an empty PostgreSQL database")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, prepared(Path(folder), wanted.database).app_context():
        report = measured(wanted.pairs)
        db.engine.dispose()
    if wanted.json:
        print(json.dumps(report))
        return
    for name, value in report.items():
        print(f"{name:>32}  {value}")


def prepared(folder: Path, url: str | None) -> Flask:
    keys.init(folder / "keys", folder / "opening-keys")
    app = create_app(
        {
            "DATA": folder,
            "DATABASE_URL": url or f"sqlite:///{folder / 'bench.db'}",
            "KEYS": folder / "keys",
            "OPENING_KEYS": folder / "opening-keys",
        }
    )
    migrate(app)
    return app


def measured(pairs: int) -> dict[str, object]:
    chance = random.Random(4)
    write = writer(chance)
    asking = fill(pairs, write)
    first, _ = ask(asking, [write()])
    known = list(db.session.scalars(sa.select(MemoryPair.source)))
    questions = alike(known, ASKED, write, chance)
    one = [ask(asking, [words])[0] for words in questions]
    thirty = [ask(asking, alike(known, BLOCKS, write, chance)) for _ in range(RUNS)]
    again = [ask_after_an_approval(asking) for _ in range(RUNS)]
    alone, as_good = compared(asking, known, chance.sample(questions, COMPARED))
    searched = [search(words) for words in ("баве", "nowhere", "ю")]
    return {
        "pairs": len(known),
        "characters a block": round(statistics.mean(map(len, known))),
        "database": db.engine.dialect.name,
        "first question ms": first,
        "one block ms, median": statistics.median(one),
        "one block ms, longest": max(one),
        "30 blocks ms, median": statistics.median(took for took, _ in thirty),
        "of 30 blocks with a suggestion": min(found for _, found in thirty),
        "after an approval ms, median": statistics.median(again),
        "rapidfuzz alone ms, median": alone,
        "times as fast": round(alone / statistics.median(one), 1),
        "as good as rapidfuzz alone": as_good,
        "search ms, longest": max(searched),
        "MB": megabytes(known),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
    }


def writer(chance: random.Random) -> Writer:
    """Paragraphs in which some words are frequent and most are rare, as in any language."""
    words = sorted({"".join(chance.choices(_SYLLABLES, k=chance.randint(1, 5))) for _ in range(20_000)})
    chance.shuffle(words)
    weights = [1 / (rank + 2) for rank in range(len(words))]

    def write() -> str:
        return " ".join(chance.choices(words, weights, k=int(chance.triangular(5, 110, 60)))).capitalize() + "."

    return write


def alike(known: list[str], count: int, write: Writer, chance: random.Random) -> list[str]:
    """Known words, of each fourth a part rewritten, and some that are all new."""
    shares = (0, 0.25, 0.4, 1)
    return [rewritten(chance.choice(known), shares[at % 4], write, chance) for at in range(count)]


def rewritten(words: str, share: float, write: Writer, chance: random.Random) -> str:
    old, new = words.split(), write().split()
    for place in chance.sample(range(len(old)), int(len(old) * share)):
        old[place] = new[place % len(new)]
    return " ".join(old)


def fill(pairs: int, write: Writer) -> Text:
    """Returns a translation that asks."""
    asking = factories.commentary(languages=(Language.EN, Language.BE)).texts[Language.BE]
    count = pairs // A_TEXT
    pieces = [{"id": 10 + at, "week": factories.MONDAY, "original": Language.BE} for at in range(count)]
    texts = [
        {"id": 10 + at, "commentary_id": 10 + at, "language": Language.EN, "title": f"Piece {at}", "document": {}}
        for at in range(count)
    ]
    sides = {"source_language": Language.BE, "target_language": Language.EN}
    rows = [
        {"text_id": 10 + at % count, "part": f"b{at}", "source": write(), "target": f"{at} {write()}", **sides}
        for at in range(pairs)
    ]
    for model, values in ((Commentary, pieces), (Text, texts), (MemoryPair, rows)):
        db.session.execute(sa.insert(model), values)
    db.session.commit()
    return asking


def ask(asking: Text, blocks: list[str]) -> tuple[float, int]:
    """Milliseconds, and how many of the blocks had a suggestion."""
    parts = {f"b{at}": words for at, words in enumerate(blocks)}
    with looking(), clock() as took:
        found = suggestions(parts, Language.BE, Language.EN, but=asking)
    return took[0], len(found)


def ask_after_an_approval(asking: Text) -> float:
    oldest = sa.select(MemoryPair).order_by(MemoryPair.id).limit(A_TEXT)
    columns = ("text_id", "part", "source_language", "target_language", "source", "target")
    pairs = db.session.scalars(oldest).all()
    rows = [{name: getattr(pair, name) for name in columns} for pair in pairs]
    db.session.execute(sa.delete(MemoryPair).where(MemoryPair.id.in_([pair.id for pair in pairs])))
    db.session.execute(sa.insert(MemoryPair), rows)
    db.session.commit()
    return ask(asking, [rows[0]["source"]])[0]


def compared(asking: Text, known: list[str], questions: list[str]) -> tuple[float, str]:
    """Milliseconds of rapidfuzz alone, and how often the best suggestion is as similar as the best that it finds."""
    plain = [folded(words) for words in known]
    took, as_good, all_found = list[float](), 0, 0
    for words in questions:
        with clock() as took_here:
            best = process.extract(folded(words), plain, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=3)
        took += took_here
        found = suggestions({"here": words}, Language.BE, Language.EN, but=asking).get("here", [])
        all_found += bool(best)
        as_good += bool(best and found and found[0].similarity == int(best[0][1]))
    return statistics.median(took), f"{as_good} of {all_found}"


def search(words: str) -> float:
    with clock() as took:
        concordance.page_of(words)
    return took[0]


@contextmanager
def clock() -> Iterator[list[float]]:
    took: list[float] = []
    began = time.perf_counter()
    yield took
    took.append(round(1000 * (time.perf_counter() - began), 1))


def megabytes(known: list[str]) -> int:
    """Of the index of these words."""
    tracemalloc.start()
    index = Index()
    index.add(Known(at, at, words, words) for at, words in enumerate(known))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size // 1_000_000


if __name__ == "__main__":
    main()
