"""A checked document as HTML for the site, as bare HTML for a letter, and as a letter's plain text."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup, escape

from newsletter.commentaries import figures
from newsletter.commentaries.document import Document, Node, blocks
from newsletter.commentaries.figures import Pictures

_CONTAINERS = {"bulletList": "ul", "listItem": "li", "blockquote": "blockquote", "paragraph": "p"}
_INDENTS = {"blockquote": "    ", "callout": "| "}
_EMPHASIS = {"bold": "strong", "italic": "em"}
WIDTH = 72


def to_html(document: Document, pictures: Pictures) -> Markup:
    """For the site: every top-level block can be linked to by its id."""
    return Markup("\n").join(
        _figure(block["attrs"], pictures, block["attrs"]["id"])
        if block["type"] == "figure"
        else _block(block, 0, block["attrs"]["id"])
        for block in blocks(document)
    )


def block_html(block: Node, pictures: Pictures) -> Markup:
    """One block as on the site, for a page that may show it more than once."""
    return _figure(block["attrs"], pictures) if block["type"] == "figure" else _block(block, 0)


def to_mail_html(document: Document, pictures: Pictures) -> Markup:
    """For a letter, where the commentary's title is itself an h2: headings go one level down."""
    return Markup("\n").join(
        _mail_figure(block["attrs"], pictures) if block["type"] == "figure" else _block(block, 1)
        for block in blocks(document)
    )


def _figure(figure: Node, pictures: Pictures, identity: str | None = None) -> Markup:
    inner = figures.on_page(figure, pictures)
    if caption := _caption(figure, pictures, Markup('<span class="credit">{}</span>')):
        inner += Markup("<figcaption>{}</figcaption>").format(caption)
    return Markup('<figure{} class="picture">{}</figure>').format(_named(identity), inner)


def _named(identity: str | None) -> Markup:
    return Markup(' id="{}"').format(identity) if identity else Markup()


def _mail_figure(figure: Node, pictures: Pictures) -> Markup:
    caption = _caption(figure, pictures, Markup("{}"))
    below = Markup('<p class="small">{}</p>').format(caption) if caption else ""
    return figures.in_letter(figure, pictures) + below


def _caption(figure: Node, pictures: Pictures, around_credit: Markup) -> Markup:
    credit = _inline(figures.credit(figure, pictures), ("link",))
    parts = (escape(figure["caption"]), around_credit.format(credit) if credit else Markup())
    return Markup(" ").join(part for part in parts if part)


def _block(node: Node, lowered: int, identity: str | None = None) -> Markup:
    attributes = _named(identity)
    kind, attrs, content = node["type"], node.get("attrs", {}), node.get("content", [])
    if kind == "horizontalRule":
        return Markup("<hr{}>").format(attributes)
    if kind == "orderedList" and (start := attrs.get("start", 1)) != 1:
        attributes += Markup(' start="{}"').format(start)
    tag = _tag(kind, attrs, lowered)
    if kind in ("paragraph", "heading"):
        inner = _inline(content, ("link", "bold", "italic"))
    else:
        inner = Markup().join(_block(child, lowered) for child in content)
    if kind == "callout":
        attributes += Markup(' class="callout"')
    return Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, inner)


def _tag(kind: str, attrs: Node, lowered: int) -> str:
    if kind == "heading":
        return f"h{attrs.get('level', 2) + lowered}"
    if kind == "callout":
        # Old mail programs know no aside.
        return "div" if lowered else "aside"
    return "ol" if kind == "orderedList" else _CONTAINERS[kind]


def _inline(nodes: Iterable[Node], marks: Sequence[str]) -> Markup:
    """Runs that share a mark are wrapped once, so a link with a bold word in it stays one link."""
    if not marks:
        return Markup().join(Markup("<br>") if node["type"] == "hardBreak" else escape(node["text"]) for node in nodes)
    kind, *inner = marks
    html = Markup()
    for mark, run in groupby(nodes, lambda node: _mark(node, kind)):
        words = _inline(run, inner)
        if mark is None:
            html += words
        elif kind == "link":
            html += Markup('<a href="{}">{}</a>').format(mark["attrs"]["href"], words)
        else:
            html += Markup("<{0}>{1}</{0}>").format(_EMPHASIS[kind], words)
    return html


def _mark(node: Node, kind: str) -> Node | None:
    return next((mark for mark in node.get("marks", []) if mark["type"] == kind), None)


def to_mail_text(document: Document, pictures: Pictures, links: list[str]) -> str:
    """Written from the document, not stripped from its HTML: a blank line between paragraphs, lines of 72 characters.

    Only a longer word makes a longer line. An address is added to `links` unless it is there, and its number
    follows the words that carried it: [1] is `links[0]`.
    """
    paragraphs = (
        "\n".join(
            _figure_lines(block["attrs"], pictures, links) if block["type"] == "figure" else _lines(block, WIDTH, links)
        )
        for block in blocks(document)
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _figure_lines(figure: Node, pictures: Pictures, links: list[str]) -> Iterator[str]:
    credit = _words(figures.credit(figure, pictures), links)
    shows = f"[{pictures.said(figure['alt'])}]" if figure["alt"] else ""
    for line in (shows, figure["caption"], credit):
        yield from _wrapped(line, WIDTH)


def _lines(node: Node, width: int, links: list[str]) -> Iterator[str]:
    kind, content = node["type"], node.get("content", [])
    if kind in ("paragraph", "heading"):
        lines = [line for said in _words(content, links).split("\n") for line in _wrapped(said, width)]
        yield from lines
        if kind == "heading" and lines:
            # As plaintext.heading does it.
            yield "-" * max(map(len, lines))
    elif kind == "horizontalRule":
        yield "* * *"
    elif indent := _INDENTS.get(kind):
        for position, child in enumerate(content):
            yield from [indent.rstrip()] if position else []
            yield from ((indent + line).rstrip() for line in _lines(child, width - len(indent), links))
    else:
        first = node.get("attrs", {}).get("start", 1)
        for number, item in enumerate(content, first):
            yield from _item("– " if kind == "bulletList" else f"{number}. ", item, width, links)


# An issue is composed at every step of its building, and nearly all of its paragraphs were there before.
@lru_cache(maxsize=2048)
def _wrapped(line: str, width: int) -> tuple[str, ...]:
    return tuple(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))


def _item(sign: str, item: Node, width: int, links: list[str]) -> Iterator[str]:
    lines = [line for child in item["content"] for line in _lines(child, width - len(sign), links)]
    for position, line in enumerate(lines or [""]):
        yield (sign if position == 0 else " " * len(sign)) + line if line or position == 0 else ""


def _words(content: list[Node], links: list[str]) -> str:
    words = ""
    for mark, run in groupby(content, lambda node: _mark(node, "link")):
        said = "".join("\n" if node["type"] == "hardBreak" else node["text"] for node in run)
        words += said
        if mark and (href := mark["attrs"]["href"]) not in (said, f"mailto:{said}"):
            if href not in links:
                links.append(href)
            # No-break, so that the number stays with its words.
            words += f"\N{NO-BREAK SPACE}[{links.index(href) + 1}]"
    return words
