"""Issues: assembled, composed for each reading, checked, locked and released."""

from flask import Flask

from newsletter.commentaries.redaction import forgotten
from newsletter.commentaries.retraction import retracted
from newsletter.issues import (
    commands,
    erasure,
    preview_routes,
    publication_routes,
    release_routes,
    retracting,
    start_routes,
)


def init_app(app: Flask) -> None:
    app.register_blueprint(start_routes.blueprint)
    app.register_blueprint(release_routes.blueprint)
    app.register_blueprint(preview_routes.blueprint)
    app.register_blueprint(publication_routes.blueprint)
    retracted.connect(retracting.take_back)
    forgotten.connect(erasure.forget)
    app.cli.add_command(commands.issues)
