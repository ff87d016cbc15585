"""A file whose words come into a text that somebody is writing."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries.document import block_text
from newsletter.commentaries.models import Revision
from newsletter.commentaries.photo_models import Photo
from newsletter.commentaries.photos import path_of
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.test_importing import BELARUSIAN_PAGE
from tests.commentaries.word import docx, drawing, png, written
from tests.conftest import SignIn


@pytest.fixture
def address(sign_in: SignIn) -> str:
    sign_in(Role.AUTHOR)
    commentary = factories.commentary(languages=(Language.BE,), approved=False, original=Language.BE)
    db.session.commit()
    return f"/desk/commentaries/{commentary.id}/be/import"


def sent(client: FlaskClient, address: str, data: bytes, name: str, **fields: str) -> TestResponse:
    return client.post(address, data={"file": (io.BytesIO(data), name), **fields})


def lines(answer: TestResponse) -> list[str]:
    content: Any = answer.json
    return [block_text(block) for block in content["blocks"]]


def test_a_whole_file_gives_its_head_and_its_text(client: FlaskClient, address: str) -> None:
    answer = sent(client, address, BELARUSIAN_PAGE.encode(), "загады.txt", whole="yes")
    assert answer.json
    assert answer.json["title"] == "Хто цяпер падпісвае загады"
    assert answer.json["standfirst"].startswith("Загады падпісваюць")
    assert len(lines(answer)) == 1
    told = "\n".join(answer.json["dropped"])
    for fact in ("лістапада\xa02024", "Кіроўная эліта", "Сітуацыя не змянілася", "Алеся Жыта", "архіў аўтаркі"):
        assert fact in told
    assert "Чытаць далей" in told


@pytest.mark.parametrize("whole", [{}, {"whole": "yes"}])
def test_a_part_gives_every_word_of_it(client: FlaskClient, address: str, whole: dict[str, str]) -> None:
    long = "Слова за словам ідзе сказ. " * 20
    text = f"{long}\n\nАўтар: Алеся Жыта\n\n{long}"
    answer = sent(client, address, text.encode(), "part.txt", **whole)
    assert lines(answer) == [long.strip(), "Аўтар: Алеся Жыта", long.strip()]
    assert answer.json
    assert (answer.json["title"], answer.json["standfirst"], answer.json["dropped"]) == ("", "", [])


def test_pictures_are_kept_and_the_text_is_untouched(client: FlaskClient, address: str) -> None:
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Revision))
    data = docx(written("Раздзел", "Heading1") + drawing(1, "Мост") + written("Словы"), {"a.png": png(200)})
    answer = sent(client, address, data, "тэкст.docx")
    assert answer.json
    heading, figure, _ = answer.json["blocks"]
    assert (heading["type"], heading["attrs"]["level"]) == ("heading", 2)
    photo = db.session.scalars(sa.select(Photo)).one()
    assert (figure["attrs"]["photo"], figure["attrs"]["alt"]) == (photo.digest, "Мост")
    assert path_of(photo.digest, 640).is_file()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Revision)) == before


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.txt", "The file is empty"),
        (b"words", "a.pdf", "Only .txt, .md, .html and .docx"),
        (b"PK\x03\x04", "a.docx", "damaged"),
        ("\n".join(f"line {n}" for n in range(300)).encode(), "a.txt", "more than 200 paragraphs"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(
    client: FlaskClient, address: str, data: bytes, name: str, sentence: str
) -> None:
    for fields in ({}, {"whole": "yes"}):
        answer = sent(client, address, data, name, **fields)
        assert answer.status_code == 422
        assert answer.json
        assert sentence in answer.json["error"]


def test_a_refused_file_leaves_no_picture_behind(client: FlaskClient, address: str) -> None:
    body = drawing(1) + written("слова") * 300
    assert sent(client, address, docx(body, {"a.png": png(120)}), "a.docx").status_code == 422
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Photo)) == 0


def test_without_a_text_or_a_file_nothing_is_read(client: FlaskClient, address: str) -> None:
    assert client.post(address).status_code == 400
    assert sent(client, address.replace("/be/", "/ru/"), b"words", "a.txt").status_code == 404
