"""`housestyle check`: the same findings for files, a JSON object a line."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from newsletter import create_app
from newsletter.housestyle import spelling
from newsletter.languages import Language
from tests.commentaries.word import docx, written
from tests.needs import missing


def check(app: Flask, *words: str | Path, language: str = "be") -> Result:
    return app.test_cli_runner().invoke(args=["housestyle", "check", "--language", language, *map(str, words)])


def findings(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_finding_has_its_place_in_the_file(app: Flask, tmp_path: Path) -> None:
    text = "Загаловак\r\n\r\nПра iншых ды\r\nпра Лукашенку.\r\n"
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    done = check(app, tmp_path / "a.txt")
    assert done.exit_code == 1
    mixed, avoided = findings(done)
    assert mixed | {"message": ""} == {
        "file": str(tmp_path / "a.txt"),
        "rule": "mixed-script",
        "severity": "block",
        "offset": text.index("iншых"),
        "text": "iншых",
        "suggestion": "іншых",
        "message": "",
    }
    assert "%(" not in mixed["message"]
    assert (avoided["severity"], avoided["suggestion"]) == ("warn", "Лукашэнку")
    assert text[avoided["offset"] :].startswith("Лукашенку")


def test_what_only_warns_or_can_be_repaired_is_no_failure(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('# Пра Менск\n\nЁн сказаў: "так".\n')
    done = check(app, tmp_path / "a.md")
    assert done.exit_code == 0, done.output
    assert {finding["severity"] for finding in findings(done)} == {"warn", "repair"}


def test_markdown_s_own_signs_and_its_code_are_no_words(app: Flask, tmp_path: Path) -> None:
    text = "# Загаловак\n\n- першы\n  * другі\n> 1. цытата\n\n---\n```\niншых\n```\n- пра `iншых` ды iншых\n"
    (tmp_path / "a.md").write_text(text)
    [finding] = findings(check(app, tmp_path / "a.md"))
    assert finding["offset"] == text.rindex("iншых")


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_in_a_page_or_a_word_file_the_place_is_that_in_its_text(app: Flask, tmp_path: Path, kind: str) -> None:
    title, first, second = "Загаловак артыкула", "Першы абзац пра новы мост ды дарогу да яго.", "Другі абзац пра iншых."
    file = tmp_path / f"a.{kind}"
    if kind == "html":
        file.write_text(f"<h1>{title}</h1><p>{first}</p><p>{second}</p>")
    else:
        file.write_bytes(docx(written(title, "Heading1") + written(first) + written(second)))
    [finding] = findings(check(app, file))
    assert finding["text"] == "iншых"
    assert "\n\n".join([title, first, second])[finding["offset"] :].startswith("iншых")


def test_a_file_that_can_not_be_read_is_told_and_the_others_are_checked(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\x00\x00")
    (tmp_path / "a.pdf").write_text("x")
    (tmp_path / "b.txt").write_text("каля Менску")
    done = check(app, *(tmp_path / name for name in ("gone.txt", "picture.txt", "a.pdf", "b.txt")), tmp_path)
    assert done.exit_code == 1
    assert [finding["text"] for finding in findings(done)] == ["Менску"]
    said = done.stderr.splitlines()
    assert [line.partition(": ")[0] for line in said] == [
        str(tmp_path / "gone.txt"), str(tmp_path / "picture.txt"), str(tmp_path / "a.pdf"), str(tmp_path),
    ]  # fmt: skip
    assert all("Traceback" not in line and not line.endswith(": .") for line in said)


def test_the_dictionary_is_asked_only_if_wanted(app: Flask, tmp_path: Path) -> None:
    if not spelling.available(Language.BE):
        missing(f"no dictionary: apt-get install {spelling.PACKAGES[Language.BE]}")
    (tmp_path / "a.txt").write_text("Дзяржаўны сьнег")
    assert findings(check(app, tmp_path / "a.txt")) == []
    done = check(app, tmp_path / "a.txt", "--spelling")
    assert [(finding["rule"], finding["text"]) for finding in findings(done)] == [("spelling", "сьнег")]
    assert done.exit_code == 0


def test_it_works_where_there_is_no_database_and_makes_none(tmp_path: Path) -> None:
    """Without keys either."""
    app = create_app({"DATA": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/none.db", "KEYS": tmp_path / "keys"})
    (tmp_path / "a.txt").write_text("Пра iншых ды Лукашенку")
    done = check(app, tmp_path / "a.txt")
    assert [finding["text"] for finding in findings(done)] == ["iншых"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]
