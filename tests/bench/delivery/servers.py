"""What takes the mails: Postfix's smtp-sink, and a whole Postfix that throws them away."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postfix/sbin"])

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
myhostname = relay.example.org
default_transport = discard:
relay_transport = discard:
local_transport = discard:
in_flow_delay = 0
smtpd_peername_lookup = no
local_recipient_maps =
alias_maps =
smtpd_client_connection_count_limit = 0
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
"""
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
error unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""


class Missing(Exception):
    """A program that this needs isn't here. The message says how to get it."""


def program(name: str) -> str:
    """Raises Missing."""
    if found := shutil.which(name, path=PLACES):
        return found
    raise Missing(f"{name} is missing: install Debian's postfix")


@contextlib.contextmanager
def sink() -> Iterator[int]:
    """The port of a smtp-sink that takes everything."""
    port = _free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    command = [program("smtp-sink"), *user, f"127.0.0.1:{port}", "1000"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()


@contextlib.contextmanager
def discarding_postfix() -> Iterator[int]:
    """The port of a Postfix that queues every message and delivers it to nowhere. Raises Missing."""
    if os.geteuid() != 0:
        raise Missing("a Postfix of its own can be started by root only")
    postfix, port = program("postfix"), _free_port()
    with tempfile.TemporaryDirectory(prefix="newsletter-postfix-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("queue", "data", "etc"):
            (folder / part).mkdir()
        shutil.chown(folder / "data", "postfix")
        (folder / "etc" / "main.cf").write_text(_MAIN.format(folder=folder))
        (folder / "etc" / "master.cf").write_text(_MASTER.format(port=port))
        command = [postfix, "-c", str(folder / "etc")]
        subprocess.run([*command, "start"], check=True, capture_output=True)
        try:
            _wait_for(port)
            yield port
        finally:
            subprocess.run([*command, "stop"], check=False, capture_output=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")
