"""Accounts, roles, sign-in, settings and the audit log."""

from flask import Flask

from newsletter.staff import commands, context, guards, moments, routes, sessions, settings_routes


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    guards.init_app(app)
    moments.init_app(app)
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(settings_routes.blueprint)
    app.context_processor(context.for_templates)
    app.cli.add_command(commands.staff)
