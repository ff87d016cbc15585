"""A document as a mail carries it that leads nowhere and shows nothing."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.commentaries.bare import bare, without_pictures
from newsletter.commentaries.document import Document, Node, plain_text
from newsletter.commentaries.figures import Pictures
from newsletter.commentaries.rendering import to_mail_html, to_mail_text
from newsletter.letters.discretion import addresses_in

NO_PICTURES = Pictures(lambda digest, width: "/never", "Photo: %(credit)s")


def say(words: str, *marks: Any) -> Node:
    return {"type": "text", "text": words, "marks": list(marks)}


def link(href: str) -> Node:
    return {"type": "link", "attrs": {"href": href}}


def paragraph(*parts: Node) -> Node:
    return {"type": "paragraph", "attrs": {"id": "p"}, "content": list(parts)}


def figure(alt: str, caption: str) -> Node:
    of = {
        "id": "f",
        "photo": "a" * 64,
        "width": 9,
        "height": 9,
        "credit": "N. Lens",
        "credit_href": "https://a.example",
    }
    return {"type": "figure", "attrs": {**of, "alt": alt, "caption": caption}}


def document(*blocks: Node) -> Document:
    return {"type": "doc", "content": list(blocks)}


def html(found: Document) -> str:
    return str(to_mail_html(found, NO_PICTURES))


BOLD = {"type": "bold"}


def test_links_lose_their_address_and_keep_their_words_and_their_emphasis() -> None:
    linked = paragraph(say("As "), say("the table", BOLD, link("https://a.example/")), say(" says."))
    assert html(bare(document(linked))) == "<p>As <strong>the table</strong> says.</p>"


def test_an_address_that_is_written_out_gives_way_even_where_its_emphasis_changes() -> None:
    written = paragraph(
        say("See https://a."), say("example/b", BOLD), say(" and c"), say("@d.example", link("mailto:c@d.example"))
    )
    assert html(bare(document(written))) == "<p>See […] and […]</p>"


def test_of_a_picture_stays_what_it_shows_and_its_caption() -> None:
    pictures = document(figure("A mill", "In spring"), figure("A mill", ""), figure("", "In spring"), figure("", ""))
    for found in (bare(pictures), without_pictures(pictures)):
        assert html(found) == "<p>[A mill] In spring</p>\n<p>[A mill]</p>\n<p>In spring</p>"


def test_a_callout_is_a_quotation_for_nothing_but_a_class_would_tell_it_apart() -> None:
    callout = {"type": "callout", "attrs": {"id": "c"}, "content": [paragraph(say("Why."))]}
    assert html(bare(document(callout))) == "<blockquote><p>Why.</p></blockquote>"
    assert html(without_pictures(document(callout))) == '<div class="callout"><p>Why.</p></div>'


def test_a_rule_is_three_stars_for_rules_part_the_pieces_from_each_other() -> None:
    assert html(bare(document({"type": "horizontalRule", "attrs": {"id": "r"}}))) == "<p>* * *</p>"


def test_a_document_is_not_changed_by_being_bared() -> None:
    given = document(paragraph(say("a", link("https://a.example/"))), figure("A mill", ""))
    bare(given)
    assert given == document(paragraph(say("a", link("https://a.example/"))), figure("A mill", ""))


PIECES = st.sampled_from(["https://", "www.", "a", "b.example", "/c", "@", ".", " ", "слова", "t.me/", ":"])
RUNS = st.lists(
    st.tuples(st.lists(PIECES, min_size=1, max_size=4).map("".join), st.sampled_from([(), (BOLD,)])), max_size=6
)


@given(RUNS)
@example([("a@", ()), ("b.example@b.example", ())])
def test_no_address_survives_however_it_is_cut_into_runs(runs: list[tuple[str, tuple[Node, ...]]]) -> None:
    found = bare(document(paragraph(*(say(words, *marks) for words, marks in runs))))
    assert list(addresses_in(plain_text(found))) == []
    assert list(addresses_in(to_mail_text(found, NO_PICTURES, []))) == []
