"""The term base as a CSV file, there and back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.commentaries.unreadable import NotText, UnknownEncoding
from newsletter.commentaries.writing import one_line
from newsletter.terms import sheet
from newsletter.terms.matching import TermForms

HEAD = "en,be,ru,avoid_en,avoid_be,avoid_ru,note\n"

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";"), max_size=30).map(one_line)


def read_back(term: TermForms) -> TermForms:
    [row] = sheet.read(sheet.text_of(sheet.written([term]).encode()))
    assert not row.has_more
    return sheet.with_cells(row.cells, None)


@given(CELLS.filter(bool), st.lists(CELLS.filter(lambda form: bool(form.strip())), unique=True, max_size=3), CELLS)
def test_whatever_is_exported_comes_back_the_same(form: str, avoided: list[str], note: str) -> None:
    term = sheet.tidy(0, {"en": "x", "be": form}, {"be": [one.strip() for one in avoided]}, note)
    back = read_back(term)
    assert (back.forms, back.avoid, back.note) == (term.forms, term.avoid, term.note)


@pytest.mark.parametrize("note", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''-x"])
def test_no_cell_is_a_formula_to_a_spreadsheet(note: str) -> None:
    term = TermForms(1, {"en": "Minsk"}, {}, note)
    rows = list(csv.reader(io.StringIO(sheet.written([term]))))
    assert rows[1][-1] == f"'{note}"
    assert read_back(term).note == note


def test_a_file_of_excel_with_semicolons_or_tabs_is_read_too() -> None:
    for data in (
        b"\xef\xbb\xbfbe;note\r\n\xd0\x9c\xd1\x96\xd0\xbd\xd1\x81\xd0\xba;town\r\n",
        "be\tnote\r\nМінск\ttown\r\n".encode("utf-16"),
    ):
        [row] = sheet.read(sheet.text_of(data))
        assert row.cells == {"be": "Мінск", "note": "town"}


def test_rows_know_the_line_on_which_they_begin() -> None:
    rows = sheet.read(f'{HEAD}Minsk,,,,,,"two\r\nlines"\n\n,,,,,,\nBrest\n')
    assert [(row.line, row.cells["en"]) for row in rows] == [(2, "Minsk"), (6, "Brest")]
    assert rows[0].cells["note"] == "two lines"


def test_a_column_that_the_file_lacks_leaves_its_field_and_an_empty_cell_empties_it() -> None:
    before = TermForms(7, {"en": "Minsk", "be": "Мінск|"}, {"be": ["Менск-"]}, "a town")
    [row] = sheet.read("en,avoid_be\nMinsk,\n")
    after = sheet.with_cells(row.cells, before)
    assert (after.id, after.forms, after.avoid, after.note) == (7, before.forms, {}, "a town")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", sheet.UnknownColumns),
        ("note,avoid_en\n", sheet.UnknownColumns),
        ("en,en\n", sheet.UnknownColumns),
        ("en,de\nMinsk,Minsk\n", sheet.UnknownColumns),
        ("," * 100_000, sheet.UnknownColumns),
        ('en\n"Minsk\n', sheet.NotCsv),
        ("en\n" + "x" * 140_000, sheet.NotCsv),
        ("en\n" + "x\n" * (sheet.MAX_ROWS + 1), sheet.TooManyRows),
    ],
)
def test_what_is_no_sheet_of_terms_is_refused_whole(text: str, refusal: type[sheet.BadSheet]) -> None:
    with pytest.raises(refusal):
        sheet.read(text)


def test_a_file_that_is_too_large_or_no_text_is_not_even_read() -> None:
    with pytest.raises(sheet.SheetTooLarge):
        sheet.text_of(b"en\n" + b"x" * sheet.MAX_BYTES)
    with pytest.raises(sheet.SheetTooLarge):
        sheet.text_of(("en\n" + "ж" * (sheet.MAX_BYTES // 2 - 1)).encode("utf-16"))
    with pytest.raises(NotText):
        sheet.text_of(b"PK\x03\x04\x00\x00")
    with pytest.raises(UnknownEncoding):
        sheet.text_of(b"en\n\xff\xd8")
