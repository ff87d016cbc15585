"""The local mailbox: a real SMTP server on loopback that delivers nowhere, and pages to look at what it took.

It holds addresses in clear and is meant for trying things out; it runs only while no relay is configured.
"""

from flask import Flask

from newsletter.mailbox.server import MailboxServer
from newsletter.mailbox.store import Store


def start(app: Flask) -> MailboxServer:
    """Serve SMTP on a free loopback port. Stop it with `.stop()`."""
    store = Store(app.config["DATA"] / "mailbox")
    server = MailboxServer(store)
    app.extensions["mailbox"] = store
    app.extensions["mailbox_address"] = (server.hostname, server.port)
    server.start()
    return server
