"""How a text stays true to its source: staleness, alignment, memory, machine drafts, and the translating desk."""

from flask import Flask

from newsletter.commentaries.redaction import forgotten
from newsletter.commentaries.retraction import retracted
from newsletter.commentaries.review import approved
from newsletter.translation import (
    commands,
    desk_routes,
    draft_routes,
    machine,
    memory,
    memory_forgetting,
    memory_matches,
    memory_routes,
    style_routes,
)


def init_app(app: Flask) -> None:
    app.register_blueprint(desk_routes.blueprint)
    app.register_blueprint(draft_routes.blueprint)
    app.register_blueprint(memory_routes.blueprint)
    app.register_blueprint(style_routes.blueprint)
    machine.init_app(app)
    memory_matches.init_app(app)
    approved.connect(memory.remember)
    retracted.connect(memory_forgetting.forget_withdrawn)
    forgotten.connect(memory_forgetting.forget_names)
    app.cli.add_command(commands.translation)
