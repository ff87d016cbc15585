"""The writing desk"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns are added in place, with a default for the rows that are there: SQLite would drop a table that is made
    # anew, and with it every row that refers to it.
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absence_staff_id_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_staff_id"), "absence", ["staff_id"], unique=False)

    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_assignment_section_id_section"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_assignment_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("week", "section_id", "language", name=op.f("uq_assignment_week_section_id_language")),
    )
    op.create_index(op.f("ix_assignment_section_id"), "assignment", ["section_id"], unique=False)
    op.create_index(op.f("ix_assignment_staff_id"), "assignment", ["staff_id"], unique=False)

    op.create_table(
        "author",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_author_staff_id_staff"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_author")),
    )
    op.create_index(op.f("ix_author_staff_id"), "author", ["staff_id"], unique=False)

    op.create_table(
        "byline",
        sa.Column("commentary_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["author.id"], name=op.f("fk_byline_author_id_author")),
        sa.ForeignKeyConstraint(
            ["commentary_id"], ["commentary.id"], name=op.f("fk_byline_commentary_id_commentary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("commentary_id", "author_id", name=op.f("pk_byline")),
    )
    op.create_index(op.f("ix_byline_author_id"), "byline", ["author_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("tab", sa.String(length=40), nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_presence_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_presence_text_id_text"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("text_id", "tab", name=op.f("uq_presence_text_id_tab")),
    )
    op.create_index(op.f("ix_presence_seen_at"), "presence", ["seen_at"], unique=False)

    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(length=40), nullable=True),
        sa.Column("quote", sa.String(length=1000), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("suggestion", sa.String(length=1000), nullable=True),
        sa.Column("settled", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answers_id"], ["remark.id"], name=op.f("fk_remark_answers_id_remark"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["staff.id"], name=op.f("fk_remark_settled_by_id_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_remark_staff_id_staff"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_remark_text_id_text"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_answers_id"), "remark", ["answers_id"], unique=False)
    op.create_index(op.f("ix_remark_text_id"), "remark", ["text_id"], unique=False)

    op.create_table(
        "text_photo",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["photo.id"], name=op.f("fk_text_photo_photo_id_photo")),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name=op.f("fk_text_photo_text_id_text"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("text_id", "photo_id", name=op.f("pk_text_photo")),
    )
    op.create_index(op.f("ix_text_photo_photo_id"), "text_photo", ["photo_id"], unique=False)

    op.add_column("commentary", sa.Column("credit_href", sa.String(length=2000), nullable=False, server_default=""))
    op.add_column("commentary", sa.Column("embargo", sa.DateTime(timezone=True), nullable=True))

    op.add_column("photo", sa.Column("alts", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("photo", sa.Column("captions", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("photo", sa.Column("credits", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("photo", sa.Column("credit_href", sa.String(length=2000), nullable=False, server_default=""))

    # What is said of a photo where it was last used.
    for words in ("alts", "captions", "credits"):
        latest = f"SELECT {words} FROM commentary WHERE photo_id = photo.id ORDER BY id DESC LIMIT 1"
        used = "SELECT photo_id FROM commentary WHERE photo_id IS NOT NULL"
        op.execute(f"UPDATE photo SET {words} = ({latest}) WHERE id IN ({used})")

    op.add_column("revision", sa.Column("sitting", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("revision", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.true()))
    # Each was saved by hand, so each is a sitting of its own.
    op.execute("UPDATE revision SET sitting = number")

    op.add_column("text", sa.Column("withdrawal_note", sa.String(length=500), nullable=False, server_default=""))
    op.add_column("text", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("text", "withdrawn_at")
    op.drop_column("text", "withdrawal_note")

    op.drop_column("revision", "by_hand")
    op.drop_column("revision", "sitting")

    op.drop_column("photo", "credit_href")
    op.drop_column("photo", "credits")
    op.drop_column("photo", "captions")
    op.drop_column("photo", "alts")

    op.drop_column("commentary", "embargo")
    op.drop_column("commentary", "credit_href")

    op.drop_table("text_photo")

    op.drop_table("remark")

    op.drop_table("presence")

    op.drop_table("byline")

    op.drop_table("author")

    op.drop_table("assignment")

    op.drop_table("absence")
