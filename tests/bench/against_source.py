"""`python -m tests.bench.against_source [--json]`: how many changed facts are found, by kind, and how many are told of
in clean sentences; and how long a pair takes.
"""

import argparse
import json
import time
from collections import Counter

from newsletter.housestyle.against_source import against_source
from newsletter.housestyle.findings import Passage
from tests.housestyle.changed_facts import changed
from tests.housestyle.pairs import PAIRS

SEEDS = range(10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    as_json = parser.parse_args().json
    planted, found = Counter[str](), Counter[str]()
    for one in (one for seed in SEEDS for one in changed(seed)):
        planted[one.kind] += 1
        found[one.kind] += bool(one.findings())
    began = time.perf_counter()
    alarms = sum(len(against_source(pair[0], pair[1], [Passage("b", pair[2])], pair[3])) for pair in PAIRS)
    milliseconds = (time.perf_counter() - began) * 1000 / len(PAIRS)
    report = {
        "found": {kind: {"planted": planted[kind], "found": found[kind]} for kind in planted},
        "clean_pairs": len(PAIRS),
        "false_alarms": alarms,
        "milliseconds_a_pair": round(milliseconds, 3),
    }
    if as_json:
        print(json.dumps(report))
        return
    for kind, total in planted.items():
        print(f"{kind:10} {found[kind]:4} of {total:4}")
    print(f"{alarms} false alarms in {len(PAIRS)} clean pairs, {milliseconds:.2f} ms a pair")


if __name__ == "__main__":
    main()
