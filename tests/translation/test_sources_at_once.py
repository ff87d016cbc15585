"""Two who choose what is translated from what, on connections of their own."""

from collections.abc import Iterator
from functools import partial

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries.models import Commentary
from newsletter.db import Model, db
from newsletter.languages import Language
from newsletter.staff.models import Staff
from newsletter.translation.sources import NotASource, change_source
from tests import factories
from tests.issues.at_once import CHANGED, at_once

BE, RU = Language.BE, Language.RU
ROUNDS = 6


@pytest.fixture
def committed(built_app: Flask) -> Iterator[tuple[list[int], int]]:
    with built_app.app_context():
        pieces, by = [factories.commentary(approved=False) for _ in range(ROUNDS)], factories.staff()
        db.session.commit()
        ids = [piece.id for piece in pieces], by.id
    yield ids
    with built_app.app_context():
        db.session.execute(sa.update(Model.metadata.tables["text"]).values(source_id=None))
        for name in ("sighting", *CHANGED, "staff"):
            db.session.execute(sa.delete(Model.metadata.tables[name]))
        db.session.commit()


def test_no_two_texts_become_the_sources_of_each_other(built_app: Flask, committed: tuple[list[int], int]) -> None:
    pieces, by = committed

    refused: list[int] = []

    def choose(piece: int, text: Language, source: Language) -> None:
        texts = db.session.get_one(Commentary, piece).texts
        try:
            change_source(texts[text], texts[source], db.session.get_one(Staff, by))
        except NotASource:
            refused.append(piece)
            db.session.rollback()

    for piece in pieces:
        at_once(built_app, partial(choose, piece, BE, RU), partial(choose, piece, RU, BE))
    assert refused == pieces
