"""A picture in a text: its files, and its HTML on a page and in a letter."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from newsletter.commentaries.document import Node

MAIL_WIDTH = 1200
WIDTHS = (640, MAIL_WIDTH, 1920)
"""Pixels of a photo's files, at the most: for phones; for letters and columns of up to 600 CSS pixels on fine screens;
and for the widest that a page shows, 880 CSS pixels, on these. A smaller photo isn't blown up."""
_LETTER_COLUMN = 512
_PAGE_COLUMN = "(width >= 44rem) 40.5rem, 92vw"


@dataclass(frozen=True)
class Pictures:
    """Where the photos of a text are to be had, and how its language says whose they are."""

    url: Callable[[str, int], str]
    """The address of a photo's file, by its digest and one of WIDTHS."""
    photo: str
    """`Photo: %(credit)s`, in the language of the text."""

    def said(self, words: str) -> str:
        return self.photo % {"credit": words}

    def srcset(self, digest: str, width: int) -> str:
        names = {pixels: name for name, pixels in files(width)}
        return ", ".join(f"{self.url(digest, name)} {pixels}w" for pixels, name in names.items())


def files(width: int) -> Iterator[tuple[int, int]]:
    """The files of a photo that is `width` pixels wide: the name of each, from WIDTHS, and its true width.

    The widest only where it has something to show, the others always.
    """
    for name in WIDTHS:
        if name <= MAIL_WIDTH or width > MAIL_WIDTH:
            yield name, min(name, width)


def on_page(figure: Node, pictures: Pictures) -> Markup:
    digest, width = figure["photo"], figure["width"]
    return Markup(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">'
    ).format(
        pictures.url(digest, MAIL_WIDTH),
        pictures.srcset(digest, width),
        _PAGE_COLUMN,
        width,
        figure["height"],
        figure["alt"],
    )


def in_letter(figure: Node, pictures: Pictures) -> Markup:
    """As wide as the column, if it is that wide: Outlook goes by the attribute, the others by the classes.

    Without its height: Yahoo would keep that on a phone, where the width shrinks.
    """
    width = min(figure["width"], _LETTER_COLUMN)
    return Markup('<img class="{}" src="{}" alt="{}" width="{}">').format(
        "photo" if width == _LETTER_COLUMN else "photo narrow",
        pictures.url(figure["photo"], MAIL_WIDTH),
        figure["alt"],
        width,
    )


def credit(figure: Node, pictures: Pictures) -> list[Node]:
    """`Photo: ` and who took it, a link where there is one, as the words of a paragraph; none without a credit."""
    if not figure["credit"]:
        return []
    mark = {"type": "link", "attrs": {"href": figure["credit_href"]}}
    name: Node = {"type": "text", "text": figure["credit"], "marks": [mark] if figure["credit_href"] else []}
    before, _, after = pictures.photo.partition("%(credit)s")
    words = ({"type": "text", "text": before}, name, {"type": "text", "text": after})
    return [node for node in words if node["text"]]
