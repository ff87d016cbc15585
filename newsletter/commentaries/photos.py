"""Photos as we keep them: decoded with care, turned upright, stripped of all that the camera added, re-encoded."""

import hashlib
import io
import os
import secrets
from pathlib import Path

import sqlalchemy as sa
from flask import current_app
from PIL import Image, ImageOps

from newsletter.commentaries.models import Photo
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db, upsert

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
_LONGEST = 65_535
"""Pixels of a side, as in any JPEG. Pillow keeps every row apart: a strip of 40 million rows takes 700 MB."""
WIDTHS = (1200, 640)
"""Pixels at the most, the larger first: a smaller photo is not blown up."""
_TALLEST = 2
"""Times as high as it is wide; beyond that a photo becomes narrower."""
_ENOUGH = 2 * WIDTHS[0]
"""Pixels of either side that a JPEG is decoded at, at the least: a large one then takes a quarter of the memory."""
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class UnusablePhoto(Refusal):
    pass


class PhotoTooLarge(UnusablePhoto):
    message = N_("The photo is larger than %(limit)s MB: save a smaller copy and try again.")


class TooManyPixels(UnusablePhoto):
    message = N_("The photo has more than %(limit)s megapixels: save a smaller copy and try again.")


class NotAPhoto(UnusablePhoto):
    message = N_("This is not a whole JPEG, PNG, WebP or GIF picture: save the photo as JPEG and try again.")


def store(data: bytes) -> Photo:
    """Keep a photo in every width; one that we have already is that one again. Raises UnusablePhoto."""
    sizes = _shrunk(_decoded(data))
    files = {width: _encoded(image) for width, image in sizes.items()}
    largest = WIDTHS[0]
    digest = hashlib.sha256(files[largest]).hexdigest()
    for width, content in files.items():
        _write(path_of(digest, width), content)
    facts = {"digest": digest, "width": sizes[largest].width, "height": sizes[largest].height}
    upsert(Photo, [facts], key=["digest"])
    return db.session.scalars(sa.select(Photo).where(Photo.digest == digest)).one()


def path_of(digest: str, width: int) -> Path:
    return Path(current_app.config["DATA"]) / "photos" / f"{digest}-{width}.jpg"


def _decoded(data: bytes) -> Image.Image:
    """The first frame, upright, in RGB. How large it would be is known from its header, before it is decoded."""
    if len(data) > MAX_BYTES:
        raise PhotoTooLarge(limit=MAX_BYTES // 1_000_000)
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        if max(image.size) > _LONGEST:
            raise NotAPhoto
        if image.width * image.height <= MAX_PIXELS:
            image.draft(None, (_ENOUGH, _ENOUGH))
            image.load()
            ImageOps.exif_transpose(image, in_place=True)
            return _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    except Exception as error:
        # A damaged file makes the decoders raise nearly anything.
        raise NotAPhoto from error
    raise TooManyPixels(limit=MAX_PIXELS // 1_000_000)


def _plain(image: Image.Image) -> Image.Image:
    """On white where it was transparent, and without the metadata that Pillow would write back."""
    if image.has_transparency_data:
        over = image.convert("RGBA")
        plain = Image.new("RGB", over.size, "white")
        plain.paste(over, mask=over)
    else:
        plain = image if image.mode == "RGB" else image.convert("RGB")
    plain.info = {}
    return plain


def _shrunk(picture: Image.Image) -> dict[int, Image.Image]:
    """Each width from the one before, in place: a copy of the whole picture may take 150 MB."""
    sizes = {}
    for width in WIDTHS:
        picture.thumbnail((width, width * _TALLEST))
        sizes[width] = picture.copy()
    return sizes


def _encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, progressive=True, optimize=True)
    return file.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, even if the machine stops half way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{secrets.token_hex(8)}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
