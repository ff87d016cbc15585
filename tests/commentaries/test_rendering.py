"""A document as HTML and as plain text: nothing lost, nothing let through."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsletter.commentaries.document import NotADocument, checked, plain_text
from newsletter.commentaries.figures import Pictures
from newsletter.commentaries.rendering import to_html, to_mail_html, to_mail_text

LINK: dict[str, Any] = {"type": "link", "attrs": {"href": 'https://news.example/?a=1&b=%22"'.replace('"', "")}}

PICTURES = Pictures(lambda digest, width: f"/{digest[:4]}-{width}.jpg", "%(credit)s")

words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
marks = st.lists(st.sampled_from([{"type": "bold"}, {"type": "italic"}, LINK]), max_size=3)
inline = st.lists(
    st.builds(lambda text, marks: {"type": "text", "text": text, "marks": marks}, words, marks)
    | st.just({"type": "hardBreak"}),
    max_size=5,
)
paragraphs = st.builds(lambda content: {"type": "paragraph", "content": content}, inline)
headings = st.builds(
    lambda content, level: {"type": "heading", "attrs": {"level": level}, "content": content},
    inline,
    st.sampled_from([2, 3]),
)


def figure(**words: str) -> Any:
    return {"type": "figure", "attrs": {"photo": "ab12" * 16, "width": 1600, "height": 900, **words}}


def _containers(blocks: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    item = st.builds(
        lambda first, more: {"type": "listItem", "content": [first, *more]}, paragraphs, st.lists(blocks, max_size=2)
    )
    items = st.lists(item, min_size=1, max_size=3)
    return (
        st.builds(lambda content: {"type": "bulletList", "content": content}, items)
        | st.builds(
            lambda content, start: {"type": "orderedList", "attrs": {"start": start}, "content": content},
            items,
            st.integers(0, 9999),
        )
        | st.builds(
            lambda content: {"type": "blockquote", "content": content}, st.lists(blocks, min_size=1, max_size=3)
        )
    )


leaves = paragraphs | headings | st.just({"type": "horizontalRule"})
nested = leaves | _containers(leaves) | _containers(leaves | _containers(leaves))
figures = st.builds(
    lambda caption, credit, href: figure(caption=caption, credit=credit, credit_href=href),
    words,
    words,
    st.sampled_from(["", LINK["attrs"]["href"], "mailto:alena@example.org"]),
)
callouts = st.builds(lambda content: {"type": "callout", "content": content}, st.lists(nested, min_size=1, max_size=2))
documents = st.builds(
    lambda content: checked({"type": "doc", "content": content}),
    st.lists(nested | callouts | figures, min_size=1, max_size=5),
)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def parsed(html: str) -> Any:
    """As XML, which forgives nothing; the three void elements aside."""
    return etree.fromstring("<main>" + re.sub(r"<(br|hr|img)([^>]*)>", r"<\1\2/>", str(html)) + "</main>")


@given(documents)
@settings(max_examples=200, deadline=None)
def test_any_document_renders_to_well_formed_html_and_loses_no_word(document: Any) -> None:
    for html in (to_html(document, PICTURES), to_mail_html(document, PICTURES)):
        assert bare("".join(parsed(html).itertext())) == bare(plain_text(document))


@given(documents)
@settings(max_examples=200, deadline=None)
def test_mail_html_has_no_attributes_but_the_few_that_a_letter_needs(document: Any) -> None:
    elements = list(parsed(to_mail_html(document, PICTURES)).iter())
    found = {(element.tag, name) for element in elements for name in element.attrib}
    of_images = {("img", name) for name in ("class", "src", "alt", "width")}
    assert found <= {("a", "href"), ("ol", "start"), ("div", "class"), ("p", "class")} | of_images
    assert {element.get("class") for element in elements} <= {None, "callout", "photo", "small"}


@given(documents)
@settings(max_examples=200, deadline=None)
def test_mail_text_loses_no_letter_and_keeps_their_order(document: Any) -> None:
    rest = iter(bare(to_mail_text(document, PICTURES, [])))
    assert all(letter in rest for letter in bare(plain_text(document)))


def document_of(*content: Any) -> Any:
    return checked({"type": "doc", "content": list(content)})


def say(text: str, *marks: Any) -> Any:
    return {"type": "text", "text": text, "marks": list(marks)}


def paragraph(*content: Any) -> Any:
    return {"type": "paragraph", "content": list(content)}


def test_hostile_words_are_words() -> None:
    document = document_of(paragraph(say('<script>alert("1")</script> & <img src=x onerror=alert(1)>')))
    assert "<script" not in to_html(document, PICTURES)
    assert "<img" not in to_mail_html(document, PICTURES)
    assert "&lt;script&gt;" in to_mail_html(document, PICTURES)


def test_a_link_with_a_bold_word_in_it_stays_one_link() -> None:
    document = document_of(
        paragraph(say("see "), say("the ", LINK), say("new", LINK, {"type": "bold"}), say(" rules", LINK))
    )
    assert to_mail_html(document, PICTURES) == (
        '<p>see <a href="https://news.example/?a=1&amp;b=%22">the <strong>new</strong> rules</a></p>'
    )


def test_a_web_block_has_its_id_and_a_mail_heading_goes_a_level_down() -> None:
    document = document_of({"type": "heading", "attrs": {"level": 2, "id": "abc"}, "content": [say("Next")]})
    assert to_html(document, PICTURES) == '<h2 id="abc">Next</h2>'
    assert to_mail_html(document, PICTURES) == "<h3>Next</h3>"


def test_a_callout_is_set_apart_on_a_page_in_a_letter_and_in_plain_text() -> None:
    inner = [paragraph(say("Three courts closed.")), paragraph(say("None was opened."))]
    document = document_of({"type": "callout", "attrs": {"id": "why"}, "content": inner})
    paragraphs = "<p>Three courts closed.</p><p>None was opened.</p>"
    assert to_html(document, PICTURES) == f'<aside id="why" class="callout">{paragraphs}</aside>'
    assert to_mail_html(document, PICTURES) == f'<div class="callout">{paragraphs}</div>'
    assert to_mail_text(document, PICTURES, []) == "| Three courts closed.\n|\n| None was opened."


@pytest.mark.parametrize("outer", ["callout", "blockquote"])
def test_a_callout_stands_in_no_other_block(outer: str) -> None:
    with pytest.raises(NotADocument):
        document_of({"type": outer, "content": [{"type": "callout", "content": [paragraph(say("Why"))]}]})


def test_a_list_goes_on_from_its_start() -> None:
    item = {"type": "listItem", "content": [paragraph(say("five"))]}
    document = document_of({"type": "orderedList", "attrs": {"start": 5}, "content": [item]})
    assert to_mail_html(document, PICTURES) == '<ol start="5"><li><p>five</p></li></ol>'
    assert to_mail_text(document, PICTURES, []) == "5. five"


def test_plain_text_of_a_letter_reads_like_one() -> None:
    items = [{"type": "listItem", "content": [paragraph(say(word))]} for word in ("bread", "salt")]
    document = document_of(
        paragraph(say("See "), say("the report", LINK), say(" and "), say("it again", LINK), say(".")),
        {"type": "bulletList", "content": items},
        {"type": "blockquote", "content": [paragraph(say("We waited.")), paragraph(say("Then we left."))]},
        paragraph(),
        {"type": "horizontalRule"},
        paragraph(say("https://news.example/?a=1&b=%22", LINK)),
    )
    links = ["https://first.example"]
    assert to_mail_text(document, PICTURES, links).replace("\N{NO-BREAK SPACE}", "_") == (
        "See the report_[2] and it again_[2].\n\n– bread\n– salt\n\n    We waited.\n\n    Then we left.\n\n"
        "* * *\n\nhttps://news.example/?a=1&b=%22"
    )
    assert links == ["https://first.example", LINK["attrs"]["href"]]


@pytest.mark.parametrize("word", ["слова ", "long-hyphenated-word "])
def test_lines_of_a_letter_are_72_characters_and_words_stay_whole(word: str) -> None:
    item = {"type": "listItem", "content": [paragraph(say(word * 100))]}
    text = to_mail_text(
        document_of({"type": "bulletList", "content": [item]}, paragraph(say(word * 100))), PICTURES, []
    )
    assert max(map(len, text.splitlines())) <= 72
    assert text.count(word.strip()) == 200


PHOTO = Pictures(lambda digest, width: f"/{digest[:4]}-{width}.jpg", "Photo: %(credit)s")
SAID = {
    "alt": "A <bridge>",
    "caption": "At noon & later",
    "credit": "Ala",
    "credit_href": "https://example.org/?a=1&b=2",
}


def test_a_page_shows_a_picture_in_the_size_that_the_screen_needs() -> None:
    html = to_html(document_of(figure(**SAID) | {"attrs": figure(**SAID)["attrs"] | {"id": "pic"}}), PHOTO)
    assert html == (
        '<figure id="pic" class="picture"><img src="/ab12-1200.jpg"'
        ' srcset="/ab12-640.jpg 640w, /ab12-1200.jpg 1200w, /ab12-1920.jpg 1600w"'
        ' sizes="(width &gt;= 44rem) 40.5rem, 92vw" width="1600" height="900" alt="A &lt;bridge&gt;"'
        ' loading="lazy" decoding="async"><figcaption>At noon &amp; later <span class="credit">Photo: '
        '<a href="https://example.org/?a=1&amp;b=2">Ala</a></span></figcaption></figure>'
    )


def test_a_letter_shows_a_picture_as_wide_as_its_column() -> None:
    assert to_mail_html(document_of(figure(**SAID)), PHOTO) == (
        '<img class="photo" src="/ab12-1200.jpg" alt="A &lt;bridge&gt;" width="512">'
        '<p class="small">At noon &amp; later Photo: <a href="https://example.org/?a=1&amp;b=2">Ala</a></p>'
    )


def test_a_letter_does_not_blow_a_small_picture_up() -> None:
    small = figure()
    small["attrs"] |= {"width": 300, "height": 200}
    html = '<img class="photo narrow" src="/ab12-1200.jpg" alt="" width="300">'
    assert to_mail_html(document_of(small), PHOTO) == html


def test_a_plain_text_says_what_a_picture_shows() -> None:
    links: list[str] = []
    text = to_mail_text(document_of(paragraph(say("Look:")), figure(**SAID)), PHOTO, links)
    assert text == "Look:\n\n[Photo: A <bridge>]\nAt noon & later\nPhoto: Ala\N{NO-BREAK SPACE}[1]"
    assert links == ["https://example.org/?a=1&b=2"]


def test_a_picture_of_which_nothing_is_said_leaves_no_gap_in_a_plain_text() -> None:
    assert to_mail_text(document_of(paragraph(say("A")), figure(), paragraph(say("B"))), PHOTO, []) == "A\n\nB"
