"""How many readers an issue would reach."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.languages import Reading
from newsletter.subscribers.models import Status, Subscriber


def readers() -> dict[Reading, int]:
    """Active readers by reading; every reading is there."""
    counted = sa.select(Subscriber.reading, sa.func.count()).where(Subscriber.status == Status.ACTIVE)
    found = {reading: count for reading, count in db.session.execute(counted.group_by(Subscriber.reading))}
    return {reading: found.get(reading, 0) for reading in Reading}
