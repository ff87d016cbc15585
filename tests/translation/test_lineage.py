"""What became of the blocks of a text."""

from typing import Any

from newsletter.translation.lineage import lineage

GATE = "The crossing was rebuilt over the summer, and the gate is wider now."
QUEUE = "Drivers who wait there say that the queue moves twice as fast."
PRICE = "Nobody has said yet what the works have cost, or who paid for them."


def text(**blocks: str) -> list[dict[str, Any]]:
    return [paragraph(name, words) for name, words in blocks.items()]


def paragraph(name: str, words: str, **links: Any) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": {"id": name, **links}, "content": [{"type": "text", "text": words}]}


def test_a_block_is_known_by_its_id_however_it_was_rewritten() -> None:
    assert lineage(text(a=GATE, b=QUEUE), text(b=GATE, a=PRICE)) == {"a": ("a",), "b": ("b",)}


def test_a_block_that_says_where_it_was_split_from_is_believed() -> None:
    new = [paragraph("a", GATE), paragraph("b", "Sic.", derived_from="a"), paragraph("c", "Ha.", derived_from="b")]
    assert lineage(text(a=f"{GATE} Sic. Ha."), new) == {"a": ("a", "b", "c")}


def test_blocks_derived_from_each_other_in_a_circle_are_no_trap() -> None:
    new = [paragraph("b", QUEUE, derived_from="c"), paragraph("c", PRICE, derived_from="b")]
    assert lineage(text(a=GATE), new) == {"a": ()}


def test_a_split_is_found_by_its_words() -> None:
    assert lineage(text(a=f"{GATE} {QUEUE}"), text(a=GATE, new=QUEUE)) == {"a": ("a", "new")}
    assert lineage(text(a=f"{GATE} {QUEUE}"), text(n=GATE, m=QUEUE)) == {"a": ("n", "m")}


def test_a_merge_is_found_by_its_words() -> None:
    assert lineage(text(a=GATE, b=QUEUE), text(a=f"{GATE} {QUEUE}")) == {"a": ("a",), "b": ("a",)}
    assert lineage(text(a=GATE, b=QUEUE), text(n=f"{GATE} {QUEUE}")) == {"a": ("n",), "b": ("n",)}


def test_a_few_words_are_looked_for_only_next_to_where_they_stood() -> None:
    assert lineage(text(a=f"{GATE} Why?", b=QUEUE), text(a=GATE, n="Why?", b=QUEUE)) == {"a": ("a", "n"), "b": ("b",)}
    assert lineage(text(a=f"{GATE} Why?", b=QUEUE), text(a=GATE, b=QUEUE, n="Why?")) == {"a": ("a",), "b": ("b",)}
    assert lineage(text(a=f"Why? {GATE}"), text(n="Why?", m=GATE)) == {"a": ("n", "m")}
    assert lineage(text(a="Why?", b=QUEUE), text(b=f"Why? {QUEUE}")) == {"a": ("b",), "b": ("b",)}


def test_pasted_words_are_found_by_being_the_same_or_alike() -> None:
    new = text(x=PRICE.replace("cost", "come to"), y=QUEUE, z=GATE.upper().lower())
    assert lineage(text(a=GATE, b=QUEUE, c=PRICE), new) == {"a": ("z",), "b": ("y",), "c": ("x",)}


def test_the_same_words_twice_are_matched_in_their_order() -> None:
    again = "The same words again."
    assert lineage(text(a=again, b=GATE, c=again), text(x=again, y=GATE, z=again)) == {
        "a": ("x",),
        "b": ("y",),
        "c": ("z",),
    }


def test_a_copy_beside_the_block_that_it_was_copied_from_is_new() -> None:
    assert lineage(text(a=GATE), text(a=GATE, copy=GATE)) == {"a": ("a",)}


def test_other_words_are_no_heirs() -> None:
    assert lineage(text(a=GATE), text(n=PRICE)) == {"a": ()}
