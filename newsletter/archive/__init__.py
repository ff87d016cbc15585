"""The public pages: the current issue, past ones, and every commentary in each language it exists in."""

from flask import Flask

from newsletter.archive import context, letter_routes


def init_app(app: Flask) -> None:
    app.register_blueprint(letter_routes.blueprint)
    app.context_processor(context.for_public_pages)
