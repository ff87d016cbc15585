"""Word documents: their structure, their pictures, and what would do harm."""

import pytest

from newsletter.commentaries.document import block_text, blocks
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.importing import Found, read_commentary
from tests.commentaries.word import docx, drawing, listed, png, table, written

TITLE = written("Пяць дзён цішыні", "Heading1")


def read(data: bytes) -> tuple[Found, FilePictures]:
    pictures = FilePictures()
    return read_commentary(data, "тэкст.docx", None, pictures), pictures


def lines(found: Found) -> list[str]:
    return [block_text(block) for block in blocks(found.document)]


def kinds(found: Found) -> list[str]:
    return [block["type"] for block in blocks(found.document)]


def test_lists_tables_and_notes_come_with_their_structure() -> None:
    note = '<w:p><w:r><w:t>Сказана</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    body = listed("а") + listed("б", 1) + listed("в") + written("Далей") + listed("раз", numbered=True)
    found, _ = read(docx(TITLE + note + body + table(("Год", "Мука"), ("2024", "няма"))))
    assert kinds(found) == ["paragraph", "bulletList", "paragraph", "orderedList", "bulletList", "orderedList"]
    assert lines(found) == ["Сказана[1]", "а\nб\nв", "Далей", "раз", "Год: 2024; Мука: няма", "A note."]
    assert [line.split(":")[0] for line in found.dropped] == ["Tables"]


def test_what_is_deleted_or_only_said_in_the_margin_stays_out() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>Новае</w:t></w:r></w:ins><w:del><w:r><w:delText>старое</w:delText></w:r></w:del>"
        '<w:commentRangeStart w:id="1"/><w:r><w:t> слова.</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    assert lines(read(docx(TITLE + body))[0]) == ["Новае слова."]


def test_links_lead_only_where_a_reader_may_be_sent() -> None:
    link = '<w:p><w:hyperlink r:id="l"><w:r><w:t>A link out of Word.</w:t></w:r></w:hyperlink></w:p>'
    found, _ = read(docx(TITLE + link))
    assert lines(found) == ["A link out of Word."]
    assert "javascript" not in str(found.document)


def test_pictures_stay_where_they_stood_with_what_they_show() -> None:
    body = TITLE + drawing(1, "Зала\nбез людзей") + written("Між") + drawing(2) + written("Пасля")
    found, pictures = read(docx(body, {"a.png": png(1), "b.png": png(2)}))
    assert kinds(found) == ["figure", "paragraph", "figure", "paragraph"]
    assert found.document["content"][0]["attrs"]["alt"] == "Зала без людзей"
    assert {block["attrs"]["photo"] for block in found.document["content"][::2]} == set(pictures.developed)
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("name", "picture", "reason"),
    [
        ("a.emf", b"\x01\0\0\0 drawing", "Pictures that are no JPEG"),
        ("a.png", b"\x89PNG no picture at all", "Pictures that are no JPEG"),
        ("a.png", png(1, (9_000, 9_000)), "Pictures of more than 20 MB or 50 megapixels"),
        ("a.png", bytes(60_000_000), "Pictures of more than 20 MB or 50 megapixels"),
    ],
)
def test_a_picture_that_cannot_be_kept_is_listed_with_the_reason(name: str, picture: bytes, reason: str) -> None:
    found, pictures = read(docx(TITLE + drawing(1) + written("Далей"), {name: picture}))
    assert lines(found) == ["Далей"]
    assert [line[: len(reason)] for line in found.dropped] == [reason]
    assert pictures.developed == {}


@pytest.mark.parametrize("by", ["link", "embed"])
def test_a_picture_that_is_elsewhere_is_never_fetched(by: str) -> None:
    found, _ = read(docx(TITLE + drawing("far", by=by) + written("Далей")))
    assert [line.split(":")[0] for line in found.dropped] == ["Pictures"]


def test_twenty_pictures_are_kept_and_the_others_listed() -> None:
    drawn = "".join(drawing(number) for number in range(1, 22))
    found, pictures = read(docx(TITLE + drawn + written("Далей"), {f"{n}.png": png(10 * n) for n in range(21)}))
    assert kinds(found).count("figure") == len(pictures.developed) == 20
    assert [line.split(":")[0] for line in found.dropped] == ["Pictures after the twentieth"]


def test_a_picture_in_a_list_or_a_table_follows_it() -> None:
    item = listed("пункт").replace("</w:p>", drawing(1).removeprefix("<w:p>"))
    cell = table(("А", "Б"), ("1", "2")).replace("2</w:t></w:r></w:p>", "2</w:t></w:r></w:p>" + drawing(2))
    found, _ = read(docx(TITLE + item + written("Між") + cell, {"a.png": png(1), "b.png": png(2)}))
    assert sorted(kinds(found)) == ["bulletList", "bulletList", "figure", "figure", "paragraph"]
    assert kinds(found)[:2] == ["bulletList", "figure"]
