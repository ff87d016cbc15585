"""A file for `flask commentaries import`, and what became of it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from click.testing import Result

from newsletter.commentaries.models import Commentary, Revision, Text
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.issues.models import Entry, Issue
from newsletter.staff.models import AuditEntry

PAGE = """November 4 – 10, 2024
Security issues
Fewer patrols on the southern road

The situation has got better

Drivers notice it, the ministry does not say why.

By Yan Lipen

For a month the checks at the crossroads have been shorter, and some have gone.

Those who carry goods say that they plan their days again.
"""

Run = Callable[..., Result]


def rows() -> dict[str, int]:
    models = (Commentary, Text, Revision, Photo, Issue, Entry, AuditEntry)
    return {
        model.__tablename__: db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in models
    }


def imported(result: Result) -> Commentary:
    assert result.exit_code == 0, result.output
    return db.session.scalars(sa.select(Commentary).order_by(Commentary.id.desc())).first() or pytest.fail("none")
