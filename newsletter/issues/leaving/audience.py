"""How many readers an issue would reach."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey, Reading, Variant
from newsletter.subscribers.models import Status, Subscriber


def readers() -> dict[EditionKey, int]:
    """Active readers by what they asked for; every edition that there could be is there."""
    asked = Subscriber.reading, Subscriber.variant
    counted = sa.select(*asked, sa.func.count()).where(Subscriber.status == Status.ACTIVE).group_by(*asked)
    found = {EditionKey(reading, variant): count for reading, variant, count in db.session.execute(counted)}
    every = [EditionKey(reading, variant) for variant in Variant for reading in Reading]
    return {key: found.get(key, 0) for key in every}


def readers_without(issue: Issue) -> dict[EditionKey, int]:
    """Active readers who get nothing of a frozen issue, since it has no edition of what they asked for."""
    there = {edition.key for edition in issue.editions}
    return {key: count for key, count in readers().items() if count and key not in there}
