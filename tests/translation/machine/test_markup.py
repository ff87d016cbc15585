"""Blocks on their way to a machine and back, and what counts as a translation."""

import itertools
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.commentaries.document import checked
from newsletter.commentaries.merging import Part, Version
from newsletter.languages import Language
from newsletter.terms.matching import TermBase, TermForms
from newsletter.translation.machine import failures
from newsletter.translation.machine.markup import passages_of, plain, translated
from newsletter.translation.machine.placing import placed
from newsletter.translation.machine.provider import CHARACTERS, PASSAGES, TermPair
from newsletter.translation.machine.units import Unit, batches, terms_in
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Source, State

EN, BE, RU = Language.EN, Language.BE, Language.RU
DECREE, NOTE = "https://example.org/decree", "https://example.org/note?a=1&b=2"


def text(words: str, *marks: str, href: str = "") -> dict[str, Any]:
    found: list[dict[str, Any]] = [{"type": "link", "attrs": {"href": href}}] if href else []
    found += [{"type": mark} for mark in marks]
    return {"type": "text", "text": words} | ({"marks": found} if found else {})


def paragraph(*content: dict[str, Any], **attrs: Any) -> dict[str, Any]:
    return {"type": "paragraph", "attrs": attrs, "content": list(content)}


RICH = paragraph(
    text("A "),
    text("bold", "bold"),
    text(" & <plain> word; "),
    text("see ", href=DECREE),
    text("this", "italic", href=DECREE),
    {"type": "hardBreak"},
    text("and that", href=NOTE),
    text("."),
    id="p1",
    of=["old"],
    machine=True,
)


def test_where_a_link_leads_is_not_told() -> None:
    [passage] = passages_of(RICH)
    assert passage == (
        'A <b>bold</b> &amp; &lt;plain&gt; word; <a id="1">see <i>this</i></a><br><a id="2">and that</a>.'
    )


def test_what_comes_back_unchanged_is_the_same_block_tied_to_nothing() -> None:
    made = translated(RICH, passages_of(RICH))
    assert made == RICH | {"attrs": {"id": "p1"}}


WORDS = st.text("aі <>&;\"'№—\u00a0…", min_size=1, max_size=8).map(lambda words: f"x{re.sub(' +', ' ', words)}x")
MARKS = st.tuples(st.sampled_from(["", DECREE, NOTE]), st.booleans(), st.booleans())


@given(st.lists(st.tuples(WORDS, MARKS), min_size=1, max_size=8))
def test_whatever_is_in_a_line_comes_back_unchanged(pieces: list[tuple[str, tuple[str, bool, bool]]]) -> None:
    nodes = [
        text("".join(words for words, _ in run), *["bold"] * bold, *["italic"] * italic, href=href)
        for (href, bold, italic), run in itertools.groupby(pieces, lambda piece: piece[1])
    ]
    line = paragraph(*nodes, id="p1")
    assert translated(line, passages_of(line)) == line


def test_marks_and_links_follow_their_words() -> None:
    answer = 'Глядзі <a id="2">тое</a> і <strong><a id="1">гэта</a></strong>&nbsp;— <em>усё</em>'
    assert translated(RICH, [answer])["content"] == [
        text("Глядзі "),
        text("тое", href=NOTE),
        text(" і "),
        text("гэта", "bold", href=DECREE),
        text("\u00a0— "),
        text("усё", "italic"),
    ]


@pytest.mark.parametrize("answer", ["Без спасылак", 'Адна <a id="1">ёсць</a>', '<a id="1">a</a> <a id="3">b</a>'])
def test_a_lost_link_is_told(answer: str) -> None:
    with pytest.raises(failures.LostLink):
        translated(RICH, [answer])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("<p>Слова <script>alert(1)</script> тут</p>", "Слова alert(1) тут"),
        ("  Слова\n\n  тут  ", "Слова тут"),
        ("5 < 6 &amp; 7", "5 < 6 & 7"),
        ('<a href="https://evil.example">Слова</a>', "Слова"),
        ("Сло\u202eва\x00 тут\ud800", "Слова тут?"),
        ('<a id="99999999999999999999">Слова</a></b></a>', "Слова"),
        ("", ""),
    ],
)
def test_of_any_other_markup_the_words_alone_stay(answer: str, words: str) -> None:
    made = translated(paragraph(text("Words", "bold")), [answer])
    assert plain(answer) == words
    assert made["content"] == ([text(words)] if words else [])


def test_an_answer_that_is_far_too_long_is_not_even_parsed() -> None:
    """Of two megabytes of open tags, that would take hours."""
    with pytest.raises(failures.TooLong):
        Unit("title", "Title").draft(['<a b="' * 300_000], BE)


def test_what_no_parser_reads_is_no_translation_of_that_part() -> None:
    with pytest.raises(failures.Malformed):
        Unit("title", "Title").draft(["<![x[Слова"], BE)


def test_lists_and_pictures_keep_their_form() -> None:
    items = [{"type": "listItem", "content": [paragraph(text(words))]} for words in ("One", "Two")]
    listed = {
        "type": "bulletList",
        "attrs": {"id": "l"},
        "content": [*items, {"type": "listItem", "content": [paragraph()]}],
    }
    assert passages_of(listed) == ["One", "Two"]
    made = translated(listed, ["Адзін", "Два"])
    assert [item["content"][0]["content"] for item in made["content"]] == [[text("Адзін")], [text("Два")], []]
    photo = {"photo": "0" * 64, "width": 8, "height": 6, "alt": "A <gate>", "caption": "", "credit": "BelTA", "id": "f"}
    figure = {"type": "figure", "attrs": photo | {"credit_href": DECREE, "seen": 3}}
    assert passages_of(figure) == ["A &lt;gate&gt;", "BelTA"]
    assert translated(figure, ["Брама", "БелТА"])["attrs"] == photo | {
        "alt": "Брама",
        "credit": "БелТА",
        "credit_href": DECREE,
    }


def test_a_request_has_neither_too_many_words_nor_too_many_passages() -> None:
    units = [Unit(str(n), paragraph(text("w" * size))) for n, size in enumerate([3_000, 900, 200, 9_000, 1, 1])]
    assert [[unit.name for unit in batch] for batch in batches(units)] == [["0", "1"], ["2"], ["3"], ["4", "5"]]
    assert CHARACTERS == 4_000
    short = [Unit(str(n), paragraph(text("w"))) for n in range(PASSAGES + 1)]
    assert [len(batch) for batch in batches(short)] == [PASSAGES, 1]
    assert not list(batches([]))


def test_of_the_term_base_only_what_the_words_have_is_told() -> None:
    terms = TermBase(
        [
            TermForms(1, {"en": "Lukashenka", "be": "Лукашэнк|а"}, {"en": ["Lukashenko"]}),
            TermForms(2, {"en": "Minsk", "be": "Мінск|"}),
            TermForms(3, {"en": "Brest", "ru": "Брест|"}),
            TermForms(4, {"en": "Hrodna", "be": "Гродн-"}),
        ]
    )
    units = [Unit("a", paragraph(text("Lukashenka’s visit to Brest and Hrodna"))), Unit("title", "Lukashenka speaks")]
    assert terms_in(units, terms, EN, BE) == [TermPair("Lukashenka", "Лукашэнка")]


def version(*words: str, title: str = "", **links: Any) -> Version:
    content = [paragraph(text(each), id=f"{links.get('prefix', 's')}{n}") for n, each in enumerate(words, 1)]
    return Version(title, "", checked({"type": "doc", "content": content or [paragraph(id="e1")]}))


def test_a_draft_stands_where_its_source_does() -> None:
    source = version("One", "Two", "Three", "Four", title="Title")
    target = version("Два", "Сваё", title="Назва", prefix="t")
    first, second = target.document["content"]
    first["attrs"] |= {"of": ["s2"], "seen": 7}
    second["attrs"] |= {"seen": 7}
    drafted = {
        name: paragraph(text(words), id=name) for name, words in [("s1", "Адзін"), ("s3", "Тры"), ("s4", "Чатыры")]
    }
    made = placed(target, source, pairs(Source(source, {7: source}), target), drafted, 7)
    words = [block["content"][0]["text"] for block in made.document["content"]]
    assert words == ["Адзін", "Два", "Тры", "Чатыры", "Сваё"]
    assert [block["attrs"].get("machine") for block in made.document["content"]] == [True, None, True, True, None]
    assert [block["attrs"].get("of") for block in made.document["content"]] == [["s1"], ["s2"], ["s3"], ["s4"], None]
    assert made.title == "Назва"
    again = pairs(Source(source, {7: source}), made)
    assert [pair.state for pair in again if pair.sources and pair.sources != ("title",)] == [State.CURRENT] * 4


def test_an_empty_text_and_a_block_begun_for_it_are_filled() -> None:
    source = version("One", "Two", title="Title")
    drafted: dict[str, Part] = {"title": "Назва", **{n: paragraph(text(n)) for n in ("s1", "s2")}}
    made = placed(version(), source, [], drafted, 1)
    assert made.order[0] == "e1"
    assert len(made.order) == 2
    assert (made.title, made.heads) == ("Назва", {"title": {"seen": 1, "machine": True}})
    begun = checked({"type": "doc", "content": [paragraph(id="t2", of=["s2"]), paragraph(text("Сваё"), id="t9")]})
    made = placed(Version("", "", begun), source, [], {"s2": paragraph(text("Два"))}, 1)
    assert made.order == ["t2", "t9"]
    assert made.document["content"][0]["content"] == [text("Два")]
