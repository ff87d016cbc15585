"""Issues: assembled, composed for each reading, checked, locked and released."""

from flask import Flask

from newsletter.commentaries.redaction import forgotten
from newsletter.issues import commands, erasure, release_routes, routes


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(release_routes.blueprint)
    app.cli.add_command(commands.issues)
    forgotten.connect(erasure.forget)
