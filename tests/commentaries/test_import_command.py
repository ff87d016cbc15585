"""`flask commentaries import`: whole files in, nothing of bad ones."""

import io
import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from newsletter.commentaries.document import block_text
from newsletter.commentaries.models import Provenance, TextState
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.issues.models import Issue
from newsletter.languages import Language
from tests.commentaries.importing import PAGE, Run, imported, rows
from tests.commentaries.word import docx, drawing, png, written


def test_a_page_becomes_a_commentary_in_the_issue_of_its_week(run: Run, page: Path) -> None:
    result = run(page, "--json")
    commentary = imported(result)
    text = commentary.texts[Language.EN]
    assert commentary.section
    assert (commentary.week.isoformat(), commentary.section.slug, commentary.verdict) == (
        "2024-11-04",
        "security",
        "improved",
    )
    assert (text.provenance, text.state, text.revision) == (Provenance.IMPORTED, TextState.DRAFT, 1)
    issue = db.session.scalars(sa.select(Issue)).one()
    assert [entry.commentary for entry in issue.entries] == [commentary]
    report = json.loads(result.output)
    assert (report["id"], report["issue"], report["title"]) == (commentary.id, issue.number, text.title)
    assert "photo" in report["missing"]


def test_the_report_says_what_is_left_to_do(run: Run, page: Path) -> None:
    output = run(page).output
    assert "Fewer patrols on the southern road" in output
    assert "left to fill in: " in output


def test_what_the_person_says_goes_before_what_is_found(run: Run, page: Path, tmp_path: Path) -> None:
    photo = tmp_path / "road.png"
    Image.new("RGB", (80, 50), "grey").save(photo)
    options = ["--title", "Another title", "--week", "2024-11-20", "--section", "ruling-elite", "--verdict", "worsened"]
    words = ["--byline", "Alena Verasen", "--credit", "Yan Lipen", "--alt", "A road", "--standfirst", "One line."]
    commentary = imported(run(page, *options, *words, "--photo", photo, "--approve", "--no-issue"))
    text = commentary.texts[Language.EN]
    assert (text.title, text.standfirst, text.slug) == ("Another title", "One line.", "another-title")
    assert text.is_approved
    assert commentary.week.isoformat() == "2024-11-18"
    assert commentary.section
    assert (commentary.section.slug, commentary.verdict) == ("ruling-elite", "worsened")
    assert (commentary.byline(Language.EN), commentary.alts) == ("Alena Verasen", {"en": "A road"})
    assert commentary.photo
    assert rows()["issue"] == 0


def test_a_language_is_believed_when_it_is_given(run: Run, page: Path) -> None:
    assert imported(run(page, "--language", "be")).original is Language.BE


def bad_files(folder: Path) -> dict[str, Path]:
    files = {name: folder / name for name in ("empty.txt", "binary.txt", "sparse.txt", "latin.txt", "untitled.txt")}
    files["empty.txt"].touch()
    files["binary.txt"].write_bytes(bytes(range(256)) * 40)
    with files["sparse.txt"].open("wb") as sparse:
        sparse.truncate(50_000_000)
    files["latin.txt"].write_bytes("Zażółć gęślą jaźń".encode("iso8859-2") * 30)
    files["untitled.txt"].write_text("A paragraph that goes on and on. " * 20, encoding="utf-8")
    return files | {"folder": folder, "nowhere.txt": folder / "nowhere.txt", "table.csv": _write(folder / "table.csv")}


def _write(path: Path) -> Path:
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "name", ["empty.txt", "binary.txt", "sparse.txt", "latin.txt", "untitled.txt", "folder", "nowhere.txt", "table.csv"]
)
def test_a_bad_file_gets_one_sentence_and_leaves_nothing_behind(run: Run, tmp_path: Path, name: str) -> None:
    before = rows()
    result = run(bad_files(tmp_path)[name])
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1, result.output
    assert result.output.strip().endswith(".")
    assert rows() == before


def test_a_title_given_over_its_limit_leaves_nothing_behind(run: Run, page: Path) -> None:
    before = rows()
    assert run(page, "--title", "a" * 201).exit_code == 1
    assert rows() == before


def test_a_text_that_cannot_be_approved_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    before = rows()
    path = tmp_path / "title.txt"
    path.write_text("Only a title\n", encoding="utf-8")
    result = run(path, "--approve")
    assert result.exit_code == 1
    assert rows() == before


def test_a_bad_photo_leaves_nothing_of_the_text_behind(run: Run, page: Path, tmp_path: Path) -> None:
    before = rows()
    drawing = tmp_path / "drawing.svg"
    drawing.write_text("<svg/>")
    result = run(page, "--photo", drawing)
    assert (result.exit_code, rows()) == (1, before)
    assert "save the photo as JPEG" in result.output


def test_good_files_stay_whatever_stands_beside_them(run: Run, page: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    result = run(empty, page, empty)
    assert result.exit_code == 1
    assert rows()["commentary"] == 1


def test_a_section_that_there_is_not_is_said_before_anything_is_read(run: Run, page: Path) -> None:
    result = run(page, "--section", "weather")
    assert result.exit_code == 1
    assert "ruling-elite" in result.output
    assert rows()["commentary"] == 0


def test_two_files_of_a_week_go_into_one_issue(run: Run, page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(PAGE.replace("southern", "northern"), encoding="utf-8")
    assert run(page, other).exit_code == 0
    assert (rows()["issue"], rows()["entry"]) == (1, 2)


def test_a_photo_of_a_text_is_without_its_metadata(run: Run, page: Path, tmp_path: Path, app: Flask) -> None:
    exif = Image.Exif()
    exif[0x013B] = "Alena Verasen"
    photo = tmp_path / "road.jpg"
    file = io.BytesIO()
    Image.new("RGB", (80, 50)).save(file, "JPEG", exif=exif)
    photo.write_bytes(file.getvalue())
    kept = imported(run(page, "--photo", photo)).photo
    assert kept
    content = (Path(app.config["DATA"]) / "photos" / f"{kept.digest}-640.jpg").read_bytes()
    assert b"Verasen" not in content


def test_the_pictures_of_a_word_file_stay_in_its_text(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mill.docx"
    body = written("A mill without water", "Heading1") + drawing(1, "The mill") + drawing(2) + written("It stands.")
    path.write_bytes(docx(body, {"mill.png": png(200), "chart.emf": b"no photo"}))
    result = run(path, "--json")
    figure, words = imported(result).texts[Language.EN].document["content"]
    photo = db.session.scalars(sa.select(Photo)).one()
    assert (figure["attrs"]["photo"], figure["attrs"]["alt"]) == (photo.digest, "The mill")
    assert block_text(words) == "It stands."
    assert "EMF" in json.loads(result.output)["dropped"][0]
    before = rows()
    assert json.loads(run(path, "--json").output)["again"]
    assert rows() == before
