"""The reader's side: signing up, confirming, preferences, leaving; and the sealed list that comes of it."""

from flask import Flask

from newsletter.staff.discreet_form import giving_up
from newsletter.subscribers import commands, counts, preference_routes


def init_app(app: Flask) -> None:
    app.register_blueprint(preference_routes.blueprint)
    app.cli.add_command(commands.subscribers)
    giving_up.connect(counts.who_needs_discreet_letters)
