"""A newsroom of the first version: nothing of a filled database is lost on the way to this one, there and back."""

import json
from collections.abc import Iterator

import alembic.command
import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries.author_models import Author
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.languages import Language
from newsletter.migrate import configuration

YAN = {"en": "Yan Lipen", "be": "Ян Ліпень", "ru": "Ян Липень"}
ADA = {"be": "Ада О’Ліс"}
BYLINES = [YAN, ADA, dict(reversed(YAN.items())), {}, {"en": ""}]
AT = "2024-11-04 10:00:00"


@pytest.fixture
def filled(built_app: Flask) -> Iterator[None]:
    """As version 0001 left it: five commentaries, each with a photo, a text and a revision of it."""
    with built_app.app_context():
        alembic.command.downgrade(configuration(), "0001")
        with db.engine.begin() as connection:
            for number, names in enumerate(BYLINES, 1):
                values = {"id": number, "digest": str(number), "names": json.dumps(names), "at": AT}
                for statement in FILL:
                    connection.execute(sa.text(statement), values)
        yield
        db.session.rollback()
        alembic.command.downgrade(configuration(), "base")
        alembic.command.upgrade(configuration(), "head")


FILL = (
    "INSERT INTO photo (id, digest, width, height, created_at) VALUES (:id, :digest, 640, 480, :at)",
    "INSERT INTO commentary (id, week, original, bylines, photo_id, alts, captions, credits, created_at)"
    " VALUES (:id, '2024-11-04', 'en', :names, :id, '{\"en\": \"A bridge\"}', '{}', '{}', :at)",
    "INSERT INTO text"
    " (id, commentary_id, language, title, standfirst, document, provenance, state, revision, updated_at)"
    " VALUES (:id, :id, 'en', 'A title', '', '{}', 'human', 'draft', 1, :at)",
    "INSERT INTO revision (id, text_id, number, title, standfirst, document, created_at)"
    " VALUES (:id, :id, 1, 'A title', '', '{}', :at)",
)


def bylines() -> list[dict[str, str]]:
    with db.engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT bylines FROM commentary ORDER BY id")).scalars()
        return [json.loads(names) if isinstance(names, str) else names for names in stored]


@pytest.mark.usefixtures("filled")
def test_names_become_authors_and_no_text_is_lost() -> None:
    alembic.command.upgrade(configuration(), "head")
    pieces = db.session.scalars(sa.select(Commentary).order_by(Commentary.id)).all()
    assert [piece.byline(Language.EN) for piece in pieces] == ["Yan Lipen", "Ада О’Ліс", "Yan Lipen", "", ""]
    assert pieces[0].authors == pieces[2].authors, "the same names are the same author"
    assert [author.names for author in db.session.scalars(sa.select(Author).order_by(Author.id))] == [YAN, ADA]
    assert db.session.scalar(sa.select(sa.func.count(Text.id))) == 5
    assert db.session.scalar(sa.text("SELECT count(*) FROM revision")) == 5


@pytest.mark.usefixtures("filled")
def test_photos_remember_what_was_said_of_them() -> None:
    alembic.command.upgrade(configuration(), "head")
    assert [photo.alts for photo in db.session.scalars(sa.select(Photo))] == [{"en": "A bridge"}] * 5


@pytest.mark.usefixtures("filled")
def test_the_way_back_and_there_again_keeps_every_name() -> None:
    alembic.command.upgrade(configuration(), "head")
    alembic.command.downgrade(configuration(), "0002")
    assert bylines() == [YAN, ADA, YAN, {}, {}]
    alembic.command.upgrade(configuration(), "head")
    assert db.session.scalar(sa.select(sa.func.count(Author.id))) == 2, "nobody is there twice"
    assert db.session.scalar(sa.text("SELECT count(*) FROM revision")) == 5
