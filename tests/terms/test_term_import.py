"""A file of terms: what it would do is shown, and that is what it does."""

import io
import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.db import db
from newsletter.staff.models import Role
from newsletter.terms import sheet, term_list
from newsletter.terms.matching import TermForms
from newsletter.terms.models import Term
from newsletter.terms.sheet import Row
from newsletter.terms.term_import import Outcome, Plan
from tests.conftest import SignIn

FILE = """en,be,ru,avoid_en,note
Minsk,Мінск|,Минск|,Mensk,a town
Polatsk,Полацк|,Полоцк|,Polotsk,
Hrodna,Гродн|а,Гродн|о,Grodno,
Polatsk,Полацк|,,,
,,,Nothing,
Kobryn,К|,,,
Pinsk,,,,,more
"""


@pytest.fixture
def editor(client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    sign_in(Role.EDITOR)
    return client


def looked_at(editor: FlaskClient, text: str) -> TestResponse:
    return editor.post("/desk/terms/import", data={"file": (io.BytesIO(text.encode()), "terms.csv")})


def confirmed(editor: FlaskClient, preview: str, text: str) -> TestResponse:
    digest = re.findall(r'name="digest" value="(\w+)"', preview)[0]
    # A browser sends the line ends of a form's words as CR LF.
    return editor.post("/desk/terms/import/rows", data={"digest": digest, "text": text.replace("\n", "\r\n")})


def term(name: str) -> Term | None:
    return next((term for term in term_list.all_terms() if term.forms.get("en") == name), None)


def test_each_row_is_told_with_its_line_before_anything_changes(editor: FlaskClient) -> None:
    answer = looked_at(editor, FILE)
    assert "Add: 1 · change: 1 · leave as they are: 1 · refuse: 4" in answer.text
    refused = answer.text[answer.text.index("Refused rows") : answer.text.index("Changed terms")]
    assert re.findall(r"line (\d)", refused) == ["5", "6", "7", "8"]
    assert "Line 3 is about the same term." in refused
    assert term("Polatsk") is None


def test_what_was_shown_is_done(editor: FlaskClient) -> None:
    answer = confirmed(editor, looked_at(editor, FILE).text, FILE)
    assert answer.status_code == 302
    added, changed = term("Polatsk"), term("Minsk")
    assert added
    assert changed
    assert added.avoid == {"en": ["Polotsk"]}
    assert (changed.note, changed.avoid["en"], changed.avoid["be"]) == ("a town", ["Mensk"], ["Менск-"])
    assert "Added: 1, changed: 1." in editor.get("/desk/terms").text


def test_where_somebody_changed_a_term_meanwhile_the_file_is_looked_at_again(editor: FlaskClient) -> None:
    preview = looked_at(editor, FILE).text
    minsk = term("Minsk")
    assert minsk
    minsk.note = "the capital"
    db.session.commit()
    answer = confirmed(editor, preview, FILE)
    assert answer.status_code == 409
    assert "the capital" in answer.text
    assert term("Polatsk") is None
    assert confirmed(editor, answer.text, FILE).status_code == 302


def test_an_export_imported_again_changes_nothing(editor: FlaskClient) -> None:
    exported = editor.get("/desk/terms/export")
    assert exported.headers["Content-Disposition"] == 'attachment; filename="terms.csv"'
    answer = looked_at(editor, exported.text.removeprefix("\ufeff"))
    assert "Add: 0 · change: 0 · leave as they are: 40 · refuse: 0" in answer.text
    assert "Make these changes" not in answer.text


def test_a_row_without_the_first_language_is_about_the_term_that_it_names_in_another(editor: FlaskClient) -> None:
    text = "ru,note\nМинск|,столица\n"
    assert confirmed(editor, looked_at(editor, text).text, text).status_code == 302
    minsk = term("Minsk")
    assert minsk
    assert minsk.note == "столица"


def test_a_name_that_two_terms_have_in_a_language_is_not_guessed_about() -> None:
    twice = [TermForms(n, {"en": f"Council {n}", "be": "Савет|"}) for n in (1, 2)]
    [row] = Plan([Row(2, {"be": "Савет|", "note": "x"}, False)], twice).rows
    assert row.outcome is Outcome.REFUSE
    assert "Several terms are called “Савет”" in str(row.why)


def test_no_more_terms_come_in_than_there_is_room_for() -> None:
    there = [TermForms(n, {"en": f"Name{n}"}) for n in range(term_list.MOST - 1)]
    rows = [Row(2, {"en": "One"}, False), Row(3, {"en": "Two"}, False), Row(4, {"en": "Name1"}, False)]
    outcomes = [row.outcome for row in Plan(rows, there).rows]
    assert outcomes == [Outcome.ADD, Outcome.REFUSE, Outcome.LEAVE]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The first row must name the columns"),
        (b"en\n" + b"x" * 500_000, "larger than 400 KB"),
        (b"PK\x03\x04\x00", "something other than text"),
        (b'en\n"Minsk', "Line 2 is not CSV"),
    ],
)
def test_a_file_that_is_no_sheet_of_terms_is_told_so(editor: FlaskClient, data: bytes, told: str) -> None:
    answer = editor.post("/desk/terms/import", data={"file": (io.BytesIO(data), "terms.csv")})
    assert answer.status_code == 422
    assert told in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_a_form_without_a_file_or_with_made_up_words_is_told_so(editor: FlaskClient) -> None:
    assert "Choose a file." in editor.post("/desk/terms/import").text
    answer = editor.post("/desk/terms/import/rows", data={"digest": "x", "text": "nonsense"}, follow_redirects=True)
    assert "The first row must name the columns" in answer.text


def test_markup_in_a_file_is_only_words(editor: FlaskClient) -> None:
    assert "<b>" not in looked_at(editor, "en,note\nMinsk,<b>bold</b>\nNew,<b>\n").text


def test_the_largest_file_fits_through_the_confirmation(editor: FlaskClient) -> None:
    head = "en,note\n"
    row = "Name{:04},{}\n"
    text = head + "".join(row.format(n, "й" * 95) for n in range(1900))
    assert sheet.MAX_BYTES * 0.9 < len(text.encode()) <= sheet.MAX_BYTES
    preview = looked_at(editor, text).text
    digest = re.findall(r'name="digest" value="(\w+)"', preview)[0]
    answer = editor.post(
        "/desk/terms/import/rows", data={"digest": digest, "text": text}, content_type="multipart/form-data"
    )
    assert answer.status_code == 302
    assert len(term_list.all_terms()) == 1940
