"""How many readers an issue would reach."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.languages import EditionKey, Reading, Variant
from newsletter.subscribers.models import Status, Subscriber


def readers() -> dict[EditionKey, int]:
    """Active readers by what they asked for; every edition that there could be is there."""
    asked = Subscriber.reading, Subscriber.variant
    counted = sa.select(*asked, sa.func.count()).where(Subscriber.status == Status.ACTIVE).group_by(*asked)
    found = {EditionKey(reading, variant): count for reading, variant, count in db.session.execute(counted)}
    every = [EditionKey(reading, variant) for variant in Variant for reading in Reading]
    return {key: found.get(key, 0) for key in every}
