"""What a translation depends on, and what it doesn't."""

from typing import Any

import pytest

from newsletter.translation.fingerprints import fingerprint, folded, same_words


def block(*nodes: str | dict[str, Any], kind: str = "paragraph") -> dict[str, Any]:
    content = [{"type": "text", "text": node} if isinstance(node, str) else node for node in nodes]
    return {"type": kind, "attrs": {"id": "a"}, "content": content}


def items(*lines: str, kind: str = "bulletList") -> dict[str, Any]:
    return block(*({"type": "listItem", "content": [block(line)]} for line in lines), kind=kind)


def linked(text: str, href: str, *marks: str) -> dict[str, Any]:
    kinds = [{"type": mark} for mark in marks]
    return {"type": "text", "text": text, "marks": [{"type": "link", "attrs": {"href": href}}, *kinds]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('He said "no" - twice', "He said “no” – twice"),
        ('Ён сказаў "не" - двойчы, аб\'ява', "Ён сказаў «не» — двойчы, аб’ява"),
        ("Он   сказал: `нет`", "Он сказал: «нет»"),
        ("ten percent\xa0of\u202fall", "ten percent of all"),
        ("and so on...", "and so on…"),
        ("co\u00adoperation", "cooperation"),
        ("сёння", "се\u0308ння"),
        ("won`t", "won’t"),
    ],
)
def test_repairs_of_typography_change_nothing(before: str, after: str) -> None:
    assert folded(before) == folded(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (block("Ten of them."), block("Twelve of them.")),
        (block("The end."), block("The end?")),
        (block("Polish"), block("polish")),
        (block("Words"), block("Words", kind="heading")),
        (items("One", "two"), items("One two")),
        (items("One"), items("One", kind="orderedList")),
        (block(linked("here", "https://a.example")), block(linked("here", "https://b.example"))),
    ],
)
def test_words_kind_and_links_count(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert fingerprint(before) != fingerprint(after)


def test_what_is_bold_does_not_count_even_within_a_link() -> None:
    whole = block("See ", linked("the report", "https://a.example"))
    bold = block("See ", linked("the ", "https://a.example"), linked("report", "https://a.example", "bold"))
    assert fingerprint(whole) == fingerprint(bold)


def test_a_picture_is_its_photo_and_its_words() -> None:
    attrs = {"id": "a", "photo": "0" * 64, "width": 1, "height": 1, "alt": "A gate", "caption": "", "credit": "Lipen"}
    figure = {"type": "figure", "attrs": attrs}
    others = ({"photo": "1" * 64}, {"alt": "A door"}, {"caption": "At noon"}, {"credit": "Zhyta"})
    assert len({fingerprint(figure), *(fingerprint({**figure, "attrs": {**attrs, **other}}) for other in others)}) == 5
    assert fingerprint(figure) == fingerprint({**figure, "attrs": {**attrs, "width": 2}})


@pytest.mark.parametrize("empty", [block(), block(" \xa0"), items(""), {"type": "horizontalRule", "attrs": {}}])
def test_what_has_no_words_has_no_fingerprint(empty: dict[str, Any]) -> None:
    assert fingerprint(empty) == ""


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (["One. Two."], ["One.", "Two."]),
        (["One.", "Two.", "Three."], ["One. Two. Three."]),
        (["One. Two.", "Three."], ["One.", "Two. Three."]),
        (["One.", "Two."], ["Two.", "One."]),
        (["One. Two."], ["Two.", "One."]),
        (["Before-"], ["Before-"]),
        (["Before-", "after"], ["Before-after"]),
        (["* a * b", "* c"], ["* a", "* b * c"]),
    ],
)
def test_splitting_merging_and_moving_leave_the_words_the_same(was: list[str], now: list[str]) -> None:
    assert same_words(was, now)
    assert same_words(now, was)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (["One. Two."], ["One."]),
        (["One."], ["One.", "One."]),
        (["The dog bit the man."], ["The man bit the dog."]),
        (["One. Two.", "Three."], ["One.", "Three."]),
        (["T", "U"], ["# T", "U"]),
    ],
)
def test_words_that_went_or_came_are_seen(was: list[str], now: list[str]) -> None:
    assert not same_words(was, now)
    assert not same_words(now, was)
