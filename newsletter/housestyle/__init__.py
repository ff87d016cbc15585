"""House style: pure functions from words to findings, a module per family of rules."""

from flask import Flask

from newsletter.housestyle import commands, word_routes


def init_app(app: Flask) -> None:
    app.register_blueprint(word_routes.blueprint)
    app.cli.add_command(commands.housestyle)
