"""The database and the relay of the mailer's own tests."""

from tests.mailer.conftest import built_open_app, counting_relay, open_app, open_database_url

__all__ = ["built_open_app", "counting_relay", "open_app", "open_database_url"]
