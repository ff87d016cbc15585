"""The week on one page, and the weeks ahead: who writes and who translates what by when."""

from flask import Flask

from newsletter.planning import routes


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
