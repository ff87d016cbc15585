"""A real browser and real newsrooms. Needs Chromium on the path, and axe-core from npm for what axe looks at.

They end with this folder: Playwright keeps an event loop running, beside which no Flask application context can end.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, StorageState, expect, sync_playwright

from tests.browser.axe import Axe
from tests.browser.newsroom import Newsroom, started
from tests.browser.watching import PATIENCE, Visits
from tests.needs import needs, npm

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OwnNewsroom = Callable[..., AbstractContextManager[Newsroom]]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS) as launched,
    ):
        yield launched


def chromium() -> str:
    """Debian's shell without windows if it is there: the same engine for half the work of the whole browser."""
    return shutil.which("chromium-headless-shell") or needs("chromium", "apt-get install chromium-headless-shell")


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """For tests whose pages share an address: what they are made of is fetched once."""
    with browser.new_context() as context:
        yield context


@pytest.fixture(scope="package")
def axe() -> Axe:
    return Axe(npm("axe-core", "axe.min.js").read_text("utf-8"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a sample newsroom that was started once. Every process copies the same: it takes seconds to write."""
    here = tmp_path_factory.getbasetemp()
    common = here.parent if "PYTEST_XDIST_WORKER" in os.environ else here
    made = common / "sample"
    with FileLock(common / "sample.lock"):
        if not made.exists():
            with started(common / "sample.new", sample=True):
                pass
            (common / "sample.new").rename(made)
    return made


@pytest.fixture(scope="package")
def newsroom(browser: Browser, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """With the sample in it. For tests that change little and leave room for the others."""
    data = tmp_path_factory.mktemp("newsroom") / "data"
    shutil.copytree(sample, data)
    with started(data, sample=True) as running:
        yield running


@pytest.fixture(scope="package")
def signed_in(browser: Browser, newsroom: Newsroom) -> StorageState:
    """What the browser of the sample newsroom's administrator remembers."""
    with browser.new_context() as context:
        context.new_page().goto(newsroom.opening)
        return context.storage_state()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visits]:
    """For `visit(newsroom)`. A browser that complains fails the test."""
    visits = Visits(browser)
    yield visits
    visits.end()
    assert visits.complaints == []


@pytest.fixture
def own_newsroom(visit: Visits, sample: Path, tmp_path: Path) -> OwnNewsroom:
    """`with own_newsroom() as newsroom`: one for this test alone; started once more it is the same one."""

    @contextmanager
    def own(*, empty: bool = False) -> Iterator[Newsroom]:
        if not (tmp_path / "data").exists() and not empty:
            shutil.copytree(sample, tmp_path / "data")
        with started(tmp_path / "data", sample=not empty) as newsroom:
            yield newsroom
            visit.end()

    return own
