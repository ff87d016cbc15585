"""How a text stays true to its source: staleness, alignment, memory, machine drafts, and the translating desk."""

from flask import Flask

from newsletter.translation import desk_routes


def init_app(app: Flask) -> None:
    app.register_blueprint(desk_routes.blueprint)
