import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter import demo
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.db import db
from newsletter.issues.building import builder
from newsletter.issues.examining.examination import examine
from newsletter.issues.models import BoxKind
from newsletter.languages import Language
from newsletter.subscribers.models import Subscriber


def test_the_sample_newsroom_is_whole_and_ready_to_send(app: Flask, client: FlaskClient) -> None:
    assert demo.load()
    assert db.session.scalar(sa.select(sa.func.count(Commentary.id))) == 10
    states = db.session.scalars(sa.select(Text.state)).all()
    assert len(states) == 30
    assert set(states) == {TextState.APPROVED}
    assert [finding for finding in examine(builder.numbered(2)) if finding.blocks] == []
    assert {box.kind for box in builder.numbered(2).boxes} == set(BoxKind)
    assert set(builder.numbered(2).closings) == set(Language)
    db.session.commit()
    for language in Language:
        assert client.get(f"/{language}/issues/1").status_code == 200


def test_loading_it_again_changes_nothing(app: Flask) -> None:
    assert demo.load()
    readers = db.session.scalar(sa.select(sa.func.count(Subscriber.id)))
    assert not demo.load()
    assert db.session.scalar(sa.select(sa.func.count(Subscriber.id))) == readers
