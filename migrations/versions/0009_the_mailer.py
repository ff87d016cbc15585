"""Relays of their own, pacing, the first readers, stop-press, and how far a mailing was when"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

EMPTY = sa.text("'{}'")
THE_FIRST = uuid.UUID(int=1)
"""What the one relay's password was bound to, as a setting."""
KEPT = ("host", "port", "security", "username", "password")
SETTING = sa.table("setting", sa.column("name", sa.String()), sa.column("value", sa.JSON()))
RELAY = sa.table(
    "relay",
    sa.column("uid", sa.Uuid()),
    *[sa.column(name) for name in ("name", "purpose", "active", *KEPT, "weight", "connections", "per_connection")],
    sa.column("failures"),
    sa.column("answer"),
)


def upgrade() -> None:
    op.create_table(
        "relay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("security", sa.String(length=10), nullable=False),
        sa.Column("username", sa.String(length=200), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("connections", sa.Integer(), nullable=False),
        sa.Column("per_connection", sa.Integer(), nullable=False),
        sa.Column("per_second", sa.Double(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=True),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay")),
        sa.UniqueConstraint("name", name=op.f("uq_relay_name")),
        sa.UniqueConstraint("uid", name=op.f("uq_relay_uid")),
    )
    _make_the_settings_a_relay()
    op.create_table(
        "pace",
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slowed_to", sa.Double(), nullable=True),
        sa.Column("slowed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_pace")),
    )
    op.create_table(
        "warm_up_day",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("domain", "day", name=op.f("pk_warm_up_day")),
    )
    op.create_table(
        "stop_press",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("editions", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issue.id"], name=op.f("fk_stop_press_issue_id_issue"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stop_press")),
    )
    op.create_index(op.f("ix_stop_press_issue_id"), "stop_press", ["issue_id"], unique=False)
    unsent = sa.text("sent_at IS NULL")
    op.create_index(
        "uq_stop_press_draft", "stop_press", ["issue_id"], unique=True, sqlite_where=unsent, postgresql_where=unsent
    )
    _let_an_edition_have_several_mailings()
    op.create_table(
        "mailing_tick",
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("hold", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_tick_mailing_id_mailing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mailing_id", "at", name=op.f("pk_mailing_tick")),
    )
    op.add_column("delivery", sa.Column("provider", sa.String(length=10), nullable=False, server_default="other"))
    _index_claims("provider")
    waits = sa.text("next_attempt_at IS NOT NULL")
    op.create_index(
        "ix_delivery_waiting",
        "delivery",
        ["mailing_id", "provider", "next_attempt_at"],
        sqlite_where=waits,
        postgresql_where=waits,
    )


def downgrade() -> None:
    op.drop_index("ix_delivery_waiting", "delivery")
    _index_claims()
    op.drop_column("delivery", "provider")
    op.drop_table("mailing_tick")
    op.execute("DELETE FROM delivery WHERE mailing_id IN (SELECT id FROM mailing WHERE stop_press_id IS NOT NULL)")
    op.execute("DELETE FROM mailing WHERE stop_press_id IS NOT NULL")
    _let_an_edition_have_one_mailing()
    _make_a_relay_the_settings()
    for table in ("stop_press", "warm_up_day", "pace", "relay"):
        op.drop_table(table)


def _make_the_settings_a_relay() -> None:
    names = [f"relay_{name}" for name in KEPT]
    rows = op.get_bind().execute(sa.select(SETTING).where(SETTING.c.name.in_(names)))
    stored = {row.name.removeprefix("relay_"): row.value for row in rows}
    if stored.get("host"):
        usual = {"port": 587, "security": "starttls", "username": "", "password": ""}
        limits = {"weight": 1, "connections": 4, "per_connection": 500, "failures": 0, "answer": ""}
        named = {"uid": THE_FIRST, "name": stored["host"][:40], "purpose": "production", "active": True}
        op.execute(sa.insert(RELAY).values({**usual, **stored, **limits, **named}))
    op.execute(sa.delete(SETTING).where(SETTING.c.name.in_(names)))


def _make_a_relay_the_settings() -> None:
    """The one that they came from, or else the first; only its own password can be opened again."""
    readers = sa.select(RELAY).where(RELAY.c.purpose == "production", RELAY.c.active)
    first = op.get_bind().execute(readers.order_by(RELAY.c.uid != THE_FIRST, RELAY.c.name)).mappings().first()
    if first:
        values = {name: first[name] for name in KEPT if name != "password" or first["uid"] == THE_FIRST}
        rows = [{"name": f"relay_{name}", "value": value} for name, value in values.items()]
        op.execute(sa.insert(SETTING).values(rows))


def _index_claims(*more: str) -> None:
    """With the group at its end the index alone says how many deliveries of each group are in which state."""
    op.drop_index("ix_delivery_claim", "delivery")
    op.create_index("ix_delivery_claim", "delivery", ["mailing_id", "state", "id", *more])


def _let_an_edition_have_several_mailings() -> None:
    with op.batch_alter_table("mailing") as mailing:
        mailing.drop_constraint("uq_mailing_edition_id", type_="unique")
        mailing.add_column(sa.Column("stop_press_id", sa.Integer(), nullable=True))
        mailing.add_column(sa.Column("template", sa.LargeBinary(), nullable=True))
        mailing.add_column(sa.Column("doubts_left_at", sa.DateTime(timezone=True), nullable=True))
        mailing.add_column(sa.Column("first_to", sa.BigInteger(), nullable=True))
        mailing.add_column(sa.Column("first_passed_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("refusals_accepted_at", "recent_since", "problem_at"):
            mailing.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in ("recent_answered", "recent_refused"):
            mailing.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        mailing.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
        mailing.add_column(sa.Column("folded", sa.JSON(), nullable=False, server_default=EMPTY))
        mailing.add_column(sa.Column("hold", sa.String(length=32), nullable=True))
        mailing.create_foreign_key(op.f("fk_mailing_stop_press_id_stop_press"), "stop_press", ["stop_press_id"], ["id"])
        mailing.create_unique_constraint(op.f("uq_mailing_edition_id_stop_press_id"), ["edition_id", "stop_press_id"])
    alone = sa.text("stop_press_id IS NULL")
    op.create_index(
        "uq_mailing_of_an_edition", "mailing", ["edition_id"], unique=True, sqlite_where=alone, postgresql_where=alone
    )


def _let_an_edition_have_one_mailing() -> None:
    op.drop_index("uq_mailing_of_an_edition", table_name="mailing")
    with op.batch_alter_table("mailing") as mailing:
        mailing.drop_constraint("uq_mailing_edition_id_stop_press_id", type_="unique")
        mailing.drop_constraint("fk_mailing_stop_press_id_stop_press", type_="foreignkey")
        mailing.create_unique_constraint(op.f("uq_mailing_edition_id"), ["edition_id"])
        for column in (
            *("hold", "folded", "started_at", "first_passed_at"),
            *("refusals_accepted_at", "recent_since", "problem_at", "recent_answered", "recent_refused"),
            *("first_to", "doubts_left_at", "template", "stop_press_id"),
        ):
            mailing.drop_column(column)
