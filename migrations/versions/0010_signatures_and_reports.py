"""The keys that mails are signed with, and what comes back"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dkim_key",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("selector", sa.String(length=63), nullable=False),
        sa.Column("algorithm", sa.String(length=10), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("domain", "selector", name=op.f("pk_dkim_key")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("provider", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_report_mailing_id_mailing"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_report_delivery_id_delivery"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("delivery_id", "kind", name=op.f("uq_report_delivery_id_kind")),
    )
    op.create_index(op.f("ix_report_mailing_id"), "report", ["mailing_id"])
    op.create_index(op.f("ix_report_at"), "report", ["at"])
    op.add_column("subscriber", sa.Column("hard_bounces", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("subscriber", sa.Column("soft_bounces", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("subscriber", sa.Column("bounced_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for column in ("bounced_on", "soft_bounces", "hard_bounces"):
        op.drop_column("subscriber", column)
    op.drop_table("report")
    op.drop_table("dkim_key")
