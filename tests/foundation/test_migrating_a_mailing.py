"""What a mailing refers to, and what refers to it, is still there after the tables around it were made anew."""

import alembic.command
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.migrate import configuration

ROWS = (
    "INSERT INTO issue (id, number, week, state, subjects, preheaders, openings, zone, generation, created_at)"
    " VALUES (1, 7, '2024-11-04', 'sent', '{}', '{}', '{}', 'Europe/Warsaw', 1, '2024-11-12')",
    "INSERT INTO edition (id, issue_id, reading, subject, html, text, size, template, digest, created_at)"
    " VALUES (5, 1, 'be-ru', 'A subject', '<p>', 'words', 3, 'bytes', 'digest', '2024-11-12')",
    "INSERT INTO mailing (id, edition_id, state, candidates, prepared, excluded, created_at, in_doubt)"
    " VALUES (9, 5, 'done', 1, 1, '{}', '2024-11-12', 0)",
    "INSERT INTO delivery (id, mailing_id, state, attempts, updated_at) VALUES (3, 9, 'sent', 1, '2024-11-12')",
)


def test_what_was_sent_survives_tables_that_are_made_anew(built_app: Flask) -> None:
    with built_app.app_context():
        alembic.command.downgrade(configuration(), "0007")
        with db.engine.begin() as connection:
            for row in ROWS:
                connection.execute(sa.text(row))
        alembic.command.upgrade(configuration(), "head")
        sent = sa.text(
            "SELECT mailing.id, edition.subject, variant, delivery.id, provider FROM mailing"
            " JOIN edition ON edition_id = edition.id JOIN delivery ON mailing_id = mailing.id"
        )
        with db.engine.begin() as connection:
            found = connection.execute(sent).one()
            heads = connection.execute(sa.text("SELECT kind FROM box WHERE issue_id = 1")).scalars().all()
            for table in ("mailing", "issue"):
                connection.execute(sa.text(f"DELETE FROM {table}"))
    assert tuple(found) == (9, "A subject", "standard", 3, "other")
    assert heads == ["situation"]
