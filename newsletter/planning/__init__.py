"""The week on one page, and the weeks ahead: who writes and who translates what by when."""

from flask import Flask

from newsletter.commentaries.writing import begun
from newsletter.planning import absence_routes, letter_routes, ownership, plan_routes, routes, when
from newsletter.translation import cells


def init_app(app: Flask) -> None:
    for module in (routes, plan_routes, letter_routes, absence_routes):
        app.register_blueprint(module.blueprint)
    begun.connect(ownership.give_to_whom_is_asked)
    app.jinja_env.filters.update(short_moment=when.short_moment, short_day=when.short_day, away_words=when.away_words)
    app.jinja_env.globals.update(asked_for=ownership.asked_for, cells_of=cells.cells_of_one)
