"""Translations tied to their sources, the term base and the memory"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

EMPTY = sa.text("'{}'")


def upgrade() -> None:
    op.add_column("commentary", sa.Column("photo_seen", sa.JSON(), nullable=False, server_default=EMPTY))

    op.add_column("revision", sa.Column("heads", sa.JSON(), nullable=False, server_default=EMPTY))
    op.add_column("revision", sa.Column("minor", sa.Boolean(), nullable=False, server_default=sa.false()))

    op.add_column("text", sa.Column("heads", sa.JSON(), nullable=False, server_default=EMPTY))
    # In words that both databases know: Alembic would make the table anew on SQLite, and empty all that refers to it.
    op.execute("ALTER TABLE text ADD COLUMN source_id INTEGER CONSTRAINT fk_text_source_id_text REFERENCES text (id)")
    op.create_index(op.f("ix_text_source_id"), "text", ["source_id"], unique=False)
    # Until now, every other language was translated from the original.
    original = (
        "SELECT source.id FROM text AS source JOIN commentary ON commentary.id = source.commentary_id "
        "WHERE source.commentary_id = text.commentary_id AND source.language = commentary.original"
    )
    op.execute(f"UPDATE text SET source_id = ({original}) WHERE text.id <> ({original})")

    op.create_table(
        "sighting",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_sighting_text_id_text"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("text_id", "revision", name=op.f("pk_sighting")),
    )

    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("avoid", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )

    op.create_table(
        "known_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["staff.id"], name=op.f("fk_known_word_added_by_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_word")),
        sa.UniqueConstraint("language", "word", name=op.f("uq_known_word_language_word")),
    )

    op.create_table(
        "memory_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("source_language", sa.String(length=32), nullable=False),
        sa.Column("target_language", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_memory_pair_text_id_text"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memory_pair")),
        sqlite_autoincrement=True,
    )
    languages = ["source_language", "target_language", "id"]
    op.create_index("ix_memory_pair_languages", "memory_pair", languages, unique=False)
    op.create_index(op.f("ix_memory_pair_text_id"), "memory_pair", ["text_id"], unique=False)


def downgrade() -> None:
    op.drop_table("memory_pair")
    op.drop_table("known_word")
    op.drop_table("term")
    op.drop_table("sighting")
    op.drop_index(op.f("ix_text_source_id"), "text")
    op.drop_column("text", "source_id")
    op.drop_column("text", "heads")
    op.drop_column("revision", "minor")
    op.drop_column("revision", "heads")
    op.drop_column("commentary", "photo_seen")
