"""The one relay that was a matter of settings is a row of its own, and its password still opens."""

import uuid
from collections.abc import Iterator

import alembic.command
import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.migrate import configuration
from newsletter.staff import sealed_settings
from newsletter.staff.models import Setting
from newsletter.staff.relay_models import Relay

FIRST = uuid.UUID(int=1)


@pytest.fixture
def before(built_app: Flask) -> Iterator[dict[str, object]]:
    with built_app.app_context():
        alembic.command.downgrade(configuration(), "0008")
        stored: dict[str, object] = {
            "relay_host": "smtp.example.org",
            "relay_port": 465,
            "relay_security": "tls",
            "relay_username": "weekly",
            "relay_password": sealed_settings.sealed_for(FIRST, "secret words"),
        }
        _put(stored)
        yield stored
        db.session.rollback()
        alembic.command.downgrade(configuration(), "0008")
        with db.engine.begin() as connection:
            connection.execute(sa.delete(Setting))
        alembic.command.upgrade(configuration(), "head")


def _put(stored: dict[str, object]) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.insert(Setting), [{"name": name, "value": value} for name, value in stored.items()])


def _settings() -> dict[str, object]:
    with db.engine.begin() as connection:
        return {row.name: row.value for row in connection.execute(sa.select(Setting.name, Setting.value))}


def test_the_relay_of_the_settings_becomes_a_row_and_its_password_still_opens(before: dict[str, object]) -> None:
    alembic.command.upgrade(configuration(), "head")
    assert _settings() == {}
    row = db.session.scalars(sa.select(Relay)).one()
    assert (row.name, row.host, row.port, row.security) == ("smtp.example.org", "smtp.example.org", 465, "tls")
    assert (row.weight, row.active, row.opened_password()) == (1, True, "secret words")


def test_on_the_way_back_it_is_a_matter_of_settings_again(before: dict[str, object]) -> None:
    alembic.command.upgrade(configuration(), "head")
    alembic.command.downgrade(configuration(), "0008")
    assert _settings() == before
