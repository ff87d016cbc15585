"""What pages and Markdown become: blocks, and an account of what was left out."""

import base64

import pytest

from newsletter.commentaries.document import block_text, blocks
from newsletter.commentaries.file_formats import read_file
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.importing import Found, read_commentary
from newsletter.commentaries.markup_reading import read_html
from tests.browser.pieces import photo


def lines(found: Found) -> list[str]:
    return [block_text(block) for block in blocks(found.document)]


def said(html: str) -> list[tuple[str, str]]:
    return [(block["type"], block_text(block)) for block in read_html(html).blocks]


def test_a_web_page_gives_its_structure_and_drops_its_scripts() -> None:
    page = """<!doctype html><html><head><title>Site | Title</title><script>steal()</script></head><body>
    <nav><a href="/">Home</a></nav><h1>Three <em>quiet</em> exits</h1><p class="lead">They left without a word.</p>
    <p onclick="steal()">First <a href="javascript:steal()">bad</a> <a href="//evil.example">worse</a>
    <a href="https://news.example/">good</a>.</p><h2>What next</h2><ul><li>one<ul><li>deeper</li></ul></li></ul>
    <blockquote>said he</blockquote><table><tr><td>May</td><td>12</td></tr></table><img src=x onerror="steal()">
    <form>Leave your address <button>Go</button></form></body></html>"""
    found = read_commentary(page.encode(), "page.HTML")
    assert found.title == "Three quiet exits"
    assert found.standfirst == "They left without a word."
    assert [block["type"] for block in blocks(found.document)] == [
        "paragraph", "heading", "bulletList", "blockquote", "paragraph",
    ]  # fmt: skip
    assert lines(found)[0] == "First bad worse good."
    assert lines(found)[-1] == "May · 12"
    assert str(found.document).count("'href'") == 1
    assert "steal" not in str(found)
    assert [line.split()[0] for line in found.dropped] == ["Home", "Tables:", "Pictures:", "Leave"]


def test_markdown_keeps_headings_lists_and_links() -> None:
    head = "# Coal for winter\n\nSecurity issues\n\n"
    text = f"{head}**Cold** [facts](https://news.example/).\n\n## Stocks\n\n1. coal\n2. peat\n"
    found = read_commentary(text.encode(), "coal.md")
    assert (found.title, found.section) == ("Coal for winter", "security")
    assert [block["type"] for block in blocks(found.document)] == ["paragraph", "heading", "orderedList"]
    kinds = [node.get("marks", [{}])[0].get("type") for node in found.document["content"][0]["content"]]
    assert kinds == ["bold", None, "link", None]


HEADED = "<table><tr><th>Town<th>In 2023:<th></tr><tr><td>Mir<td>12<td>no mill</tr><tr><td>Bar<td><td></tr></table>"


def test_rows_under_names_of_columns_become_items_that_say_them() -> None:
    (block,) = read_html(HEADED).blocks
    assert block_text(block).split("\n") == ["Town: Mir; In 2023: 12; no mill", "Town: Bar"]
    bold = [node["text"] for node in block["content"][0]["content"][0]["content"] if node.get("marks")]
    assert bold == ["Mir"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("<thead><tr><td>A<td>B</thead><tr><td>1<td>2", [("bulletList", "A: 1; B: 2")]),
        ("<tr><td><b>A</b><td><b>B</b><tr><td>1<td>2", [("bulletList", "A: 1; B: 2")]),
        ("<tr><th>A<th>B", [("paragraph", "A · B")]),
        ("<tr><td>A<td>B<tr><td>1<td>2", [("paragraph", "A · B"), ("paragraph", "1 · 2")]),
        ("<tr><th>A<th>B<th>C<tr><td colspan=2>1<td>2", [("bulletList", "A: 1; C: 2")]),
        (
            "<tr><th>A<th>B<tr><td rowspan=2>1<td>2<tr><td>3<tr><td>4<td>5",
            [("bulletList", "A: 1; B: 2\nA: 1; B: 3\nA: 4; B: 5")],
        ),
        ("<tr><td>1<td><p>a.</p><ul><li>b<li>c</ul>", [("paragraph", "1 · a. b; c")]),
        ("<tr><td>1<td><table><tr><td>a<td>b</table>", [("paragraph", "1 · a · b")]),
        ("<caption>Mills</caption><tr><td>1<td>2", [("paragraph", "Mills"), ("paragraph", "1 · 2")]),
        ("<tr><td><h2>A</h2>b<tr><td>c", [("heading", "A"), ("paragraph", "b"), ("paragraph", "c")]),
    ],
)
def test_a_table_becomes_what_a_mail_can_carry(table: str, expected: list[tuple[str, str]]) -> None:
    assert said(f"<p>Above</p><table>{table}</table><p>Below</p>") == [
        ("paragraph", "Above"),
        *expected,
        ("paragraph", "Below"),
    ]


def test_a_table_for_the_layout_is_no_table() -> None:
    page = "<table role=presentation><tr><td><h2>Left</h2><td><ul><li>right</ul></table>"
    copy = read_html(page)
    assert said(page) == [("heading", "Left"), ("bulletList", "right")]
    assert copy.dropped == ()


def test_a_picture_within_a_page_is_kept_and_one_elsewhere_is_listed() -> None:
    inside = "data:image/jpeg;base64," + base64.b64encode(photo()).decode()
    page = (
        f'<p>Before <img src="{inside}" alt="A  bridge"> after</p><ul><li>item <img src="{inside}"></ul>'
        '<img src="https://example.org/x.png"><img src="data:image/png;base64,!"><img src="data:image/png;base64,AAAA">'
    )
    pictures = FilePictures()
    copy = read_file(page.encode(), ".html", pictures)
    assert [block["type"] for block in copy.blocks] == ["paragraph", "figure", "paragraph", "bulletList", "figure"]
    figure = copy.blocks[1]["attrs"]
    assert (figure["alt"], figure["width"], figure["height"]) == ("A bridge", 1600, 900)
    assert list(pictures.developed) == [figure["photo"]]
    assert [line.split()[:5] for line in copy.dropped] == [
        ["Pictures:", "add", "them", "to", "the"],
        ["Pictures", "that", "are", "no", "JPEG,"],
    ]
