"""Deliveries are written thrice each: as few indexes as serve, and on PostgreSQL vacuum before a fifth is dead"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

IN_HAND = sa.text("claim IS NOT NULL")
VACUUM = ("autovacuum_vacuum_scale_factor", "autovacuum_vacuum_insert_scale_factor", "autovacuum_analyze_scale_factor")


def upgrade() -> None:
    op.drop_index("ix_delivery_worker", "delivery")
    op.drop_index(op.f("ix_delivery_subscriber_id"), "delivery")
    _be_unique("mailing_id_subscriber_id", "subscriber_id", "mailing_id")
    op.create_index("ix_delivery_in_hand", "delivery", ["worker"], sqlite_where=IN_HAND, postgresql_where=IN_HAND)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE delivery SET ({', '.join(f'{name} = 0.02' for name in VACUUM)})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE delivery RESET ({', '.join(VACUUM)})")
    op.drop_index("ix_delivery_in_hand", "delivery")
    _be_unique("subscriber_id_mailing_id", "mailing_id", "subscriber_id")
    op.create_index(op.f("ix_delivery_subscriber_id"), "delivery", ["subscriber_id"])
    op.create_index("ix_delivery_worker", "delivery", ["worker", "state"])


def _be_unique(before: str, *columns: str) -> None:
    """By the reader first: then it also finds what refers to a reader who is deleted."""
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint(f"uq_delivery_{before}", type_="unique")
        delivery.create_unique_constraint(op.f(f"uq_delivery_{'_'.join(columns)}"), list(columns))
