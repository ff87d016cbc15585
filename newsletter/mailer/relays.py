"""Which server takes our mails: the relay of the settings, or the local mailbox while there is none."""

from flask import current_app

from newsletter.mailer.smtp import Relay, Security
from newsletter.staff import sealed_settings, settings


class NoRelay(Exception):
    """Nothing takes our mails: no relay is set, and the local mailbox doesn't run in this process."""


def current() -> Relay:
    """Raises NoRelay; needs the opening keys for the relay's password."""
    chosen = settings.current()
    if chosen.has_relay:
        return Relay(
            host=chosen.relay_host,
            port=chosen.relay_port,
            security=Security(chosen.relay_security),
            username=chosen.relay_username,
            password=sealed_settings.opened("relay_password", chosen.relay_password),
            local_name=chosen.sender_address.rpartition("@")[2],
        )
    if address := current_app.extensions.get("mailbox_address"):
        return Relay(host=address[0], port=address[1])
    raise NoRelay("No relay is set. Set one on the settings page, or run `python app.py` for the local mailbox.")
