"""What becomes of a photo, and which files never become one."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageCms

from newsletter.commentaries import developing, photos
from newsletter.commentaries.figures import WIDTHS, files
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.pictures import SVG, picture
from tests.conftest import SignIn

GPS, ORIENTATION, ARTIST = 0x8825, 0x0112, 0x013B


def kept(photo: Photo, width: int = 0) -> Image.Image:
    """A file of it, by its name in WIDTHS, or else the largest."""
    names = [name for name, _ in files(photo.width)]
    return Image.open(io.BytesIO(photos.path_of(photo.digest, width or names[-1]).read_bytes()))


def folder(app: Flask) -> list[str]:
    return sorted(path.name for path in (Path(app.config["DATA"]) / "photos").glob("*"))


def test_a_photo_is_kept_in_three_widths(app: Flask) -> None:
    photo = photos.store(picture(size=(4000, 2000)))
    assert kept(photo, 1920).size == (photo.width, photo.height) == (1920, 960)
    assert kept(photo, 1200).size == (1200, 600)
    assert kept(photo, 640).size == (640, 320)
    assert (kept(photo).format, kept(photo).info["progressive"]) == ("JPEG", 1)


def test_a_small_photo_is_not_blown_up(app: Flask) -> None:
    photo = photos.store(picture(size=(300, 200)))
    assert (photo.width, photo.height) == kept(photo, 1200).size == kept(photo, 640).size == (300, 200)
    assert not photos.path_of(photo.digest, 1920).exists()


def test_a_tall_photo_is_narrowed_to_twice_its_width(app: Flask) -> None:
    photo = photos.store(picture(size=(1000, 40_000)))
    assert kept(photo).size == (photo.width, photo.height) == (96, 3840)


def test_a_photo_that_we_have_is_that_one_again(app: Flask) -> None:
    assert photos.store(picture()) is photos.store(picture())


def test_nothing_of_what_the_camera_wrote_is_left(app: Flask) -> None:
    exif = Image.Exif()
    exif[ARTIST] = "Alena Verasen"
    exif.get_ifd(GPS).update({1: "N", 2: (53.0, 54.0, 8.0)})
    data = picture(exif=exif, comment="shot from the third floor", xmp=b"<x:xmpmeta>camera 4711</x:xmpmeta>")
    assert b"Alena" in data
    assert b"4711" in data
    photo = photos.store(data)
    assert photo.width == 1600
    for width in WIDTHS:
        content = photos.path_of(photo.digest, width).read_bytes()
        assert not kept(photo, width).getexif()
        for trace in (b"Exif", b"Alena", b"third floor", b"4711", b"ICC_PROFILE"):
            assert trace not in content


def with_profile(profile: bytes) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (50, 50), "red").save(file, "PNG", icc_profile=profile)
    return file.getvalue()


def test_colours_are_those_that_the_profile_means(app: Flask) -> None:
    """By this one, which has the names of red and green changed over, what is called red is green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    changed = srgb.replace(b"rXYZ", b"xXYZ").replace(b"gXYZ", b"rXYZ").replace(b"xXYZ", b"gXYZ")
    red, green, blue = kept(photos.store(with_profile(changed))).tobytes()[:3]
    assert green > 240 > 20 > max(red, blue)


@pytest.mark.parametrize("profile", [b"damaged", bytes(1_000_001)], ids=["damaged", "a megabyte"])
def test_a_useless_profile_is_passed_over(app: Flask, profile: bytes) -> None:
    red, green, blue = kept(photos.store(with_profile(profile))).tobytes()[:3]
    assert red > 240 > 20 > max(green, blue)


def test_sixteen_bits_of_grey_stay_grey(app: Flask) -> None:
    file = io.BytesIO()
    Image.new("I;16", (50, 50), 40_000).save(file, "PNG")
    assert kept(photos.store(file.getvalue())).getpixel((9, 9)) == (156, 156, 156)


def test_a_photo_taken_on_its_side_is_turned_upright(app: Flask) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    assert kept(photos.store(picture(size=(900, 600), exif=exif))).size == (600, 900)


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("WEBP", "RGBA"), ("GIF", "P"), ("JPEG", "CMYK")]
)
def test_every_usual_picture_becomes_a_jpeg(app: Flask, kind: str, mode: str) -> None:
    assert kept(photos.store(picture(kind, (700, 400), mode))).mode == "RGB"


def test_what_is_transparent_turns_white(app: Flask) -> None:
    file = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(file, "PNG")
    assert kept(photos.store(file.getvalue())).getpixel((25, 25)) == (255, 255, 255)


def test_only_the_first_frame_of_an_animation_is_kept(app: Flask) -> None:
    first, second = Image.new("RGB", (60, 60), "white"), Image.new("RGB", (60, 60), "black")
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=[second], duration=100)
    assert kept(photos.store(file.getvalue())).getpixel((30, 30)) == (255, 255, 255)


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(png_that_claims(7100, 7100), "megapixels", id="just over 50 megapixels"),
        pytest.param(png_that_claims(10_000, 10_000), "megapixels", id="100 megapixels"),
        pytest.param(png_that_claims(60_000, 60_000), "megapixels", id="a bomb"),
        pytest.param(bytes(20_000_001), "larger than 20 MB", id="too many bytes"),
        pytest.param(SVG, "not a whole", id="SVG"),
        pytest.param(b"", "not a whole", id="empty"),
        pytest.param(b"GIF89a<script>alert(1)</script>", "not a whole", id="a script that begins like a GIF"),
        pytest.param(b"%PDF-1.7\n" + picture(size=(40, 40)), "not a whole", id="a PDF with a JPEG in it"),
        pytest.param(picture()[:2000], "not a whole", id="JPEG cut off"),
        pytest.param(picture("PNG")[:-200], "not a whole", id="PNG cut off"),
        pytest.param(picture("TIFF", (40, 40)), "not a whole", id="TIFF"),
        pytest.param(picture("AVIF", (40, 40)), "not a whole", id="AVIF"),
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400), "HEIC", id="HEIC, as phones make it"),
        pytest.param(png_that_claims(0, 10), "not a whole", id="no pixels"),
    ],
)
def test_what_is_no_usable_photo_is_refused_with_a_sentence(app: Flask, data: bytes, sentence: str) -> None:
    before = folder(app)
    with pytest.raises(photos.UnusablePhoto, match=sentence):
        photos.store(data)
    assert folder(app) == before


def test_a_strip_longer_than_any_jpeg_is_refused_before_it_fills_the_memory(app: Flask) -> None:
    with pytest.raises(developing.NotAPhoto):
        photos.store(picture("PNG", (1, 70_000)))


def test_a_script_behind_a_photo_does_not_come_along(app: Flask) -> None:
    photo = photos.store(picture() + b"<script>alert(1)</script><?php evil() ?>")
    content = photos.path_of(photo.digest, 1920).read_bytes()
    assert b"script" not in content
    assert b"php" not in content


def test_a_photo_is_served_to_anybody_for_good(client: FlaskClient) -> None:
    photo = photos.store(picture())
    answer = client.get(f"/photos/{photo.digest}-640.jpg", buffered=True)
    assert answer.data == photos.path_of(photo.digest, 640).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        f"{'0' * 64}-640.jpg",
        f"{'z' * 64}-640.jpg",
        f"{'.' * 64}-640.jpg",
        "../test.db",
        "%2e%2e/test.db",
        f"{'../' * 21}a-640.jpg",
        f"{'%2e%2e%2f' * 21}a-640.jpg",
    ],
)
def test_an_address_leads_to_nothing_but_photos(client: FlaskClient, path: str) -> None:
    assert client.get(f"/photos/{path}").status_code == 404


def test_only_our_own_widths_are_served(client: FlaskClient) -> None:
    assert client.get(f"/photos/{photos.store(picture()).digest}-1201.jpg").status_code == 404


def facts(**changes: Any) -> dict[str, Any]:
    return {"section": factories.section().id, "week": "2024-11-04", "verdict": "worsened"} | changes


def test_a_photo_comes_with_its_words(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    sign_in(Role.AUTHOR)
    words = {"alts-be": "Мост", "captions-be": "Мост праз Нёман", "credits-be": "Фота: Алена Верасень"}
    upload = (io.BytesIO(picture()), "bridge.jpg")
    page = client.post(f"/desk/commentaries/{commentary.id}", data=facts(photo=upload, **words), follow_redirects=True)
    photo = db.session.scalars(sa.select(Photo)).one()
    assert commentary.photo is photo
    assert (commentary.alts, commentary.credits) == ({"be": "Мост"}, {"be": "Фота: Алена Верасень"})
    assert f"/photos/{photo.digest}-640.jpg" in page.text
    assert "Мост праз Нёман" in page.text


def test_a_refused_photo_is_said_at_its_field_and_changes_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    db.session.commit()
    sign_in(Role.AUTHOR)
    upload = (io.BytesIO(SVG), "drawing.svg")
    answer = client.post(f"/desk/commentaries/{commentary.id}", data=facts(photo=upload))
    assert answer.status_code == 422
    assert "save the photo as JPEG" in answer.text
    db.session.rollback()
    assert commentary.verdict == "improved"


def test_a_photo_can_be_taken_away(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary(photo=photos.store(picture()))
    sign_in(Role.AUTHOR)
    client.post(f"/desk/commentaries/{commentary.id}", data=facts(without_photo="y"))
    assert commentary.photo is None
