"""A photo as we keep it: decoded with care, upright, in sRGB, stripped of all that the camera added, in our widths."""

import hashlib
import io
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from newsletter.commentaries.figures import WIDTHS, files
from newsletter.commentaries.refusals import N_, Refusal

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
_LONGEST = 65_535
"""Pixels of a side, as in any JPEG. Pillow keeps every row apart: a strip of 40 million rows takes 700 MB."""
_TALLEST = 2
"""Times as high as it is wide; beyond that a photo becomes narrower."""
_ENOUGH = _TALLEST * WIDTHS[-1]
"""Pixels of either side, beyond which nothing is worked on."""
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_LARGEST_PROFILE = 1_000_000
_PATIENCE = 20
"""Seconds."""

_darkroom = threading.Lock()
"""One at a time: 50 megapixels take 300 to 750 MB while they are read, and most photos half a second."""


class UnusablePhoto(Refusal):
    pass


class PhotoTooLarge(UnusablePhoto):
    message = N_("The photo is larger than %(limit)s MB: save a smaller copy and try again.")


class TooManyPixels(UnusablePhoto):
    message = N_("The photo has more than %(limit)s megapixels: save a smaller copy and try again.")


class HeicPhoto(UnusablePhoto):
    message = N_("This is a HEIC picture, as phones make them: save the photo as JPEG and try again.")


class NotAPhoto(UnusablePhoto):
    message = N_("This is not a whole JPEG, PNG, WebP or GIF picture: save the photo as JPEG and try again.")


class TooManyAtOnce(UnusablePhoto):
    message = N_("Many photos are coming in at the moment: try again in a minute.")


@dataclass(frozen=True)
class Developed:
    """`digest` names it: the same photo comes out as the same bytes. Width and height are those of its largest file."""

    digest: str
    width: int
    height: int
    files: Mapping[int, bytes]
    """By width, as far as the photo is that wide: see figures.files."""


def develop(data: bytes) -> Developed:
    """Raises UnusablePhoto. Takes up to a second, and may wait for its turn."""
    if len(data) > MAX_BYTES:
        raise PhotoTooLarge(limit=MAX_BYTES // 1_000_000)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise HeicPhoto
    with _turn():
        picture = _decoded(data)
    picture.thumbnail((WIDTHS[-1], WIDTHS[-1] * _TALLEST))
    made = {name: _encoded(_narrowed(picture, pixels)) for name, pixels in files(picture.width)}
    digest = hashlib.sha256(made[max(made)]).hexdigest()
    return Developed(digest, picture.width, picture.height, made)


@contextmanager
def _turn() -> Iterator[None]:
    if not _darkroom.acquire(timeout=_PATIENCE):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _darkroom.release()


def _decoded(data: bytes) -> Image.Image:
    """The first frame. How large it would be is known from its header, before it is decoded."""
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        if max(image.size) > _LONGEST:
            raise NotAPhoto
        if image.width * image.height <= MAX_PIXELS:
            # A large JPEG is decoded at a half or a quarter, which takes as much less of the memory.
            image.draft(None, (WIDTHS[-1], WIDTHS[-1]))
            image.load()
            return _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pass
    except Exception as error:
        # A damaged file makes the decoders raise nearly anything.
        raise NotAPhoto from error
    raise TooManyPixels(limit=MAX_PIXELS // 1_000_000)


def _plain(image: Image.Image) -> Image.Image:
    """Small enough to work on, upright, in sRGB, on white where it was transparent, with nothing written beside it."""
    profile = image.info.get("icc_profile", b"")
    small = _in_usual_colours(image)
    small.thumbnail((_ENOUGH, _ENOUGH))
    upright = ImageOps.exif_transpose(small)
    if upright.mode == "RGBA":
        plain = Image.new("RGB", upright.size, "white")
        plain.paste(upright, mask=upright)
    else:
        plain = upright
    plain = _in_srgb(plain, profile)
    plain.info = {}
    return plain


def _in_usual_colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # Sixteen bits of grey, of which Pillow would keep the lower eight.
        return image.point(lambda grey: grey / 256).convert("L")
    if image.mode in ("RGBA", "L", "CMYK") or (image.mode == "RGB" and not image.has_transparency_data):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    if 0 < len(profile) <= _LARGEST_PROFILE:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # The profile is damaged, or that of another kind of picture.
        if converted:
            return converted
    return image.convert("RGB")


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    return picture.resize((width, round(picture.height * width / picture.width) or 1), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=_QUALITY, progressive=True, optimize=True)
    return file.getvalue()
