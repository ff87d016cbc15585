"""`python app.py` as a person meets it: it starts, or it says in a sentence what to do."""

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.programs import Program

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 180
"""Seconds until it must have started, answered or ended, on a busy machine."""

Start = Callable[..., Program]
Refusal = Callable[..., str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(data: Path, port: int, **more: str) -> dict[str, str]:
    return {"NEWSLETTER_DATA": str(data), "NEWSLETTER_PORT": str(port), **more}


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start it; stopped at the end if the test didn't."""
    running: list[Program] = []

    def started(data: Path, port: int, **more: str) -> Program:
        log = tmp_path_factory.mktemp("log") / "newsletter"
        running.append(Program(folder=ROOT, log=log, settings=settings(data, port, **more)))
        return running[-1]

    yield started
    for program in running:
        program.kill()


def address_from(program: Program) -> str:
    """The address that it prints to be opened."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and program.is_running:
        if found := re.search(r"Open (http\S+)\n", program.said):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"it did not start: {program.complained}")


def opened(address: str) -> HTTPResponse:
    """As a browser does it that was never here before."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    answer: HTTPResponse = browser.open(address, timeout=PATIENCE)
    return answer


@pytest.fixture
def refusal(start: Start) -> Refusal:
    """Start it where it can't: the one line that it says."""

    def refused(data: Path, port: int, **more: str) -> str:
        program = start(data, port, **more)
        assert program.code(seconds=PATIENCE) == 1, program.said + program.complained
        assert "Traceback" not in program.complained
        assert len(program.complained.strip().splitlines()) == 1
        return program.complained

    return refused


def test_the_first_start_gives_one_address_that_signs_in_and_the_next_finds_everything(
    start: Start, tmp_path: Path
) -> None:
    port = free_port()
    first = start(tmp_path, port)
    with opened(address_from(first)) as page:
        assert page.url.endswith("/desk/")
        assert "admin" in page.read().decode()
    first.send(signal.SIGINT)
    assert first.code(seconds=PATIENCE) == 0
    again = start(tmp_path, port)
    with opened(address_from(again)) as page:
        assert page.url.endswith("/desk/")
    again.send(signal.SIGTERM)
    assert again.code(seconds=PATIENCE) == 0


def test_the_printed_address_signs_in_once(start: Start, tmp_path: Path) -> None:
    address = address_from(start(tmp_path, free_port()))
    opened(address).close()
    with opened(address) as page:
        assert "/desk/sign-in" in page.url


def status(address: str, *, through_a_proxy: bool = False) -> int:
    headers = {"X-Forwarded-For": "203.0.113.7"} if through_a_proxy else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def test_the_mailbox_is_never_shown_through_a_proxy(start: Start, tmp_path: Path) -> None:
    """Not even through one that gives this machine as the host, as nginx does unless told otherwise."""
    mailbox = f"http://{urlsplit(address_from(start(tmp_path, free_port()))).netloc}/mailbox"
    assert status(mailbox) == 200
    assert status(mailbox, through_a_proxy=True) == 404


def test_two_copies_started_by_mistake_say_so(start: Start, refusal: Refusal, tmp_path: Path) -> None:
    port = free_port()
    address_from(start(tmp_path, port))
    said = refusal(tmp_path, free_port())
    assert "running already" in said
    assert str(port) in said


def test_a_port_in_use_is_named_with_what_to_do(refusal: Refusal, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refusal(tmp_path, port)
    assert f"Port {port} is in use" in said
    assert "NEWSLETTER_PORT=" in said


def test_a_folder_that_cannot_be_written_is_named(refusal: Refusal, tmp_path: Path) -> None:
    """A file in the folder's place: root, as whom CI runs, may write into a read-only folder."""
    (tmp_path / "data").write_text("")
    said = refusal(tmp_path / "data", free_port())
    assert "can't be written" in said
    assert "NEWSLETTER_DATA" in said


def test_a_file_that_is_no_database_is_named(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / "newsletter.db").write_text("This is no database, but a letter to one." * 100)
    assert "won't open" in refusal(tmp_path, free_port())


def test_a_database_of_a_newer_version_is_not_touched(start: Start, refusal: Refusal, tmp_path: Path) -> None:
    process = start(tmp_path, free_port())
    address_from(process)
    process.send(signal.SIGINT)
    assert process.code(seconds=PATIENCE) == 0
    with sqlite3.connect(tmp_path / "newsletter.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in refusal(tmp_path, free_port())


def test_a_database_server_that_does_not_answer_is_named_without_its_password(refusal: Refusal, tmp_path: Path) -> None:
    url = f"postgresql://weekly:secret@127.0.0.1:{free_port()}/weekly"
    said = refusal(tmp_path, free_port(), NEWSLETTER_DATABASE_URL=url)
    assert "won't open" in said
    assert "secret" not in said


def test_a_setting_that_cannot_work_is_named(refusal: Refusal, tmp_path: Path) -> None:
    assert "NEWSLETTER_TIMEZONE" in refusal(tmp_path, free_port(), NEWSLETTER_TIMEZONE="Minsk")


def test_an_older_python_is_told_so_before_anything_is_imported(tmp_path: Path) -> None:
    """By an interpreter that says it is older: none is at hand."""
    pretend = "import sys; sys.version_info = (3, 9, 0); exec(compile(open('app.py').read(), 'app.py', 'exec'))"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer; this is 3.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_killed_in_the_middle_it_starts_again(start: Start, tmp_path: Path) -> None:
    port = free_port()
    process = start(tmp_path, port, NEWSLETTER_SAMPLE="yes")
    address_from(process)
    process.kill()
    with opened(address_from(start(tmp_path, port))) as page:
        assert page.url.endswith("/desk/")
