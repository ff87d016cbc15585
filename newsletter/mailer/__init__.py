"""The mailer: audiences, deliveries, the SMTP client, recovery, and the sending screen."""

from flask import Flask

from newsletter.commentaries.redaction import forgotten
from newsletter.mailer import routes
from newsletter.mailer.dkim.commands import dkim as dkim_commands
from newsletter.mailer.policies.routes import blueprint as policy_pages
from newsletter.mailer.progress import wording
from newsletter.mailer.relays.commands import relays as relay_commands
from newsletter.mailer.relays.routes import blueprint as relay_pages
from newsletter.mailer.reports.commands import reports
from newsletter.mailer.stop_press import erasure as stop_press_erasure
from newsletter.mailer.stop_press.routes import blueprint as stop_press_pages


def init_app(app: Flask) -> None:
    app.register_blueprint(routes.blueprint)
    wording.init_app(app)
    app.register_blueprint(relay_pages)
    app.register_blueprint(policy_pages)
    app.register_blueprint(stop_press_pages)
    forgotten.connect(stop_press_erasure.forget)
    app.cli.add_command(dkim_commands)
    app.cli.add_command(reports)
    app.cli.add_command(relay_commands)
