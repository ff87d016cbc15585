"""On connections of their own: threads of one process, and another process beside it."""

import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries.models import Text
from newsletter.db import Model, db, looking
from newsletter.translation import memory, memory_matches
from newsletter.translation.memory_matches import suggestions
from newsletter.translation.models import MemoryPair
from tests.translation.remembering import BE, BRIDGE, BRIDGE_BE, EN, remembered, translated

CHANGED = ("memory_pair", "revision", "text", "byline", "author", "commentary")
ROUNDS = 8


@pytest.fixture
def asks(built_app: Flask) -> Iterator[int]:
    """The id of a translation to ask for; what is committed is gone afterwards."""
    memory_matches.init_app(built_app)
    with built_app.app_context():
        asking = translated(("Nothing.", "Нічога.")).id
        db.session.commit()
    yield asking
    with built_app.app_context():
        for name in CHANGED:
            db.session.execute(sa.delete(Model.metadata.tables[name]))
        db.session.commit()


def answers(asks: int) -> list[str]:
    with looking():
        text = db.session.get_one(Text, asks)
        return [match.pair.target for match in suggestions({"here": BRIDGE}, EN, BE, but=text).get("here", [])]


def test_who_asks_while_texts_are_approved_again_is_told_nothing_that_is_not_there(built_app: Flask, asks: int) -> None:
    both = [f"{BRIDGE_BE} 0", f"{BRIDGE_BE} 1"]
    with built_app.app_context():
        others = [remembered((BRIDGE, translation)).id for translation in both]
        db.session.commit()
    ready, told = threading.Barrier(4), list[list[str]]()

    def ask() -> None:
        with built_app.app_context():
            ready.wait()
            told.extend(answers(asks) for _ in range(ROUNDS))

    def approve(name: int) -> None:
        with built_app.app_context():
            ready.wait()
            for _ in range(ROUNDS):
                memory.remember_all([name])
                db.session.commit()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads += [threading.Thread(target=approve, args=(name,)) for name in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer for answer in told if not set(answer) <= set(both)] == []
    with built_app.app_context():
        assert sorted(answers(asks)) == both


def test_what_one_process_remembers_or_forgets_another_knows_at_once(built_app: Flask, asks: int) -> None:
    processes = []
    for _ in range(2):
        memory_matches.init_app(built_app)
        processes.append(built_app.extensions["memory"])

    def told() -> list[list[str]]:
        found = []
        for built_app.extensions["memory"] in processes:
            found.append(answers(asks))
        return found

    with built_app.app_context():
        assert told() == [[], []]
        remembered((BRIDGE, BRIDGE_BE))
        db.session.commit()
        assert told() == [[BRIDGE_BE], [BRIDGE_BE]]
        db.session.execute(sa.delete(MemoryPair))
        db.session.commit()
        assert told() == [[], []]
