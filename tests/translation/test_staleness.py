"""How each part of a translation stands to its source."""

import copy
from typing import Any

import pytest

from newsletter.commentaries.links import Heads
from newsletter.commentaries.merging import Version
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Pair, Source, State
from tests.translation.test_lineage import GATE, PRICE, QUEUE, paragraph, text


def version(content: list[dict[str, Any]], title: str = "", heads: Heads | None = None) -> Version:
    return Version(title, "", {"type": "doc", "content": content}, heads or {})


def rendering(*links: dict[str, Any]) -> Version:
    return version([paragraph(f"t{n}", f"Пераклад {n}", **link) for n, link in enumerate(links, 1)])


def of(*names: str, seen: int = 1, **links: Any) -> dict[str, Any]:
    return {"of": list(names), "seen": seen, **links}


def states(target: Version, *revisions: list[dict[str, Any]], minor: tuple[tuple[int, int], ...] = ()) -> list[Pair]:
    past = {number: version(copy.deepcopy(content)) for number, content in enumerate(revisions, 1)}
    return pairs(Source(past[len(past)], past, minor), target)


def said(found: list[Pair]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(str(pair.state), pair.sources, pair.targets) for pair in found]


BOTH = rendering(of("a"), of("b"))


def test_what_is_as_it_was_seen_is_current() -> None:
    assert said(states(BOTH, text(a=GATE, b=QUEUE))) == [("current", ("a",), ("t1",)), ("current", ("b",), ("t2",))]


def test_a_rewritten_block_is_changed_until_the_edit_is_taken_back() -> None:
    first, other = text(a=GATE, b=QUEUE), text(a=GATE.replace("wider", "narrower"), b=QUEUE)
    assert [pair.state for pair in states(BOTH, first, other)] == [State.CHANGED, State.CURRENT]
    assert [pair.state for pair in states(BOTH, first, other, first)] == [State.CURRENT, State.CURRENT]


def test_a_block_that_nobody_rendered_is_missing_and_one_whose_source_is_gone_an_orphan() -> None:
    found = states(rendering(of("a"), of("gone")), text(a=GATE, gone=QUEUE), text(a=GATE, new=PRICE))
    assert said(found) == [("current", ("a",), ("t1",)), ("missing", ("new",), ()), ("orphan", (), ("t2",))]


def test_a_block_may_stand_on_its_own() -> None:
    assert said(states(rendering({"seen": 1}), text(a=GATE)))[-1] == ("own", (), ("t1",))
    assert said(states(rendering({}), text(a=GATE)))[-1] == ("orphan", (), ("t1",))


def test_many_minor_steps_of_what_was_seen_at_many_times_keep_nobody_waiting() -> None:
    """There are 31^6 ways in which the six readings could go together."""
    minor = [text(a=f"{GATE} {number}") for number in range(30)]
    revisions = [*([text(a=GATE)] * 6), *minor, text(a=QUEUE)]
    target = rendering(*(of("a", seen=number) for number in range(1, 7)))
    steps = tuple((number, number + 1) for number in range(6, 36))
    (pair,) = states(target, *revisions, minor=steps)
    assert pair.state is State.CHANGED
    (pair,) = states(target, *revisions[:-1], minor=steps)
    assert pair.state is State.CURRENT


def test_a_split_asks_for_nothing_and_stays_one_pair() -> None:
    split = [paragraph("a", GATE), paragraph("n", QUEUE, derived_from="a")]
    assert said(states(rendering(of("a")), text(a=f"{GATE} {QUEUE}"), split)) == [("current", ("a", "n"), ("t1",))]


def test_a_merge_asks_for_nothing_even_of_blocks_seen_at_different_times() -> None:
    target = rendering(of("a"), of("b", seen=2))
    revisions = text(a=GATE, b=PRICE), text(a=GATE, b=QUEUE), text(a=f"{GATE} {QUEUE}")
    assert said(states(target, *revisions)) == [("current", ("a",), ("t1", "t2"))]


def test_what_nobody_rendered_makes_changed_what_it_is_merged_into() -> None:
    found = states(rendering(of("a")), text(a=GATE, b=QUEUE), text(a=f"{GATE} {QUEUE}"))
    assert said(found) == [("changed", ("a",), ("t1",))]


def test_the_same_merge_as_a_minor_step_is_changed_too() -> None:
    found = states(rendering(of("a")), text(a=GATE, b=QUEUE), text(a=f"{GATE} {QUEUE}"), minor=((1, 2),))
    assert said(found) == [("changed", ("a",), ("t1",))]


def test_another_order_is_a_hint_and_no_more() -> None:
    found = states(BOTH, text(a=GATE, b=QUEUE), text(b=QUEUE, a=GATE))
    assert {pair.state for pair in found} == {State.CURRENT}
    assert sum(pair.out_of_order for pair in found) == 1
    (together,) = states(rendering(of("a", "b")), text(a=GATE, b=QUEUE), text(b=QUEUE, a=GATE))
    assert (together.state, together.out_of_order) == (State.CURRENT, True)


def test_a_whole_text_pasted_anew_keeps_its_translation() -> None:
    found = states(BOTH, text(a=GATE, b=QUEUE), text(x=f"{GATE} ", y=QUEUE.replace("twice", "three times")))
    assert said(found) == [("current", ("x",), ("t1",)), ("changed", ("y",), ("t2",))]


NARROW, CLOSED = GATE.replace("wider", "narrower"), GATE.replace("wider", "closed")


@pytest.mark.parametrize(
    ("revisions", "minor", "state"),
    [
        ((GATE, NARROW), ((1, 2),), State.CURRENT),
        ((GATE, NARROW, CLOSED), ((1, 2), (2, 3)), State.CURRENT),
        ((GATE, NARROW, CLOSED), ((1, 2),), State.CHANGED),
        ((GATE, NARROW, CLOSED), ((2, 3),), State.CHANGED),
        ((GATE, NARROW, GATE, CLOSED), ((3, 4),), State.CURRENT),
        ((GATE, NARROW, GATE, CLOSED), ((1, 2), (3, 4)), State.CURRENT),
    ],
)
def test_minor_steps_ask_for_nothing(
    revisions: tuple[str, ...], minor: tuple[tuple[int, int], ...], state: State
) -> None:
    (pair,) = states(rendering(of("a")), *(text(a=words) for words in revisions), minor=minor)
    assert pair.state is state


def test_a_title_is_a_unit_like_any_block() -> None:
    past = {1: version(text(a=GATE), "The gate"), 2: version(text(a=GATE), "The wide gate")}
    seen = {number: version([], "Брама", {"title": {"seen": number}}) for number in past}
    assert said(pairs(Source(past[2], past), seen[1]))[0] == ("changed", ("title",), ("title",))
    assert said(pairs(Source(past[2], past), seen[2]))[0] == ("current", ("title",), ("title",))
    assert said(pairs(Source(past[2], past, ((1, 2),)), seen[1]))[0] == ("current", ("title",), ("title",))
    assert said(pairs(Source(past[2], past), version([])))[0] == ("missing", ("title",), ())


def test_a_revision_that_nobody_knows_counts_as_not_seen() -> None:
    (pair,) = states(rendering(of("a", seen=9)), text(a=GATE))
    assert pair.state is State.CHANGED


def test_still_right_names_every_block_that_the_pair_renders_now() -> None:
    """Seeing a split without rendering its other half would leave that one to be translated."""
    split = [paragraph("a", GATE), paragraph("n", QUEUE, derived_from="a")]
    revisions = text(a=f"{GATE} {QUEUE}"), split
    assert said(states(rendering(of("a", "n", seen=2)), *revisions)) == [("current", ("a", "n"), ("t1",))]
    assert said(states(rendering(of("a", seen=2)), *revisions))[1] == ("missing", ("n",), ())
