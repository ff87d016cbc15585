"""Newsletter: a weekly of analytic commentaries in English, Belarusian and Russian."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from newsletter import (
    archive,
    commentaries,
    config,
    db,
    housestyle,
    issues,
    keys,
    mailer,
    planning,
    staff,
    subscribers,
    terms,
    tokens,
    translation,
    web,
)
from newsletter.paths import templates_folder
from newsletter.staff import discreet_host
from newsletter.vault import Vault


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application. Raises config.BadSetting or keys.KeyFault with a sentence that says what to do.

    Without keys it still starts, for `keys init` and `migrate`; whatever needs a key then says so.
    """
    app = Flask(__name__, static_folder=None, template_folder=str(templates_folder()))
    app.config.from_mapping(config.load())
    app.config.from_mapping(overrides or {})
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    db.init_app(app)
    open_vault(app)
    discreet_host.init_app(app)
    web.init_app(app)
    for package in (
        staff,
        commentaries,
        subscribers,
        terms,
        housestyle,
        translation,
        issues,
        mailer,
        archive,
        planning,
    ):
        package.init_app(app)
    return app


def open_vault(app: Flask) -> None:
    """Read the key files, at the start and after `keys init`."""

    def read() -> keys.Keys:
        return keys.load(app.config["KEYS"], app.config["OPENING_KEYS"])

    try:
        app.extensions["vault"] = Vault(read(), read)
    except keys.KeysMissing:
        return
    with app.app_context():
        app.secret_key = tokens.secret_for("session")
