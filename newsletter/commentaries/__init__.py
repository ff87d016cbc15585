"""Commentaries: their sections, verdicts, texts and documents, and how files become them."""

from flask import Flask

from newsletter.commentaries import (
    commands,
    history_routes,
    photo_routes,
    presence_routes,
    remark_routes,
    routes,
    text_routes,
)


def init_app(app: Flask) -> None:
    for module in (routes, text_routes, history_routes, photo_routes, presence_routes, remark_routes):
        app.register_blueprint(module.blueprint)
    app.cli.add_command(commands.commentaries)
