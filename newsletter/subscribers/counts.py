"""How many readers there are, without saying anything about one of them."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.languages import Reading
from newsletter.subscribers.models import Status, Subscriber

LEAST = 10
"""A smaller number is not shown: it could be somebody in particular."""

Counts = dict[Reading, dict[Status, int | None]]


def by_reading_and_status() -> Counts:
    """None stands for fewer than LEAST, nobody among them."""
    columns = Subscriber.reading, Subscriber.status
    rows = db.session.execute(sa.select(*columns, sa.func.count()).group_by(*columns))
    found = {(reading, status): count for reading, status, count in rows if count >= LEAST}
    return {reading: {status: found.get((reading, status)) for status in Status} for reading in Reading}
