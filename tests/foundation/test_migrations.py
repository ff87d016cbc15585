"""One schema, by migrations alone, on both databases."""

import alembic.command
import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.migrate import DatabaseProblem, configuration, migrate


def test_the_models_and_the_migrations_agree(built_app: Flask) -> None:
    with built_app.app_context():
        alembic.command.check(configuration())


def test_migrating_again_changes_nothing(built_app: Flask) -> None:
    assert migrate(built_app) is False


def test_every_migration_can_be_undone_and_done_again(built_app: Flask) -> None:
    with built_app.app_context():
        alembic.command.downgrade(configuration(), "base")
        alembic.command.upgrade(configuration(), "head")
        alembic.command.check(configuration())


def test_a_database_of_a_newer_version_is_left_alone(built_app: Flask) -> None:
    with built_app.app_context():
        _pretend("9999")
        try:
            with pytest.raises(DatabaseProblem, match="newer version"):
                migrate(built_app)
        finally:
            alembic.command.stamp(configuration(), "head", purge=True)


def _pretend(revision: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :r"), {"r": revision})
