"""An open editor without a browser: it keeps the same rules as newsletter/static/js/{words,saving,coming-back}.js.

Of a text it knows only paragraphs, and types only whole words; nothing is ever deleted.
"""

import http.client
import json
import random
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from tests.commentaries.test_merging import block
from tests.faults.web import COOKIE, opened

Patch = dict[str, Any]


class Unanswered(Exception):
    """Nobody knows whether the words arrived."""


@dataclass
class Words:
    order: list[str]
    blocks: dict[str, str]

    def copy(self) -> "Words":
        return Words(list(self.order), dict(self.blocks))


@dataclass
class Record:
    """What the browser keeps of a tab: all that a new one needs to go on."""

    pending: tuple[int, Patch] | None
    saved: Words
    now: Words
    revision: int
    based: dict[str, int]


@dataclass
class Tab:
    url: str
    cookie: str
    address: str
    token: str = ""
    shown_as_saved: set[str] = field(default_factory=set)
    chosen_away: set[str] = field(default_factory=set)
    saves: int = 0
    clashes: int = 0

    def open(self) -> None:
        """As the server has it."""
        self.token = self._ask("GET", "/desk/token")[1]["token"]
        self.revision, document = opened(self._ask("GET", self.address)[1])
        self.saved = Words([], {})
        for node in document["content"]:
            self.saved.order.append(node["attrs"]["id"])
            self.saved.blocks[node["attrs"]["id"]] = text_of(node)
        self.now = self.saved.copy()
        self.based: dict[str, int] = {}
        self.pending: tuple[int, Patch] | None = None
        self.is_behind = False

    def record(self) -> Record:
        return Record(self.pending, self.saved.copy(), self.now.copy(), self.revision, dict(self.based))

    def come_back(self, record: Record) -> None:
        self.pending, self.revision, self.based = record.pending, record.revision, record.based
        self.saved, self.now = record.saved.copy(), record.now.copy()

    def type(self, word: str) -> None:
        if random.random() < 0.15:
            self.now.order.insert(random.randrange(len(self.now.order) + 1), f"new-{word}")
            self.now.blocks[f"new-{word}"] = word
        else:
            name = random.choice(self.now.order)
            self.now.blocks[name] += f" {word}"

    def next(self) -> tuple[int, Patch] | None:
        """The oldest of what the server lacks."""
        by_revision: dict[int, Patch] = {}
        for name, words in self.now.blocks.items():
            if words != self.saved.blocks.get(name):
                patch = by_revision.setdefault(self.based.get(name, self.revision), {})
                patch.setdefault("blocks", {})[name] = block(name, words)
        # A block that is known as of another revision may not be there in this one.
        order = [name for name in self.now.order if name in self.saved.order or name not in self.based]
        if order != self.saved.order:
            by_revision.setdefault(self.revision, {})["order"] = order
        return min(by_revision.items(), default=None, key=lambda item: item[0])

    def flush(self, *, cut: str = "") -> None:
        """Send until the server lacks nothing; `cut` is where the connection ends: `before` or `after` the request."""
        while pending := self.pending or self.next() or (self.is_behind and (self.revision, {})):
            self.pending = pending
            revision, patch = pending
            self.is_behind = self.is_behind and revision != self.revision
            status, told = self._ask("PATCH", self.address, patch, revision, cut)
            self.pending = None
            if status == 409:
                self._choose(told)
            else:
                assert status == 200, (status, told)
                self.saves += 1
                self._accept(revision, patch, told)

    def _accept(self, revision: int, patch: Patch, told: Any) -> None:
        for name, node in patch.get("blocks", {}).items():
            self.saved.blocks[name] = text_of(node)
            self.shown_as_saved.update(text_of(node).split())
            self.based.pop(name, None)
            if revision != self.revision:
                self.based[name] = told["revision"]
        self.saved.order = list(patch.get("order", self.saved.order))
        self.is_behind = revision != self.revision
        if revision == self.revision:
            self._take(told["theirs"] or {}, told["revision"])

    def _take(self, theirs: Patch, revision: int) -> None:
        before, self.revision = self.revision, revision
        for name, node in theirs.get("blocks", {}).items():
            words = text_of(node)
            if words != self.saved.blocks.get(name) and self.now.blocks.get(name) != self.saved.blocks.get(name):
                self.based.setdefault(name, before)
                continue
            self.based.pop(name, None)
            self.now.blocks[name] = self.now.blocks[name] if words == self.saved.blocks.get(name) else words
            self.saved.blocks[name] = words
        if "order" in theirs:
            mine = [name for name in self.now.order if name not in self.saved.order]
            self.saved.order = list(theirs["order"])
            kept = [name for name in mine if name not in self.saved.order]
            self.now.order = self.saved.order + kept

    def _choose(self, told: Any) -> None:
        """Both versions are shown; one is taken, or both."""
        self.clashes += 1
        self.is_behind = True
        for clash in told["clashes"]:
            name, theirs, mine = clash["id"], text_of(clash["theirs"]), self.now.blocks[clash["id"]]
            self.saved.blocks[name], self.based[name] = theirs, told["revision"]
            choice = random.choice(["theirs", "mine", "both"])
            self.now.blocks[name] = {"theirs": theirs, "mine": mine, "both": f"{theirs} {mine}"}[choice]
            lost = set(f"{theirs} {mine}".split()) - set(self.now.blocks[name].split())
            self.chosen_away |= lost

    def _ask(
        self, method: str, path: str, body: Patch | None = None, revision: int | None = None, cut: str = ""
    ) -> tuple[int, Any]:
        if cut == "before":
            raise Unanswered
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        headers = {"Cookie": f"{COOKIE}={self.cookie}", "X-CSRFToken": self.token, "If-Match": f'"{revision}"'}
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, headers)
            if cut == "after":
                raise Unanswered
            answer = connection.getresponse()
            for morsel in SimpleCookie(answer.headers["Set-Cookie"] or "").values():
                self.cookie = morsel.value
            said = answer.read().decode()
            return answer.status, json.loads(said) if "json" in (answer.headers["Content-Type"] or "") else said
        except (OSError, http.client.HTTPException) as error:
            raise Unanswered from error
        finally:
            connection.close()


def text_of(node: Any) -> str:
    return "".join(run["text"] for run in node.get("content", [])) if node else ""
