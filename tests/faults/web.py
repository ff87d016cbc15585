"""The web server alone, as a process that can be killed and started again in no time.

`python -m tests.faults.web`, with NEWSLETTER_* as its settings, answers each line on standard input: "prepare 3" with
three texts and two colleagues, as JSON; "start" with the process id of a server, forked after everything is imported.
"""

import html
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from flask import Flask
from waitress.server import create_server

from newsletter import create_app, onemachine
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import Role, StaffSession
from newsletter.staff.sessions import key_hash
from tests import factories

SECONDS_TO_START = 180
COOKIE = "visit"
WORDS = ("The crossing was rebuilt.", "The queue is shorter now.", "Drivers wait an hour.", "Nobody says why.")


def opened(page: str) -> tuple[int, dict[str, Any]]:
    """The revision and the document with which the page of a text opens the editor."""
    revision = re.search(r'name="revision" value="(\d+)"', page)
    document = re.search(r"<textarea[^>]* data-editor[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert revision
    assert document
    return int(revision[1]), json.loads(html.unescape(document[1]))


class Web:
    """A newsroom in `folder` with two colleagues, whose session cookies are `cookies`, and texts at `addresses`."""

    def __init__(self, folder: Path, port: int, *, texts: int) -> None:
        settings = {"NEWSLETTER_DATA": str(folder), "NEWSLETTER_PORT": str(port)}
        others = {name: value for name, value in os.environ.items() if not name.startswith("NEWSLETTER_")}
        self._forker = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.web"],
            env=others | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        prepared: dict[str, Any] = json.loads(self._ask(f"prepare {texts}"))
        self.url = f"http://127.0.0.1:{port}"
        self.database = folder / "newsletter.db"
        self.addresses: list[str] = prepared["addresses"]
        self.cookies: dict[str, str] = prepared["cookies"]
        self._server: int | None = None

    def _ask(self, what: str) -> str:
        assert self._forker.stdin
        assert self._forker.stdout
        self._forker.stdin.write(f"{what}\n")
        self._forker.stdin.flush()
        return self._forker.stdout.readline()

    def start(self) -> None:
        self._server = int(self._ask("start"))
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/desk/token", timeout=60):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def freeze(self) -> None:
        """It hears nothing more, and says nothing."""
        assert self._server is not None
        os.kill(self._server, signal.SIGSTOP)

    def kill(self) -> None:
        """At once, whatever it is doing."""
        if self._server is not None:
            os.kill(self._server, signal.SIGKILL)
            self._ask("wait")
            self._server = None

    def end(self) -> None:
        self.kill()
        self._forker.kill()
        self._forker.wait()
        for pipe in (self._forker.stdin, self._forker.stdout):
            if pipe:
                pipe.close()


def main() -> None:
    for line in sys.stdin:
        what, _, number = line.strip().partition(" ")
        if what == "wait":
            os.wait()
            print("gone", flush=True)
        elif child := os.fork():
            if what == "start":
                print(child, flush=True)
            else:
                os.waitpid(child, 0)
        else:
            app = create_app()
            if what == "start":
                create_server(app, host=app.config["HOST"], port=app.config["PORT"], threads=4).run()
            else:
                print(json.dumps(_prepare(app, int(number))), flush=True)
            os._exit(0)


def _prepare(app: Flask, texts: int) -> dict[str, Any]:
    onemachine.prepare(app)
    with app.app_context():
        cookies = {handle: _signed_in(app, handle) for handle in ("vera", "taras")}
        addresses = [_address_of_a_text() for _ in range(texts)]
        db.session.commit()
        return {"addresses": addresses, "cookies": cookies}


def _address_of_a_text() -> str:
    commentary = factories.commentary(languages=())
    factories.text(commentary, Language.EN, approved=False, document=factories.document(*WORDS))
    return f"/desk/commentaries/{commentary.id}/en"


def _signed_in(app: Flask, handle: str) -> str:
    staff = factories.staff(handle=handle, role=Role.EDITOR)
    db.session.add(StaffSession(staff=staff, key_hash=key_hash(f"key of {handle}"), browser="Test"))
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signing.dumps({"key": f"key of {handle}", "_permanent": True}))


if __name__ == "__main__":
    main()
