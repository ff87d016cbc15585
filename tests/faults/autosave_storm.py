"""Two people write while the server is killed and connections break: python -m tests.faults.autosave_storm --runs 200.

Of each run it is asked afterwards: is every word there that was shown as saved, and every word that was typed, unless
somebody deleted its block, or saw both versions and chose the other? And does every tab show what the server has?
Exit 1 if not.
"""

import argparse
import json
import random
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from tests.browser.newsroom import free_port
from tests.faults.tab import Tab, Unanswered
from tests.faults.web import Web
from tests.faults.words import Words, words_of

STEPS = 10
SLOWEST_KILL = 0.05
"""Seconds after a save has begun; one takes about as long."""
_words = count(1)


@dataclass
class Report:
    runs: int = 0
    kills: int = 0
    cuts: int = 0
    tabs_lost: int = 0
    saves_answered: int = 0
    clashes_shown: int = 0
    blocks_deleted: int = 0
    words_typed: int = 0
    words_lost: int = 0
    tabs_astray: int = 0
    revisions_missing_or_doubled: int = 0
    databases_damaged: int = 0

    @property
    def is_good(self) -> bool:
        faults = self.words_lost, self.tabs_astray, self.revisions_missing_or_doubled, self.databases_damaged
        return not any(faults)


class Run:
    """One text, and one or two people who write in it."""

    def __init__(self, web: Web, address: str, report: Report) -> None:
        self.web, self.address, self.report = web, address, report
        handles = ["vera", "taras"] if random.random() < 0.5 else ["vera"]
        self.tabs = [Tab(web.url, web.cookies[handle], address) for handle in handles]
        self.typed: set[str] = set()

    def go(self) -> None:
        for tab in self.tabs:
            tab.open()
        kill_at = random.randrange(STEPS)
        for step in range(STEPS):
            tab = random.choice(self.tabs)
            for _ in range(random.randrange(1, 4)):
                word = f"w{next(_words)}"
                tab.type(word)
                self.typed.add(word)
            if random.random() < 0.4:
                tab.rearrange()
            if step == kill_at:
                self._killed_while_saving(tab)
            else:
                self._saved_somehow(tab)
        self._settle()
        self._look()

    def _killed_while_saving(self, tab: Tab) -> None:
        killer = threading.Timer(random.random() * SLOWEST_KILL, self.web.kill)
        killer.start()
        self._try(tab)
        killer.join()
        self.report.kills += 1
        self.web.start()

    def _saved_somehow(self, tab: Tab) -> None:
        chance = random.random()
        if chance < 0.2:
            self.report.cuts += 1
            self._try(tab, cut=random.choice(["before", "after"]))
        elif chance < 0.9:
            self._try(tab)
        if random.random() < 0.15:
            self._lose(tab)

    def _try(self, tab: Tab, cut: str = "") -> None:
        try:
            tab.flush(cut=cut)
        except Unanswered:
            return
        if random.random() < 0.7:
            tab.choose()

    def _lose(self, tab: Tab) -> None:
        """The browser dies; another tab finds what it kept."""
        self.report.tabs_lost += 1
        kept = tab.saving.record()
        tab.open()
        if kept:
            tab.come_back(kept)

    def _settle(self) -> None:
        """Everybody goes on until everything is sent, and has seen what the others sent."""
        deadline = time.monotonic() + 180
        while not self._is_settled():
            assert time.monotonic() < deadline, "a tab never got its words to the server"
            for tab in self.tabs:
                tab.flush(look=True)
                tab.choose()

    def _is_settled(self) -> bool:
        revisions = {tab.saving.saved.revision for tab in self.tabs}
        return len(revisions) == 1 and all(tab.saving.is_clean for tab in self.tabs)

    def _look(self) -> None:
        let_go = {word for tab in self.tabs for word in tab.chosen_away | tab.taken_out}
        saved = {word for tab in self.tabs for word in tab.shown_as_saved}
        versions, numbers, integrity = self._stored()
        newest, ever = words_in(versions[-1]), set().union(*map(words_in, versions))
        self.report.words_lost += len(self.typed - newest - let_go) + len(saved - ever)
        self.report.tabs_astray += sum(tab.saving.now != versions[-1] for tab in self.tabs)
        self.report.revisions_missing_or_doubled += numbers != list(range(1, len(numbers) + 1))
        self.report.databases_damaged += integrity != "ok"
        self.report.words_typed += len(self.typed)
        self.report.saves_answered += sum(tab.saves for tab in self.tabs)
        self.report.clashes_shown += sum(tab.clashes for tab in self.tabs)
        self.report.blocks_deleted += sum(tab.deletions for tab in self.tabs)
        self.report.runs += 1

    def _stored(self) -> tuple[list[Words], list[int], str]:
        """The words of each revision, the numbers of revisions, and what SQLite finds."""
        commentary = self.address.split("/")[3]
        chosen = (
            "SELECT number, revision.document FROM revision JOIN text ON text.id = text_id "
            "WHERE commentary_id = ? AND language = 'en' ORDER BY number"
        )
        with closing(sqlite3.connect(self.web.database)) as connection:
            rows = connection.execute(chosen, [commentary]).fetchall()
            integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return [words_of(json.loads(row[1])) for row in rows], [row[0] for row in rows], integrity


def words_in(words: Words) -> set[str]:
    return set(" ".join(words.blocks.values()).split())


def storm(runs: int, folder: Path, *, tell: bool = False) -> Report:
    report = Report()
    web = Web(folder / "data", free_port(), texts=min(runs, 50))
    try:
        web.start()
        for number in range(runs):
            Run(web, web.addresses[number % len(web.addresses)], report).go()
            if tell:
                print(f"\r{number + 1} of {runs}", end="", file=sys.stderr, flush=True)
    finally:
        web.end()
    return report


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=200)
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--json", action="store_true")
    options = asked.parse_args()
    random.seed(options.seed)
    with tempfile.TemporaryDirectory(prefix="newsletter-storm-") as folder:
        report = storm(options.runs, Path(folder), tell=sys.stderr.isatty())
    found = asdict(report)
    print(json.dumps(found) if options.json else "\n".join(f"{name}: {value}" for name, value in found.items()))
    return 0 if report.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
