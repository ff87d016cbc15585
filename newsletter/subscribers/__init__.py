"""The reader's side: signing up, confirming, preferences, leaving; and the sealed list that comes of it."""

from flask import Flask

from newsletter.subscribers import commands, link_routes


def init_app(app: Flask) -> None:
    app.register_blueprint(link_routes.blueprint)
    app.cli.add_command(commands.subscribers)
