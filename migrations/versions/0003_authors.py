"""Authors in the place of names"""

import datetime as dt
import json
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LANGUAGES = ("en", "be", "ru")

commentary = sa.table("commentary", sa.column("id", sa.Integer), sa.column("bylines", sa.JSON))
author = sa.table(
    "author",
    sa.column("id", sa.Integer),
    sa.column("names", sa.JSON),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
byline = sa.table(
    "byline",
    sa.column("commentary_id", sa.Integer),
    sa.column("author_id", sa.Integer),
    sa.column("position", sa.Integer),
)


def upgrade() -> None:
    """Whoever has the same names in all languages is the same author."""
    connection = op.get_bind()
    known = {_key(names): number for number, names in connection.execute(sa.select(author.c.id, author.c.names))}
    for commentary_id, names in connection.execute(sa.select(commentary).order_by(commentary.c.id)).all():
        names = {language: name for language, name in names.items() if name.strip()}
        if not names:
            continue
        if _key(names) not in known:
            made = sa.insert(author).values(names=names, created_at=dt.datetime.now(dt.UTC)).returning(author.c.id)
            known[_key(names)] = connection.execute(made).scalar_one()
        place = {"commentary_id": commentary_id, "author_id": known[_key(names)], "position": 1}
        connection.execute(sa.insert(byline).values(place))
    # Not in a batch: SQLite would drop the table that is made anew, and with it every row that refers to it.
    op.drop_column("commentary", "bylines")


def _key(names: dict[str, str]) -> str:
    return json.dumps(names, sort_keys=True)


def downgrade() -> None:
    """Authors stay for the next upgrade to find; several of one piece become one name."""
    op.add_column("commentary", sa.Column("bylines", sa.JSON(), nullable=False, server_default=sa.text("'{}'")))
    connection = op.get_bind()
    placed = sa.select(byline.c.commentary_id, author.c.names).join(author, author.c.id == byline.c.author_id)
    of_commentary: dict[int, list[dict[str, str]]] = defaultdict(list)
    for commentary_id, names in connection.execute(placed.order_by(byline.c.commentary_id, byline.c.position)):
        of_commentary[commentary_id].append(names)
    for commentary_id, authors in of_commentary.items():
        joined = {
            language: ", ".join(names[language] for names in authors if names.get(language)) for language in LANGUAGES
        }
        stored = {language: name for language, name in joined.items() if name}
        connection.execute(sa.update(commentary).where(commentary.c.id == commentary_id).values(bylines=stored))
    connection.execute(sa.delete(byline))
