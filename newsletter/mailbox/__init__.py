"""The local mailbox: a real SMTP server on loopback that delivers nowhere, and pages to look at what it took.

It holds addresses in clear and is meant for trying things out: it runs only while no relay is configured, and forgets.
"""

import datetime as dt
import shutil
from pathlib import Path

from flask import Flask

from newsletter.mailbox.server import MailboxServer
from newsletter.mailbox.store import Store

KEPT = dt.timedelta(hours=48)
"""No longer than a sign-up that nobody confirmed."""


def purge(data: Path, at: dt.datetime) -> None:
    if _folder(data).exists():
        Store(_folder(data)).forget(at - KEPT)


def discard(data: Path) -> None:
    """All of it: a relay takes the mails from now on, or nobody is to read the list any more."""
    shutil.rmtree(_folder(data), ignore_errors=True)


def start(app: Flask) -> MailboxServer:
    """Serve SMTP on a free loopback port. Stop it with `.stop()`."""
    store = Store(_folder(app.config["DATA"]))
    server = MailboxServer(store)
    app.extensions["mailbox"] = store
    app.extensions["mailbox_address"] = (server.hostname, server.port)
    server.start()
    return server


def _folder(data: Path) -> Path:
    return data / "mailbox"
