"""An open editor without a browser: it keeps the same rules as newsletter/static/js/{clash-dialog,coming-back}.js.

Of a text it knows only paragraphs. Its person types whole words, moves blocks, deletes them and takes that back.
"""

import http.client
import json
import random
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from tests.faults.saving import Record, Saving, saving_of
from tests.faults.web import COOKIE, opened
from tests.faults.words import Patch, Saved, insert, text_of, words_of

_ids = count(1)


class Unanswered(Exception):
    """Nobody knows whether the words arrived."""


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
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
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
