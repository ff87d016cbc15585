"""An issue that others see too: outside the transaction in which a test runs."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import Model, db
from tests import factories
from tests.issues.at_once import CHANGED


@pytest.fixture
def committed_issue(built_app: Flask) -> Iterator[int]:
    with built_app.app_context():
        number = factories.issue(factories.commentary()).number
        db.session.commit()
    yield number
    with built_app.app_context():
        for name in CHANGED:
            db.session.execute(sa.delete(Model.metadata.tables[name]))
        db.session.commit()
