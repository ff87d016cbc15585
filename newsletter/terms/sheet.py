"""The term base as a CSV file, UTF-8, with the columns that a spreadsheet shows: a row a term."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsletter.commentaries.decoding import decode
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.writing import one_line
from newsletter.languages import Language
from newsletter.terms.matching import BETWEEN_FORMS, TermForms, split

FORMS = tuple(str(language) for language in Language)
AVOIDED = tuple(f"avoid_{language}" for language in Language)
COLUMNS = (*FORMS, *AVOIDED, "note")

MAX_BYTES = 400_000
MAX_ROWS = 2_000
MAX_CELL = 2_000
"""Characters."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")


class BadSheet(Refusal):
    pass


class SheetTooLarge(BadSheet):
    message = N_("The file is larger than %(limit)s KB: split it.")


class TooManyRows(BadSheet):
    message = N_("The file has more than %(limit)s rows: split it.")


class UnknownColumns(BadSheet):
    message = N_("The first row must name the columns: %(columns)s, in any order, with at least one language.")


class NotCsv(BadSheet):
    message = N_("Line %(line)s is not CSV: a quotation mark is missing, or a field is longer than can be.")


@dataclass(frozen=True)
class Row:
    line: int
    """Of the file, counted from 1; the first of those that the row takes."""
    cells: dict[str, str]
    """By column, only those columns that the file has."""
    has_more: bool
    """More cells than columns."""


def written(terms: Iterable[TermForms]) -> str:
    """With a byte order mark, by which Excel knows UTF-8. A cell that a spreadsheet would take for a formula gets an
    apostrophe before it, which read() takes away.
    """
    sheet = io.StringIO("\ufeff")
    sheet.seek(0, io.SEEK_END)
    writer = csv.writer(sheet)
    writer.writerow(COLUMNS)
    for term in terms:
        writer.writerow(_neutralised(cell) for cell in _cells(term))
    return sheet.getvalue()


def _cells(term: TermForms) -> list[str]:
    forms = [term.forms.get(language, "") for language in Language]
    avoided = [f"{BETWEEN_FORMS} ".join(term.avoid.get(language, ())) for language in Language]
    return [*forms, *avoided, term.note]


def _neutralised(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def text_of(data: bytes) -> str:
    """What a file says. Raises SheetTooLarge, unreadable.NotText, UnknownEncoding."""
    text = decode(data) if len(data) <= MAX_BYTES else ""
    if len(data) > MAX_BYTES or len(text.encode()) > MAX_BYTES:
        raise SheetTooLarge(limit=MAX_BYTES // 1000)
    return text


def read(text: str) -> list[Row]:
    """Commas, semicolons or tabs between the cells. Raises BadSheet."""
    # As a form that brings the text back makes them too.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    columns: list[str] = []
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not columns:
                columns = _columns(cells)
            elif any(cell.strip() for cell in cells):
                rows.append(_row(line, columns, cells))
            if len(rows) > MAX_ROWS:
                raise TooManyRows(limit=MAX_ROWS)
    except csv.Error as error:
        raise NotCsv(line=before + 1) from error
    if not columns:
        raise UnknownColumns(columns=", ".join(COLUMNS))
    return rows


def _columns(cells: list[str]) -> list[str]:
    named = [cell.strip().lower() for cell in cells]
    while named and not named[-1]:
        named.pop()
    if len(set(named)) < len(named) or not set(named) <= set(COLUMNS) or not set(named) & set(FORMS):
        raise UnknownColumns(columns=", ".join(COLUMNS))
    return named


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    plain = [one_line(cell[1:] if _NEUTRALISED.match(cell) else cell)[:MAX_CELL] for cell in cells]
    return Row(line, dict(zip(columns, plain, strict=False)), any(plain[len(columns) :]))


def with_cells(cells: dict[str, str], before: TermForms | None) -> TermForms:
    """A term as a row has it; what the file has no column for stays as it was before."""
    forms = dict(before.forms) if before else {}
    avoid = {code: list(avoided) for code, avoided in before.avoid.items()} if before else {}
    for language in FORMS:
        if language in cells:
            forms[language] = cells[language]
        if (column := f"avoid_{language}") in cells:
            avoid[language] = split(cells[column])
    note = cells.get("note", before.note if before else "")
    return tidy(before.id if before else 0, forms, avoid, note)


def tidy(number: int, forms: dict[str, str], avoid: dict[str, list[str]], note: str) -> TermForms:
    """In the order of the languages, without empty ones, a form once."""
    return TermForms(
        number,
        {code: f"{BETWEEN_FORMS} ".join(split(forms[code])) for code in FORMS if split(forms.get(code, ""))},
        {code: list(dict.fromkeys(avoid[code])) for code in FORMS if avoid.get(code)},
        note,
    )
