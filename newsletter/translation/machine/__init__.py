"""Machine drafts: off until an administrator names a provider. See docs/decisions for what leaves the machine."""

from flask import Flask

from newsletter.translation.machine import configuration, routes, settings_routes


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
    app.register_blueprint(settings_routes.blueprint)
    app.jinja_env.globals.update(machine_host=configuration.host)
