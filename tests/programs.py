"""`python app.py` and `flask …` as processes of their own, forked from one that has imported everything.

To import it all takes some seconds of a processor, and the tests start a hundred of them.
"""

import os
import runpy
import signal
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import flask.cli

from newsletter.paths import templates_folder

CHECKOUT = templates_folder().parent
READY = get_context("forkserver")
READY.set_forkserver_preload(
    ["newsletter.cli", "newsletter.onemachine", "tests.programs", "tests.faults.worker", "tests.issues.killed"]
)


class Program:
    """Running with its output in files: `said`, and what it complains about in `complained`."""

    def __init__(self, *words: str, folder: Path, log: Path, settings: Mapping[str, str]) -> None:
        """`words` as on a command line after the name: none for `python app.py`, otherwise those of `flask`."""
        others = {name: value for name, value in os.environ.items() if not name.startswith("NEWSLETTER_")}
        self._out, self._err = log.with_suffix(".out"), log.with_suffix(".err")
        for path in (self._out, self._err):
            path.write_text("")  # What a program before this one said is not to be heard.
        files = (str(self._out), str(self._err))
        self._process: ForkServerProcess = READY.Process(
            target=_become, args=(words, str(folder), {**others, **settings}, files)
        )
        self._process.start()

    @property
    def said(self) -> str:
        return self._out.read_text()

    @property
    def complained(self) -> str:
        return self._err.read_text()

    @property
    def is_running(self) -> bool:
        return self._process.is_alive()

    def send(self, number: signal.Signals) -> None:
        assert self._process.pid
        os.kill(self._process.pid, number)

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def code(self, *, seconds: float) -> int | None:
        """With which it ended; None if it goes on for longer."""
        self._process.join(seconds)
        return self._process.exitcode


def _become(words: tuple[str, ...], folder: str, environment: dict[str, str], files: tuple[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for number, path in enumerate(files, start=1):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)
    # What runs in the background is started deaf to Ctrl+C by a shell, and a child inherits that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if words:
        sys.argv = ["flask", "--app", str(CHECKOUT / "app"), *words]
        flask.cli.main()
    else:
        sys.argv = ["app.py"]
        runpy.run_path(str(CHECKOUT / "app.py"), run_name="__main__")
