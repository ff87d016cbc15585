"""The word diff: readable, complete, escaped."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.commentaries.diffing import compare, runs_between, to_html
from newsletter.commentaries.document import checked
from newsletter.commentaries.merging import Version
from tests.commentaries.test_merging import version


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        ("The road is open.", "The road is closed.", "The road is <del>open</del><ins>closed</ins>."),
        ("Мост закрылі", "Мост адкрылі", "Мост <del>закрылі</del><ins>адкрылі</ins>"),
        ("аб’ява", "аб’явы", "<del>аб’ява</del><ins>аб’явы</ins>"),
        ("one two three", "four five three", "<del>one two</del><ins>four five</ins> three"),
        ("", "New", "<ins>New</ins>"),
        ("Same", "Same", "Same"),
    ],
)
def test_whole_words_are_struck_and_marked(before: str, after: str, html: str) -> None:
    assert to_html(before, after) == html


@given(st.text(alphabet="аб ’.<x\n", max_size=40), st.text(alphabet="аб ’.<x\n", max_size=40))
def test_both_texts_can_be_read_out_of_the_difference(before: str, after: str) -> None:
    runs = runs_between(before, after)
    assert "".join(run.kept + run.removed for run in runs) == before
    assert "".join(run.kept + run.added for run in runs) == after


def test_words_never_become_markup() -> None:
    assert "<script" not in to_html("<script>one</script>", "<script>two</script>")


def test_a_very_long_passage_is_compared_by_sentences() -> None:
    """By words it would take hours."""
    before = " ".join(f"Sentence number {number}." for number in range(5_000))
    html = to_html(before, before.replace("number 7.", "number seven."))
    assert "<del>Sentence number 7. </del><ins>Sentence number seven. </ins>" in html


def kinds(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str]]:
    found = compare(version("", **before), version("", **after))
    return [(row.kind, str(row.html)) for row in found.rows]


def test_blocks_are_known_by_their_id() -> None:
    assert kinds({"a": "One", "b": "Two", "c": "Three"}, {"c": "Three", "a": "ONE", "n": "New"}) == [
        ("same", "Three"),
        ("changed", "<del>One</del><ins>ONE</ins>"),
        ("removed", "<del>Two</del>"),
        ("added", "<ins>New</ins>"),
    ]


def test_blocks_with_other_ids_are_known_by_their_words() -> None:
    assert kinds({"a": "One", "b": "Two"}, {"x": "One", "y": "Two"}) == [("same", "One"), ("same", "Two")]


def test_nothing_is_shown_twice_when_everything_was_removed() -> None:
    assert kinds({"a": "One", "b": "Two"}, {"n": "New"}) == [
        ("removed", "<del>One</del>"),
        ("removed", "<del>Two</del>"),
        ("added", "<ins>New</ins>"),
    ]


def test_what_a_picture_shows_is_compared_as_well() -> None:
    def described(alt: str) -> dict[str, Any]:
        attrs = {"id": "p", "photo": "0" * 64, "width": 640, "height": 480, "alt": alt}
        return checked({"type": "doc", "content": [{"type": "figure", "attrs": attrs}]})

    found = compare(Version("", "", described("An old bridge")), Version("", "", described("A new bridge")))
    assert [str(row.html) for row in found.rows] == ["<del>An old</del><ins>A new</ins> bridge"]
