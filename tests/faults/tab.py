"""An open editor without a browser: it keeps the same rules as newsletter/static/js/{saving,coming-back}.js.

Of a text it knows only paragraphs. Its person types whole words, moves blocks, deletes them and takes that back.
"""

import http.client
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from tests.faults.web import COOKIE, opened
from tests.faults.words import Patch, Pending, Saved, Unshown, Words, insert, text_of, words_of

Ask = Callable[[Patch, int, str], tuple[int, Any]]
OLD = "\0"
"""The words of a block as they were, whatever they were."""
_ids = count(1)


class Unanswered(Exception):
    """Nobody knows whether the words arrived."""


@dataclass
class Record:
    """What the browser keeps of a tab: all that a new one needs to go on."""

    pending: Pending | None
    patches: list[Pending]
    were: list[str]
    are: list[str]
    revision: int


@dataclass
class Saving:
    saved: Saved
    now: Words
    pending: Pending | None = None
    clashes: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """By block, and the newest revision when both versions were told."""
    is_behind: bool = False
    shown_as_saved: set[str] = field(default_factory=set)
    saves: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.pending or self.saved.held or self.saved.patches(self.now))

    def record(self) -> Record | None:
        patches = self.saved.patches(self.now, with_held=True, pending=self.pending)
        if not (self.pending or patches):
            return None
        were, are = list(self.saved.words.order), self.saved.order_to_send(self.now)
        return Record(self.pending, patches, were, are, self.saved.revision)

    def flush(self, ask: Ask, cut: str = "") -> None:
        """Send until the server lacks nothing."""
        while pending := self.pending or self._next():
            self.pending = pending
            status, told = ask(pending[1], pending[0], cut)
            self.pending = None
            if status == 409:
                self.saved.refuse(pending[1], told["revision"], self.now)
                self._hold(told, pending[0])
            else:
                assert status == 200, (status, told, pending)
                self._accept(pending, told)

    def _next(self) -> Pending | None:
        patches: list[Pending] = self.saved.patches(self.now)
        found = patches[0] if patches else (self.saved.revision, {}) if self.is_behind else None
        self.is_behind = self.is_behind and not (found and found[0] == self.saved.revision)
        return found

    def _accept(self, pending: Pending, told: Any) -> None:
        self.saves += 1
        for node in pending[1].get("blocks", {}).values():
            self.shown_as_saved.update(text_of(node).split())
        self.is_behind = not self.saved.accept(pending, told, self.now) or self.is_behind
        for name, (clash, _revision) in self.clashes.items():
            self.saved.ask_again(name, text_of(clash["theirs"]) if clash["theirs"] else None)
        self.clashes = {name: clash for name, clash in self.clashes.items() if name in self.saved.held}

    def _hold(self, told: Any, based: int) -> None:
        self.is_behind = True
        for clash in told["clashes"]:
            self.hold(clash, based, told["revision"])

    def hold(self, clash: Any, based: int, revision: int) -> None:
        self.saved.held.add(clash["id"])
        self.saved.based[clash["id"]] = based
        self.clashes[clash["id"]] = (clash, revision)

    def adopt(self, clash: Any, mine: str | None, based: int, revision: int) -> None:
        """A clash of words that came back, as if it had been made here."""
        name, order = clash["id"], list(self.now.order)
        assert name not in self.saved.held
        assert not self.saved.is_changed(name, self.now)
        self.hold(clash, based, revision)
        if clash["theirs"] is None:
            order.append(name)
        if mine is None:
            order.remove(name)
        self.now.bring({} if mine is None else {name: mine}, order)


def saving_of(record: Record) -> Saving:
    """Of the words before and after the record knows only what differs."""
    saved = Saved(Words(list(record.were), dict.fromkeys(record.were, OLD)), record.revision)
    now = Unshown(list(record.are), {name: OLD for name in record.are if name in record.were})
    for revision, patch in record.patches:
        for name, node in patch.get("blocks", {}).items():
            now.blocks[name] = text_of(node)
            if revision != record.revision:
                saved.based[name] = revision
    return Saving(saved, now, record.pending)


@dataclass
class Tab:
    url: str
    cookie: str
    address: str
    token: str = ""
    shown_as_saved: set[str] = field(default_factory=set)
    chosen_away: set[str] = field(default_factory=set)
    taken_out: set[str] = field(default_factory=set)
    """Words that stood in a block which was deleted here."""
    deleted: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """What can be undone: a block, its words, and the order that it stood in."""
    saves: int = 0
    clashes: int = 0
    deletions: int = 0

    def open(self) -> None:
        """As the server has it."""
        self.token = self._ask("GET", "/desk/token")[1]["token"]
        revision, document = opened(self._ask("GET", self.address)[1])
        words = words_of(document)
        self.saving = Saving(Saved(words, revision), words.copy())
        self.deleted = []

    def come_back(self, record: Record) -> None:
        """What a tab left goes to the server as it would have then, and comes from there."""
        replay = saving_of(record)
        replay.flush(self._patch)
        self._count(replay)
        self.flush(look=True)
        for name, (clash, revision) in replay.clashes.items():
            self.saving.adopt(clash, replay.now.blocks.get(name), replay.saved.based[name], revision)

    def type(self, word: str) -> None:
        now = self.saving.now
        if random.random() < 0.15:
            now.order.insert(random.randrange(len(now.order) + 1), f"new-{word}")
            now.blocks[f"new-{word}"] = word
        else:
            now.blocks[random.choice(now.order)] += f" {word}"

    def rearrange(self) -> None:
        """Delete a block, put one back, or move one."""
        random.choice([self._delete, self._undo, self._move])()

    def _delete(self) -> None:
        now = self.saving.now
        if len(now.order) == 1:
            return
        name, order = random.choice(now.order), list(now.order)
        self.deletions += 1
        self.deleted.append((name, now.blocks[name], order))
        self.taken_out.update(now.blocks[name].split())
        now.order.remove(name)
        del now.blocks[name]

    def _undo(self) -> None:
        now = self.saving.now
        if not self.deleted:
            return
        name, words, order = self.deleted.pop()
        if name in now.blocks:
            # It came back another way; what is put back beside it is called otherwise.
            order = [*order[: order.index(name) + 1], f"again-{next(_ids)}"]
            name = order[-1]
        insert(now.order, name, order)
        now.blocks[name] = words
        self.taken_out.difference_update(words.split())

    def _move(self) -> None:
        order = self.saving.now.order
        order.insert(random.randrange(len(order)), order.pop(random.randrange(len(order))))

    def flush(self, *, cut: str = "", look: bool = False) -> None:
        """Send until the server lacks nothing; `cut` is where the connection ends: `before` or `after` the request."""
        self.saving.is_behind = self.saving.is_behind or look
        try:
            self.saving.flush(self._patch, cut)
        finally:
            self._count(self.saving)

    def _count(self, saving: Saving) -> None:
        self.saves += saving.saves
        self.shown_as_saved |= saving.shown_as_saved
        saving.saves = 0

    def choose(self) -> None:
        """Both versions are shown; one is taken, or both."""
        saved, now = self.saving.saved, self.saving.now
        for name, (clash, revision) in self.saving.clashes.items():
            self.clashes += 1
            theirs = text_of(clash["theirs"]) if clash["theirs"] else None
            mine = now.blocks.get(name)
            self._take(name, mine, theirs)
            self.chosen_away |= set(f"{theirs or ''} {mine or ''}".split()) - set(" ".join(now.blocks.values()).split())
            saved.settle(name, theirs, revision)
        self.saving.clashes = {}

    def _take(self, name: str, mine: str | None, theirs: str | None) -> None:
        now = self.saving.now
        choice = random.choice(["theirs", "mine", "both"])
        if choice == "mine" or (choice == "both" and None in (mine, theirs)):
            return
        if theirs is None:
            now.bring({}, [other for other in now.order if other != name])
        elif mine is None:
            insert(now.order, name, self.saving.saved.words.order)
            now.blocks[name] = theirs
        else:
            now.blocks[name] = theirs
            if choice == "both" and mine != theirs:
                other = f"mine-{next(_ids)}"
                now.blocks[other] = mine
                now.order.insert(now.order.index(name) + 1, other)

    def _patch(self, patch: Patch, revision: int, cut: str = "") -> tuple[int, Any]:
        return self._ask("PATCH", self.address, patch, revision, cut)

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
