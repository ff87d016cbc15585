"""People who write, on a web server of their own that may be killed."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.newsroom import free_port
from tests.browser.saving.colleagues import Writer
from tests.faults.web import Web

TEXTS = 6
"""A test takes one; no file has more tests."""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    running = Web(tmp_path_factory.mktemp("web") / "data", free_port(), texts=TEXTS)
    running.start()
    yield running
    running.end()


@pytest.fixture
def writer(browser: Browser, web: Web) -> Iterator[Any]:
    """`writer("vera")` is somebody new."""
    writers: list[Writer] = []

    def come(handle: str) -> Writer:
        writers.append(Writer(browser, web, handle))
        return writers[-1]

    yield come
    for one in writers:
        one.context.close()
    assert [complaint for one in writers for complaint in one.complaints] == []


@pytest.fixture
def address(web: Web) -> str:
    """Of a text that no other test has."""
    return web.addresses.pop()
