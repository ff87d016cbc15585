"""Files that must be refused, or must do no harm, each with a sentence that says what to do."""

import contextlib
import io
import random
import time
import zipfile
from pathlib import Path

import pytest

from newsletter.commentaries import unreadable
from newsletter.commentaries.document import blocks, plain_text
from newsletter.commentaries.importing import read_commentary
from newsletter.commentaries.rendering import to_html
from newsletter.commentaries.unreadable import MAX_BYTES, UnreadableFile
from tests.commentaries.test_rendering import PICTURES
from tests.commentaries.word import ALWAYS, docx, written

RUSSIAN = "Кто платит за дорогу\n\n" + "Дорогу построили в срок, но счёт за неё до сих пор никто не видел. " * 5
BELARUSIAN = "Хто плаціць за дарогу\n\n" + "Дарогу пабудавалі ў тэрмін, але рахунку за яе ніхто дагэтуль не бачыў. " * 5


@pytest.mark.parametrize(
    ("data", "name", "error", "sentence"),
    [
        (b"", "a.txt", unreadable.EmptyFile, "choose the one"),
        (b" \n\t\n", "a.txt", unreadable.EmptyFile, "choose the one"),
        (b"\xef\xbb\xbf", "a.md", unreadable.EmptyFile, "choose the one"),
        (b"<p> <script>x</script>", "a.html", unreadable.EmptyFile, "choose the one"),
        (b"Title\n\ntext", "a.pdf", unreadable.UnknownExtension, ".txt, .md, .html and .docx"),
        (b"Title\n\ntext", "txt", unreadable.UnknownExtension, ".txt, .md, .html and .docx"),
        (b"Title\n\nte\0xt", "a.txt", unreadable.NotText, "something other than text"),
        (b"\x7fELF\x02\x01\x01\x00" * 20, "a.txt", unreadable.NotText, "something other than text"),
        (b"GIF89a\x01\x00\x01\x00", "a.html", unreadable.NotText, "something other than text"),
        (RUSSIAN.encode("utf-16-le"), "a.txt", unreadable.NotText, "something other than text"),
        (RUSSIAN.encode("koi8_r"), "a.txt", unreadable.UnknownEncoding, "save it again as UTF-8"),
        (RUSSIAN.encode("cp866"), "a.txt", unreadable.UnknownEncoding, "save it again as UTF-8"),
        (RUSSIAN.encode("mac_cyrillic"), "a.txt", unreadable.UnknownEncoding, "save it again as UTF-8"),
        ("Une journée à Minsk, déjà très loin".encode("cp1252"), "a.txt", unreadable.UnknownEncoding, "UTF-8"),
        (RUSSIAN.encode() + b"\xff", "a.txt", unreadable.UnknownEncoding, "save it again as UTF-8"),
        (RUSSIAN.encode("utf-16")[:-1], "a.txt", unreadable.UnknownEncoding, "save it again as UTF-8"),
        (b"word " * 200, "a.txt", unreadable.NoTitle, "line of its own above the text"),
        ("\n".join(f"line {n}" for n in range(300)).encode(), "a.txt", unreadable.TextOverLimits, "more than 200"),
        ("\n".join(f"line {n}" for n in range(9_000)).encode(), "a.txt", unreadable.TextOverLimits, "more than 200"),
        (b"<h1>Title</h1>" + b"word " * 250_000, "a.html", unreadable.TextOverLimits, "1 MB"),
        (b"Title\n" + b"word " * 60_000, "a.txt", unreadable.TextFileTooLong, "300000 characters"),
        (b"[" * 300_001, "a.md", unreadable.TextFileTooLong, "300000 characters"),
        (b"<p>a" * 200_000, "a.html", unreadable.PageTooLarge, "copy the text alone"),
        (b"&lt;" * 400_000, "a.html", unreadable.PageTooLarge, "copy the text alone"),
        (b"PK\x03\x04 and then nothing", "a.docx", unreadable.DamagedWordFile, "save it again as .docx"),
        (b"plain words", "a.docx", unreadable.DamagedWordFile, "save it again as .docx"),
        (docx("<w:p>")[:-40], "a.docx", unreadable.DamagedWordFile, "save it again as .docx"),
        (docx("<w:p>"), "a.docx", unreadable.DamagedWordFile, "save it again as .docx"),
        (docx("<w:p>" * 3_000 + "</w:p>" * 3_000), "a.docx", unreadable.DamagedWordFile, "save it again as .docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    data: bytes, name: str, error: type[UnreadableFile], sentence: str
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_commentary(data, name)
    assert type(refused.value) is error
    assert sentence in str(refused.value)


def test_a_file_of_50_mb_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "sparse.txt"
    with path.open("wb") as sparse:
        sparse.truncate(50_000_000)
    with path.open("rb") as sparse, pytest.raises(unreadable.FileTooLarge, match="20 MB"):
        read_commentary(sparse.read(MAX_BYTES + 1), path.name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("text", [RUSSIAN, BELARUSIAN])
def test_a_certain_encoding_is_read(text: str, encoding: str) -> None:
    found = read_commentary(text.encode(encoding), "a.txt")
    assert found.title == text.split("\n")[0]
    assert plain_text(found.document).split() == text.split("\n")[2].split()


def bomb() -> bytes:
    return docx("", **{"word/document.xml": b"<w:p>" + b" " * 40_000_000})


def test_a_word_document_that_unpacks_to_a_bomb_is_refused_unopened() -> None:
    data = bomb()
    assert len(data) < 100_000
    with pytest.raises(unreadable.WordFileTooLarge, match="16 MB"):
        read_commentary(data, "bomb.docx")


@pytest.mark.parametrize("name", ["word/document.XML", "word/media/photo.png", "words"])
@pytest.mark.parametrize("begins", ["", "\ufeff", " "])
def test_a_bomb_under_another_name_is_refused_too(name: str, begins: str) -> None:
    """A relationship, not its ending, makes a part the document."""
    rels = ALWAYS["_rels/.rels"].replace("word/document.xml", name)
    for encoding in ("utf-8", "utf-16-le"):
        part = f"{begins}<w:document>{' ' * 17_000_000}".encode(encoding)
        data = docx("", **{"_rels/.rels": rels.encode(), name: part})
        with pytest.raises(unreadable.WordFileTooLarge, match="16 MB"):
            read_commentary(data, "bomb.docx")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_word_document_that_is_packed_as_word_never_does_is_refused(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("word/document.xml", "x" * 1_000)
    with pytest.raises(unreadable.DamagedWordFile):
        read_commentary(packed.getvalue(), "odd.docx")


def test_a_word_document_that_understates_its_size_is_refused() -> None:
    data = bomb()
    stated = (40_000_005).to_bytes(4, "little")
    assert data.count(stated) == 2
    with pytest.raises(unreadable.DamagedWordFile):
        read_commentary(data.replace(stated, (1_000).to_bytes(4, "little")), "bomb.docx")


def test_entities_that_multiply_are_refused() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<!DOCTYPE d [<!ENTITY e0 "ha">{layers}]><w:document xmlns:w="x">&e9;</w:document>'
    with pytest.raises(unreadable.DamagedWordFile):
        read_commentary(docx("", **{"word/document.xml": xml.encode()}), "laughs.docx")


@pytest.mark.parametrize("tag", ["div", "ul><li", "blockquote", "b", "a href='//evil.example'", "table><tr><td", "nav"])
def test_ten_thousand_nested_tags_are_read_at_once(tag: str) -> None:
    page = "<h1>Depth</h1><p>Above.</p>" + f"<{tag}>" * 10_000 + "<p>At the bottom."
    begun = time.perf_counter()
    found = read_commentary(page.encode(), "deep.html")
    assert time.perf_counter() - begun < 60
    assert "At the bottom." in plain_text(found.document) or "At the bottom." in found.dropped


def test_deeply_nested_markdown_is_read() -> None:
    found = read_commentary(b"# Depth\n\nAbove.\n\n" + b">" * 10_000 + b" below", "deep.md")
    assert found.title == "Depth"


@pytest.mark.parametrize(
    "page",
    [
        "<h1>T</h1><p>a<script>steal()</script><img src=x onerror=steal()><svg onload=steal()><p>b",
        "<h1>T</h1><p>a <a href='javascript:steal()'>x</a> <a href=' JAVASCRIPT:steal()'>y</a>",
        "<h1>T</h1><p>a <a href='//evil.example/steal'>x</a> <a href='\\\\evil.example/steal'>y</a>",
        "<h1>T</h1><p>a<iframe srcdoc='<script>steal()</script>'></iframe><object data=steal></object>",
        "<h1>T</h1><p>a<style>@import url(//evil.example/steal)</style><base href=//evil.example/steal>",
        "<h1>T</h1><p>a<noscript><p title='</noscript><img src=x onerror=steal()>'></noscript>",
    ],
)
def test_nothing_that_acts_survives_a_hostile_page(page: str) -> None:
    html = to_html(read_commentary(page.encode(), "page.html").document, PICTURES)
    assert "<script" not in html
    assert "<a" not in html
    assert "<img" not in html
    assert "style" not in html
    assert "evil" not in html


def test_markup_written_as_words_stays_words() -> None:
    found = read_commentary(b"<script>alert(1)</script>\n\nA text with <img src=x onerror=alert(1)> in it", "a.txt")
    assert found.title == "<script>alert(1)</script>"
    assert "&lt;img src=x" in to_html(found.document, PICTURES)


def test_marks_that_turn_the_reading_direction_are_taken_out() -> None:
    text = (
        "The \u202etpirc\u202cs affair\n\n" + "A long enough text about \u2066it\u2069, with a mark\u200f or two in it"
    )
    found = read_commentary(text.encode(), "a.txt")
    assert found.title == "The tpircs affair"
    assert plain_text(found.document) == "A long enough text about it, with a mark or two in it"


def test_a_file_name_that_is_a_path_or_worse_only_lends_its_ending() -> None:
    assert read_commentary(b"Title\n\ntext", "../../etc/\u202epasswd\n.TXT").title == "Title"


def test_noise_is_refused_and_never_breaks_anything() -> None:
    noise = random.Random(7)
    for extension in (".txt", ".md", ".html", ".docx"):
        for length in (1, 10, 1_000, 100_000):
            with pytest.raises(UnreadableFile):
                read_commentary(b"\xff" + noise.randbytes(length), f"noise{extension}")


def test_a_word_document_with_a_broken_part_never_breaks_anything() -> None:
    whole = docx(written("Title", "Heading1") + written("Text."))
    noise = random.Random(11)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        xml = archive.read("word/document.xml")
    for _ in range(200):
        place = noise.randrange(len(xml))
        broken = docx("", **{"word/document.xml": xml[:place] + xml[place + noise.randrange(1, 30) :]})
        with contextlib.suppress(UnreadableFile):
            assert len(blocks(read_commentary(broken, "a.docx").document)) == 1
