"""The week on one page, and the weeks ahead: who writes and who translates what by when."""

from flask import Flask

from newsletter.planning import models as models


def init_app(app: Flask) -> None:
    pass
