"""Two people in one text: what is merged, what is asked about, and that nothing is lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.commentaries.document import DocumentError, NotADocument, block_text, blocks, checked
from newsletter.commentaries.merging import NOTHING, Version, merge, patch_between, patched, same_version

IDS = [f"block{number}" for number in range(8)]


def version(title: str = "Title", /, standfirst: str = "", **paragraphs: str) -> Version:
    """`version("Title", a="One", b="Two")`: a block for each name."""
    return Version(
        title, standfirst, checked({"type": "doc", "content": [block(*pair) for pair in paragraphs.items()]})
    )


def block(name: str, words: str) -> dict[str, Any]:
    content = [{"type": "text", "text": words}] if words else []
    return {"type": "paragraph", "attrs": {"id": name}, "content": content}


def words_of(found: Version) -> dict[str, str]:
    return {one["attrs"]["id"]: block_text(one) for one in blocks(found.document)}


BASE = version(a="One", b="Two", c="Three")


def test_changes_in_different_blocks_are_both_kept() -> None:
    found = merge(BASE, version(a="ONE", b="Two", c="Three"), version(a="One", b="Two", c="THREE"))
    assert words_of(found.version) == {"a": "ONE", "b": "Two", "c": "THREE"}
    assert found.clashes == ()


def test_a_block_that_both_changed_is_asked_about_and_stays_theirs_meanwhile() -> None:
    found = merge(BASE, version(a="Theirs", b="Two", c="Three"), version(a="Mine", b="TWO", c="Three"))
    assert found.clashes == ("a",)
    assert words_of(found.version) == {"a": "Theirs", "b": "TWO", "c": "Three"}


def test_the_same_change_on_both_sides_is_no_clash() -> None:
    both = version("New title", a="Same", b="Two")
    assert merge(BASE, both, both) == merge(BASE, BASE, both)


def test_a_block_that_one_deleted_and_the_other_changed_is_asked_about() -> None:
    without, changed = version(a="One", c="Three"), version(a="One", b="TWO", c="Three")
    assert merge(BASE, without, changed).clashes == merge(BASE, changed, without).clashes == ("b",)


def test_new_blocks_of_both_stand_where_each_put_them() -> None:
    theirs = version(a="One", t="Theirs", b="Two", c="Three")
    mine = version(a="One", b="Two", m="Mine", c="Three")
    assert list(words_of(merge(BASE, theirs, mine).version)) == ["a", "t", "b", "m", "c"]


def test_a_move_on_one_side_and_a_new_block_on_the_other_are_both_kept() -> None:
    theirs, mine = version(c="Three", a="One", b="Two"), version(a="One", b="Two", m="Mine", c="Three")
    assert list(words_of(merge(BASE, theirs, mine).version)) == ["c", "a", "b", "m"]


def test_titles_clash_like_blocks() -> None:
    assert merge(BASE, version("Theirs", a="One"), version("Mine", a="One")).clashes == ("title",)
    assert merge(BASE, version("Theirs", a="One"), version("Title", a="One")).version.title == "Theirs"


def test_a_forgotten_base_asks_about_whatever_differs_and_drops_nothing() -> None:
    found = merge(NOTHING, version(a="Theirs", b="Two"), version(a="Mine", m="New"))
    assert found.clashes == ("a",)
    assert words_of(found.version) == {"a": "Theirs", "m": "New", "b": "Two"}


def test_what_the_editor_writes_out_by_default_is_no_change() -> None:
    item = {"type": "listItem", "content": [{"type": "paragraph"}]}
    short = {"type": "orderedList", "attrs": {"id": "a"}, "content": [item]}
    long = {"type": "orderedList", "attrs": {"id": "a", "start": 1}, "content": [item]}
    one, other = (Version("", "", checked({"type": "doc", "content": [block]})) for block in (short, long))
    assert patch_between(one, other) is None


def test_deleting_everything_on_both_sides_leaves_an_empty_paragraph() -> None:
    both = version(a="One", b="Two")
    found = merge(both, version(a="One"), version(b="Two"))
    assert [words for words in words_of(found.version).values()] == [""]


PARTS = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["", "One", "Two", "Three"]), min_size=1)


@st.composite
def versions(draw: st.DrawFn) -> Version:
    paragraphs = draw(PARTS)
    order = draw(st.permutations(sorted(paragraphs)))
    title = draw(st.sampled_from(["One title", "Another"]))
    return version(title, **{name: paragraphs[name] for name in order})


@given(versions(), versions(), versions())
def test_whatever_one_side_alone_changed_is_in_the_merge_and_the_rest_is_asked_about(
    base: Version, theirs: Version, mine: Version
) -> None:
    found = merge(base, theirs, mine)
    was, there, here, kept = (one.parts() for one in (base, theirs, mine, found.version))
    for name in {*there, *here} - set(found.clashes):
        assert here.get(name) == was.get(name) or there.get(name) in (was.get(name), here.get(name))
        expected = there.get(name) if here.get(name) == was.get(name) else here.get(name)
        assert kept.get(name) == expected
    for name in found.clashes:
        assert kept.get(name) == there.get(name)
    assert len(found.version.order) == len(set(found.version.order))


@given(versions(), versions())
def test_a_side_that_changed_nothing_gives_way_whole(base: Version, changed: Version) -> None:
    assert same_version(merge(base, changed, base).version, changed)
    assert same_version(merge(base, base, changed).version, changed)


@given(versions(), versions())
def test_a_patch_turns_one_version_into_the_other(before: Version, after: Version) -> None:
    assert same_version(patched(before, patch_between(before, after) or {}), after)


def test_a_patch_of_one_block_holds_that_block_alone() -> None:
    assert patch_between(BASE, version(a="One", b="TWO", c="Three")) == {"blocks": {"b": block("b", "TWO")}}


@pytest.mark.parametrize(
    "patch",
    [
        None,
        [],
        "title",
        {"title": 5},
        {"standfirst": None},
        {"blocks": []},
        {"blocks": {"a": "words"}},
        {"blocks": {"a": {"type": "iframe"}}},
        {"order": "abc"},
        {"order": ["a", "a"]},
        {"order": ["nowhere"]},
        {"order": [["a"]]},
        {"order": []},
        {"deleted": "abc"},
    ],
)
def test_a_patch_that_makes_no_sense_is_refused(patch: object) -> None:
    with pytest.raises(NotADocument):
        patched(BASE, patch)


def test_a_block_can_be_deleted_without_knowing_the_order() -> None:
    assert list(words_of(patched(BASE, {"deleted": ["b", "nowhere"]}))) == ["a", "c"]


def test_a_block_without_a_place_comes_last() -> None:
    assert list(words_of(patched(BASE, {"blocks": {"n": block("n", "New")}}))) == ["a", "b", "c", "n"]


def test_a_patch_goes_through_the_same_checks_as_a_whole_document() -> None:
    link = {"type": "link", "attrs": {"href": "javascript:alert(1)"}}
    smuggled = {
        "type": "paragraph",
        "attrs": {"id": "b", "onclick": "x"},
        "content": [{"type": "text", "text": "Two", "marks": [link]}],
    }
    assert same_version(patched(BASE, {"blocks": {"a": block("other", "One"), "b": smuggled}}), BASE)
    many = {f"new{number}": block("", "x") for number in range(200)}
    with pytest.raises(DocumentError, match="200"):
        patched(BASE, {"blocks": many, "order": ["a", *many]})
