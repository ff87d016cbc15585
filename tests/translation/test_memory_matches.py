"""What the translation memory suggests."""

import pytest
import sqlalchemy as sa

from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.translation import memory
from newsletter.translation.memory_index import LONGEST
from newsletter.translation.memory_matches import Match, suggestions
from newsletter.translation.models import MemoryPair
from tests.translation.remembering import BE, BRIDGE, BRIDGE_BE, EN, remembered, translated

pytestmark = pytest.mark.usefixtures("app")

ALIKE = "The new bridge carries lorries one at a time, and drivers keep an order of their own."


def suggested(words: str, *, but: Text | None = None, source: Language = EN, target: Language = BE) -> list[Match]:
    text = but or translated(("Nothing.", "Нічога."))
    return suggestions({"here": words}, source, target, but=text).get("here", [])


def targets(words: str, **facts: object) -> list[str]:
    return [match.pair.target for match in suggested(words, **facts)]  # type: ignore[arg-type]


def test_an_empty_memory_suggests_nothing() -> None:
    assert suggested(BRIDGE) == []
    assert suggestions({}, EN, BE, but=translated(("Nothing.", "Нічога."))) == {}


def test_what_is_alike_is_suggested_with_what_differs_and_where_it_comes_from() -> None:
    text = remembered((BRIDGE, BRIDGE_BE), ("Nothing like it at all.", "Нічога падобнага."))
    [match] = suggested(ALIKE)
    assert 85 < match.similarity < 100
    assert (match.pair.source, match.pair.target) == (BRIDGE, BRIDGE_BE)
    assert match.html.startswith("The <del>old</del><ins>new</ins> bridge")
    assert (match.title, match.commentary_id, match.pair.target_language) == ("Мост", text.commentary_id, BE)


def test_the_same_words_come_first_however_their_quotes_and_spaces_are_written() -> None:
    remembered((ALIKE, "Падобна."), ("“The drivers’ order” – 12 lorries", "Тое самае."), (BRIDGE, BRIDGE_BE))
    assert targets(BRIDGE) == [BRIDGE_BE, "Падобна."]
    [match] = suggested('"The drivers\' order" -\N{NO-BREAK SPACE}12 lorries')
    assert (match.similarity, match.pair.target) == (100, "Тое самае.")


def test_a_full_hundred_is_for_the_same_words_only() -> None:
    remembered((BRIDGE * 5, BRIDGE_BE))
    [match] = suggested(BRIDGE * 5 + "!")
    assert match.similarity == 99


def test_of_equals_the_newest_comes_first_and_the_same_translation_once() -> None:
    for translation in ("Першы.", "Другі.", "Трэці.", "Трэці.", "Другі."):
        remembered((BRIDGE, translation))
    assert targets(BRIDGE) == ["Другі.", "Трэці.", "Першы."]
    assert len(suggestions({"here": BRIDGE}, EN, BE, but=translated(("Nothing.", "Нічога.")), most=2)["here"]) == 2


def test_a_text_is_not_told_what_itself_says() -> None:
    text = remembered((BRIDGE, "Свой."))
    assert suggested(BRIDGE, but=text) == []
    remembered((BRIDGE, "Чужы."))
    assert targets(BRIDGE, but=text) == ["Чужы."]


def test_each_pair_of_languages_has_a_memory_of_its_own() -> None:
    remembered((BRIDGE, BRIDGE_BE))
    remembered((BRIDGE_BE, BRIDGE), source=BE, to=EN)
    assert targets(BRIDGE) == [BRIDGE_BE]
    assert targets(BRIDGE_BE) == []
    assert targets(BRIDGE_BE, source=BE, target=EN) == [BRIDGE]


def test_declined_words_of_a_short_title_are_recognised() -> None:
    remembered((BRIDGE_BE, BRIDGE), title=("Чэргі на мяжы карацеюць", "Queues at the border"), source=BE, to=EN)
    assert targets("Чарга на мяжы карацее", source=BE, target=EN) == ["Queues at the border"]


def test_words_beyond_any_measure_are_only_found_the_same() -> None:
    long = " ".join(f"word{number}" for number in range(LONGEST // 6))
    remembered((long, "Доўгі."))
    assert targets(long) == ["Доўгі."]
    assert targets(f"{long} end") == []


def test_what_is_remembered_replaced_or_forgotten_is_seen_at_the_next_question() -> None:
    asks = translated(("Nothing.", "Нічога."))
    assert targets(BRIDGE, but=asks) == []
    text = remembered((BRIDGE, BRIDGE_BE))
    assert targets(BRIDGE, but=asks) == [BRIDGE_BE]
    memory.remember(text)
    assert targets(BRIDGE, but=asks) == [BRIDGE_BE]
    db.session.execute(sa.delete(MemoryPair))
    assert targets(BRIDGE, but=asks) == []
    remembered(("Completely other words.", "Іншае."))
    assert (targets(BRIDGE, but=asks), targets("Completely other words.", but=asks)) == ([], ["Іншае."])


def test_ids_of_forgotten_pairs_are_not_given_again() -> None:
    """The index tells rows by them."""
    remembered((BRIDGE, BRIDGE_BE))
    newest = sa.select(sa.func.max(MemoryPair.id))
    before = db.session.scalar(newest) or 0
    db.session.execute(sa.delete(MemoryPair))
    remembered((BRIDGE, BRIDGE_BE))
    assert db.session.scalars(sa.select(sa.func.min(MemoryPair.id))).one() > before


def test_a_text_of_thirty_blocks_asks_as_many_statements_as_one_block(query_count: list[str]) -> None:
    asks = remembered(*((f"{BRIDGE} {number}", f"{BRIDGE_BE} {number}") for number in range(30)))
    remembered(*((f"{ALIKE} {number}", f"{BRIDGE_BE} {number}!") for number in range(30)))
    assert asks.source
    words = {f"b{number}": f"{BRIDGE} {number}" for number in range(30)}
    suggestions(words, EN, BE, but=asks)
    query_count.clear()
    assert len(suggestions(words, EN, BE, but=asks)) == 30
    assert len(query_count) == 2
