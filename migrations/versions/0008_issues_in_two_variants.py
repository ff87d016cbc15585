"""Issues in two variants, with boxes, corrections and steps that can be undone"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EMPTY = sa.text("'{}'")
STANDARD = "standard"
EDITION = "id, issue_id, reading, subject, html, text, size, template, digest, created_at"


def upgrade() -> None:
    op.add_column("issue", sa.Column("closings", sa.JSON(), nullable=False, server_default=EMPTY))
    op.add_column("issue", sa.Column("special", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("issue", sa.Column("english_cards", sa.Boolean(), nullable=False, server_default=sa.true()))

    for table in ("subscriber", "sign_up", "consent"):
        op.add_column(table, sa.Column("variant", sa.String(length=32), nullable=False, server_default=STANDARD))
    op.drop_index("ix_subscriber_audience", table_name="subscriber")
    op.create_index("ix_subscriber_audience", "subscriber", ["reading", "variant", "status", "id"], unique=False)

    _let_an_edition_have_a_variant()

    op.create_table(
        "box",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("href", sa.String(length=500), nullable=False),
        sa.Column("commentary_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_box_issue_id_issue"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["commentary_id"], ["commentary.id"], name=op.f("fk_box_commentary_id_commentary")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_box")),
        sa.UniqueConstraint("issue_id", "kind", name=op.f("uq_box_issue_id_kind")),
    )
    op.create_index(op.f("ix_box_commentary_id"), "box", ["commentary_id"], unique=False)
    # Until now, every letter began with the verdicts.
    op.execute("INSERT INTO box (issue_id, kind, position, words, href) SELECT id, 'situation', 0, '{}', '' FROM issue")

    op.create_table(
        "issue_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_issue_change_issue_id_issue"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_change")),
    )
    op.create_index(op.f("ix_issue_change_issue_id"), "issue_change", ["issue_id"], unique=False)

    op.create_table(
        "skipped_week",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_skipped_week")),
    )

    op.create_table(
        "checked_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=True),
        sa.Column("says", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_checked_link")),
    )

    op.create_table(
        "checked_domain",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("selector", sa.String(length=63), nullable=False),
        sa.Column("spf", sa.String(length=32), nullable=False),
        sa.Column("dkim", sa.String(length=32), nullable=False),
        sa.Column("dmarc", sa.String(length=32), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_checked_domain")),
    )

    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=600), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_correction_text_id_text"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_text_id"), "correction", ["text_id"], unique=False)


def downgrade() -> None:
    for table in ("correction", "checked_domain", "checked_link", "skipped_week", "issue_change", "box"):
        op.drop_table(table)
    _let_an_edition_have_none()
    op.drop_index("ix_subscriber_audience", "subscriber")
    op.create_index("ix_subscriber_audience", "subscriber", ["reading", "status", "id"], unique=False)
    for table in ("consent", "sign_up", "subscriber"):
        op.drop_column(table, "variant")
    for column in ("english_cards", "special", "closings"):
        op.drop_column("issue", column)


def _let_an_edition_have_a_variant() -> None:
    variant = sa.Column("variant", sa.String(length=32), nullable=False, server_default=STANDARD)
    version = sa.Column("version", sa.Integer(), nullable=False, server_default="1")
    if op.get_context().dialect.name == "sqlite":
        return _make_editions_anew([variant, version], one_a=["issue_id", "reading", "variant"])
    op.add_column("edition", variant)
    op.add_column("edition", version)
    op.drop_constraint("uq_edition_issue_id_reading", "edition", type_="unique")
    op.create_unique_constraint("uq_edition_issue_id_reading_variant", "edition", ["issue_id", "reading", "variant"])


def _let_an_edition_have_none() -> None:
    op.execute(f"DELETE FROM mailing WHERE edition_id IN (SELECT id FROM edition WHERE variant <> '{STANDARD}')")
    op.execute(f"DELETE FROM edition WHERE variant <> '{STANDARD}'")
    if op.get_context().dialect.name == "sqlite":
        return _make_editions_anew([], one_a=["issue_id", "reading"])
    op.drop_constraint("uq_edition_issue_id_reading_variant", "edition", type_="unique")
    op.create_unique_constraint("uq_edition_issue_id_reading", "edition", ["issue_id", "reading"])
    op.drop_column("edition", "version")
    op.drop_column("edition", "variant")


def _make_editions_anew(columns: "list[sa.Column[Any]]", *, one_a: list[str]) -> None:
    """SQLite can't change a constraint, so the table is dropped, and made and filled under its own name again.

    Mailings that refer to its rows find them there before the transaction ends, which is when it looks.
    """
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {EDITION} FROM edition")
    op.drop_table("edition")
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_edition_issue_id_issue"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint(*one_a, name=op.f(f"uq_edition_{'_'.join(one_a)}")),
    )
    op.execute(f"INSERT INTO edition ({EDITION}) SELECT {EDITION} FROM kept")
    op.execute("DROP TABLE kept")
