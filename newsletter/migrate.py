"""Create or upgrade the database, and say plainly when that can't be."""

from pathlib import Path

import alembic.command
import alembic.config
import alembic.migration
import alembic.script
import alembic.util
import sqlalchemy as sa
from flask import Flask

from newsletter import background
from newsletter.db import db
from newsletter.paths import migrations_folder


class DatabaseProblem(Exception):
    """The database can't be used. The message says what to do."""


def migrate(app: Flask) -> bool:
    """Bring the database to this version's schema. Returns whether anything changed; raises DatabaseProblem."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            Path(db.engine.url.database or "").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        before = _revision()
        if before == _head():
            return False
        script = alembic.script.ScriptDirectory(str(migrations_folder()))
        if before is not None and before not in {revision.revision for revision in script.walk_revisions()}:
            raise DatabaseProblem(
                "This database belongs to a newer version of Newsletter. Install that version, "
                "or set NEWSLETTER_DATABASE_URL to another database. Nothing was changed."
            )
        alembic.command.upgrade(configuration(), "head")
        background.migrate(app)
    return True


def problem(app: Flask) -> str | None:
    """Why commands can't use the database, or None if it isn't the database's fault."""
    with app.app_context():
        try:
            is_ready = _file_exists() and _revision() == _head()
        except DatabaseProblem as found:
            return str(found)
    return None if is_ready else "The database isn't set up. Run: flask --app app migrate"


def _file_exists() -> bool:
    """Opening a SQLite database that isn't there would make one."""
    return db.engine.dialect.name != "sqlite" or Path(db.engine.url.database or "").exists()


def configuration() -> alembic.config.Config:
    made = alembic.config.Config()
    made.set_main_option("script_location", str(migrations_folder()))
    return made


def _head() -> str | None:
    return alembic.script.ScriptDirectory(str(migrations_folder())).get_current_head()


def _revision() -> str | None:
    """The database's revision, None for an empty one. Raises DatabaseProblem where it won't open."""
    try:
        with db.engine.execution_options(reading=True).connect() as connection:
            return alembic.migration.MigrationContext.configure(connection).get_current_revision()
    except sa.exc.DatabaseError as error:
        where = db.engine.url.database if db.engine.dialect.name == "sqlite" else db.engine.url.host
        raise DatabaseProblem(
            f"The database {where} won't open: {' '.join(str(error.orig).rstrip('?.').split())}. "
            "Check the path, the rights to its folder, and NEWSLETTER_DATABASE_URL."
        ) from error
