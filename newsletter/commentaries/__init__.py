"""Commentaries: their sections, verdicts, texts and documents, and how files become them."""

from flask import Flask

from newsletter.commentaries import (
    author_routes,
    commands,
    history_routes,
    minor_routes,
    photo_routes,
    presence_routes,
    remark_routes,
    routes,
    section_routes,
    text_routes,
    upload_routes,
)


def init_app(app: Flask) -> None:
    pages = (text_routes, history_routes, photo_routes, presence_routes, remark_routes, author_routes, section_routes)
    for module in (routes, *pages, upload_routes, minor_routes):
        app.register_blueprint(module.blueprint)
    app.cli.add_command(commands.commentaries)
