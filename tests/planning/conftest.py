"""A newsroom whose clock is not UTC's."""

import pytest
from flask import Flask

from newsletter.db import db
from newsletter.staff import settings


@pytest.fixture(autouse=True)
def in_warsaw(app: Flask) -> None:
    settings.save(zone="Europe/Warsaw")
    db.session.commit()
