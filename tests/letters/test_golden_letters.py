"""Letters compared byte by byte with the files under tests/golden, which `python -m tests.golden` rewrites."""

from tests.golden import FOLDER, golden_files


def test_every_letter_is_as_its_golden_file() -> None:
    changed = [name for name, content in golden_files() if (FOLDER / name).read_bytes() != content]
    assert changed == []


def test_every_golden_file_belongs_to_a_letter() -> None:
    kept = {file.name for file in FOLDER.iterdir() if file.suffix in {".html", ".txt", ".eml"}}
    assert kept == {name for name, _ in golden_files()}
