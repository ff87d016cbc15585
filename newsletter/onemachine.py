"""Everything in one process, for `python app.py`: web server, background work, local mailbox.

It holds the opening keys beside the web server: convenient on one machine, and weaker than two (docs/running.md).
"""

import contextlib
import errno
import os
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout
from flask import Blueprint, Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from newsletter import background, config, create_app, demo, jobs, keys, mailbox, migrate, open_vault, tokens
from newsletter.db import begin_writing, db
from newsletter.mailbox.routes import blueprint as mailbox_pages
from newsletter.mailer import recovery
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.staff import accounts, relays, sessions
from newsletter.staff.guards import loopback
from newsletter.staff.models import Role, Staff, record
from newsletter.tokens import Purpose

WORKER = "one-machine"
"""One name for ever: the next start takes up what this one left undone. The lock sees to it that there is only one."""

blueprint = Blueprint("onemachine", __name__)


class CannotStart(Exception):
    """The message says what to do."""


def main() -> int:
    """Run until Ctrl+C. What the person at the keyboard can mend is told in a sentence."""
    try:
        run()
    except (CannotStart, config.BadSetting, keys.KeyFault, migrate.DatabaseProblem) as problem:
        print(f"newsletter: {problem}", file=sys.stderr)
        return 1
    return 0


def run() -> None:
    wanted = config.load()
    with prepared_folder(wanted), listening(wanted) as listener:
        app = prepared_app()
        offer_sample_newsroom(app)
        with everything_running(app):
            server = _server(app, listener)
            _announce(app)
            signal.signal(signal.SIGTERM, _interrupt)
            with contextlib.suppress(KeyboardInterrupt):
                server.run()
            print("\nStopping…", flush=True)
            server.close()


def _server(app: Flask, listener: socket.socket) -> BaseWSGIServer | MultiSocketServer:
    """Waitress would take X-Forwarded-* away, from which guards.py knows a proxy and web.py whom a limit counts.

    A file that is too large is refused by the app, in a sentence; one that is far too large before it fills the disk.
    """
    return create_server(
        app,
        sockets=[listener],
        threads=8,
        ident=None,
        clear_untrusted_proxy_headers=False,
        max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],
    )


@contextlib.contextmanager
def prepared_folder(wanted: Mapping[str, Any]) -> Iterator[None]:
    """The data folder, writable and ours alone."""
    folder: Path = wanted["DATA"]
    lock = FileLock(folder / "running.lock")
    note = folder / "running.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire(timeout=0)
        note.write_text(wanted["URL"])
    except Timeout:
        raise CannotStart(
            f"Newsletter is running already, at {_address_in(note)}, with the folder {folder}. "
            "Open that address, or stop it there with Ctrl+C first."
        ) from None
    except OSError as error:
        raise CannotStart(
            f"The folder {folder} can't be written: {error.strerror}. Give yourself the right to, "
            "or name another folder in NEWSLETTER_DATA."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _address_in(note: Path) -> str:
    try:
        return note.read_text() or "an unknown address"
    except OSError:
        return "an unknown address"


@contextlib.contextmanager
def listening(wanted: dict[str, Any]) -> Iterator[socket.socket]:
    """The port, before anything else is started."""
    host, port = wanted["HOST"], wanted["PORT"]
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} is in use by another program. Stop that one, or choose another port: "
                f"NEWSLETTER_PORT={port + 1} python app.py"
            ) from error
        raise CannotStart(f"Can't listen on {host}, port {port}: {error.strerror}.") from error
    with listener:
        yield listener


def prepared_app() -> Flask:
    """With keys and an up-to-date database."""
    app = create_app()
    prepare(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(mailbox_pages)
    return app


def prepare(app: Flask) -> None:
    """Make keys where there are none, and bring the database up to date."""
    if "vault" not in app.extensions:
        keys.init(app.config["KEYS"], app.config["OPENING_KEYS"])
        open_vault(app)
    migrate.migrate(app)


def offer_sample_newsroom(app: Flask) -> None:
    """On the first start: a sample newsroom, or an empty one with an administrator."""
    with app.app_context():
        if db.session.scalar(sa.select(sa.func.count(Staff.id))):
            return
        wants = os.environ.get("NEWSLETTER_SAMPLE", "").lower() in ("1", "yes", "true")
        if not wants and sys.stdin.isatty():
            wants = input("Fill the new database with a sample newsroom to try things out? [Y/n] ").lower() != "n"
        if wants:
            demo.load()
        else:
            db.session.add(Staff(handle="admin", name="Admin", role=Role.ADMIN))
        db.session.commit()


@contextlib.contextmanager
def everything_running(app: Flask) -> Iterator[None]:
    """Background work, and the local mailbox unless a relay is set."""
    with app.app_context():
        has_relay = bool(relays.hosts())
    with contextlib.ExitStack() as stack:
        if has_relay:
            mailbox.discard(app.config["DATA"])
        else:
            stack.callback(mailbox.start(app).stop)
        stack.enter_context(working(app, WORKER))
        yield


@contextlib.contextmanager
def working_here(app: Flask) -> Iterator[None]:
    """The same for a command that finds nobody working. Raises CannotStart if somebody begins just now."""
    with prepared_folder(app.config), everything_running(app):
        yield


@contextlib.contextmanager
def working(app: Flask, worker: str) -> Iterator[None]:
    """Background work under a name that no other living process has."""
    with app.app_context():
        recovery.come_back(worker)
    heart = Heartbeat(app, worker)
    app.extensions["heartbeat"] = heart
    heart.start()
    background.start(app, worker=worker, schedules=jobs.SCHEDULES)
    try:
        yield
    finally:
        heart.is_ending = True
        background.stop()
        heart.stop()


@blueprint.get("/open/<token>")
@loopback
def open_signed_in(token: str) -> ResponseReturnValue:
    """The address that the start prints: once, and only from this machine."""
    begin_writing()
    try:
        staff = accounts.redeem(Purpose.SIGN_IN, token)
    except tokens.BadToken:
        return redirect(url_for("staff.sign_in"))
    sessions.start(staff)
    record(staff.handle, "staff.signed_in", staff.handle, by_link="start")
    db.session.commit()
    return redirect(url_for("planning.week"))


def _announce(app: Flask) -> None:
    with app.app_context():
        admin = db.session.scalar(sa.select(Staff).where(Staff.role == Role.ADMIN, Staff.active).order_by(Staff.id))
        token = accounts.sign_in_token(admin) if admin else ""
    url = app.config["URL"]
    print(f"\nNewsletter is running. Open {url}/{f'open/{token}' if token else ''}", flush=True)
    if "mailbox" in app.extensions:
        print(f"Mails stay on this machine: {url}/mailbox")
    print("Stop it with Ctrl+C.\n", flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
