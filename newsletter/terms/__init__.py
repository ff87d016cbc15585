"""The term base: what names and institutions are called in each language, and which forms to avoid."""

from flask import Flask

from newsletter.terms import import_routes, routes


def init_app(app: Flask) -> None:
    for module in (routes, import_routes):
        app.register_blueprint(module.blueprint)
