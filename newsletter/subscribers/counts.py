"""How many readers there are, without saying anything about one of them."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.db import db
from newsletter.languages import EditionKey, Reading, Variant
from newsletter.subscribers.models import SignUp, Status, Subscriber

LEAST = 10
"""A smaller number is not shown: it could be somebody in particular."""

Counts = dict[EditionKey, dict[Status, int | None]]


def by_edition_and_status() -> Counts:
    """None stands for fewer than LEAST, nobody among them."""
    columns = Subscriber.reading, Subscriber.variant, Subscriber.status
    rows = db.session.execute(sa.select(*columns, sa.func.count()).group_by(*columns))
    found = {
        (EditionKey(reading, variant), status): count for reading, variant, status, count in rows if count >= LEAST
    }
    keys = [EditionKey(reading, variant) for reading in Reading for variant in Variant]
    return {key: {status: found.get((key, status)) for status in Status} for key in keys}


def who_needs_discreet_letters(_sender: Any) -> str:
    """Why they can't be given up: a sentence for whoever is about to, or nothing."""
    number = sum(
        db.session.scalars(sa.select(sa.func.count()).where(model.variant == Variant.DISCREET)).one()
        for model in (Subscriber, SignUp)
    )
    if not number:
        return ""
    if number < LEAST:
        chosen = _("Fewer than %(least)s readers have chosen discreet letters and would get nothing.", least=LEAST)
    else:
        chosen = ngettext(
            "%(num)s reader has chosen discreet letters and would get nothing.",
            "%(num)s readers have chosen discreet letters and would get nothing.",
            number,
        )
    return " ".join([chosen, _("Keep this address until none are left.")])
