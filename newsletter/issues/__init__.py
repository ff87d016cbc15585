"""Issues: assembled, composed for each reading, checked, locked and released."""

from flask import Flask

from newsletter.commentaries import review
from newsletter.commentaries.redaction import forgotten
from newsletter.commentaries.retraction import retracted
from newsletter.issues import erasure, naming
from newsletter.issues.beginning import cancel_routes, skip_routes, start_commands, start_routes
from newsletter.issues.building import box_routes, part_routes, undo_routes
from newsletter.issues.composing import preview_routes
from newsletter.issues.examining import settings_routes
from newsletter.issues.leaving import lock_routes, release_commands, release_routes, testing_routes
from newsletter.issues.outside import link_routes
from newsletter.issues.publication import correction_routes, corrections, retracting
from newsletter.issues.publication import routes as publication_routes

BUILDER = (start_routes, skip_routes, cancel_routes, part_routes, box_routes, undo_routes)
"""Their pages are one blueprint's."""


def init_app(app: Flask) -> None:
    naming.init_app(app)
    for blueprint in {pages.blueprint for pages in BUILDER}:
        app.register_blueprint(blueprint)
    app.register_blueprint(lock_routes.blueprint)
    app.register_blueprint(release_routes.blueprint)
    app.register_blueprint(preview_routes.blueprint)
    app.register_blueprint(link_routes.blueprint)
    app.register_blueprint(settings_routes.blueprint)
    app.register_blueprint(testing_routes.blueprint)
    app.register_blueprint(correction_routes.blueprint)
    app.register_blueprint(publication_routes.blueprint)
    review.approving.connect(corrections.tell)
    retracted.connect(retracting.take_back)
    forgotten.connect(erasure.forget)
    for commands in (start_commands, release_commands):
        app.cli.add_command(commands.issues)
