"""The mailer: audiences, deliveries, the SMTP client, recovery, and the sending screen."""

from flask import Flask

from newsletter.mailer import routes


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
