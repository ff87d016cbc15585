"""Issues: assembled, composed for each reading, checked, locked and released."""

from flask import Flask

from newsletter.commentaries.redaction import forgotten
from newsletter.commentaries.retraction import retracted
from newsletter.issues import (
    box_routes,
    commands,
    erasure,
    part_routes,
    preview_routes,
    publication_routes,
    release_routes,
    retracting,
    start_routes,
    undo_routes,
)

BUILDER = (start_routes, part_routes, box_routes, undo_routes)
"""Their pages are one blueprint's."""


def init_app(app: Flask) -> None:
    for blueprint in {pages.blueprint for pages in BUILDER}:
        app.register_blueprint(blueprint)
    app.register_blueprint(release_routes.blueprint)
    app.register_blueprint(preview_routes.blueprint)
    app.register_blueprint(publication_routes.blueprint)
    retracted.connect(retracting.take_back)
    forgotten.connect(erasure.forget)
    app.cli.add_command(commands.issues)
