"""The mailer: audiences, deliveries, the SMTP client, recovery, and the sending screen."""

from flask import Flask

from newsletter.mailer import routes
from newsletter.mailer.dkim.commands import dkim as dkim_commands


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
    app.cli.add_command(dkim_commands)
