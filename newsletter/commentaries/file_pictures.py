"""The pictures in a file, developed but not yet kept: what becomes of the file decides that."""

import base64
import binascii
import io
from collections.abc import Callable
from typing import IO

from newsletter.commentaries.characters import clean_text
from newsletter.commentaries.developing import (
    MAX_BYTES,
    Developed,
    HeicPhoto,
    NotAPhoto,
    PhotoTooLarge,
    TooManyPixels,
    develop,
)
from newsletter.commentaries.document import Node
from newsletter.commentaries.markup_reading import no_picture
from newsletter.commentaries.refusals import N_
from newsletter.commentaries.schema import FIGURE_WORDS

MAX_PICTURES = 20
_MAX_TRIED = 3 * MAX_PICTURES
_TOO_MANY = N_("Pictures after the twentieth: add them to the commentary one by one")
_NO_PHOTO = N_("Pictures that are no JPEG, PNG, WebP or GIF, such as EMF and WMF: save them as PNG and add them")
_TOO_LARGE = N_("Pictures of more than 20 MB or 50 megapixels: save smaller copies and add them")


class FilePictures:
    """Of one file. `developed` has the photos by their digests."""

    def __init__(self) -> None:
        self.developed: dict[str, Developed] = {}
        self.taken = 0
        self.tried = 0

    def take(self, opened: Callable[[], IO[bytes]], alt: str) -> Node | str:
        """A figure, or a msgid that says why there is none. Unpacks MAX_BYTES + 1 at the most. Raises TooManyAtOnce."""
        if self.taken == MAX_PICTURES or self.tried == _MAX_TRIED:
            return _TOO_MANY
        self.tried += 1
        try:
            with opened() as file:
                developed = develop(file.read(MAX_BYTES + 1))
        except (NotAPhoto, HeicPhoto):
            return _NO_PHOTO
        except (PhotoTooLarge, TooManyPixels):
            return _TOO_LARGE
        self.taken += 1
        self.developed[developed.digest] = developed
        return _figure(developed, alt)

    def in_page(self, attrib: dict[str, str]) -> Node | str:
        """For an <img> whose picture is in its address."""
        head, _, content = attrib.get("src", "").partition(";base64,")
        if not head.startswith("data:image/"):
            return no_picture(attrib)
        try:
            data = base64.b64decode(content)
        except (binascii.Error, ValueError):
            return _NO_PHOTO
        return self.take(lambda: io.BytesIO(data), attrib.get("alt", ""))


def _figure(developed: Developed, alt: str) -> Node:
    words = dict.fromkeys(FIGURE_WORDS, "") | {"alt": " ".join(clean_text(alt).split())[: FIGURE_WORDS["alt"]]}
    facts = {"photo": developed.digest, "width": developed.width, "height": developed.height}
    return {"type": "figure", "attrs": facts | words}
