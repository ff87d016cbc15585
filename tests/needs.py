"""What a machine may lack. It is then skipped by name."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest


def needs(program: str, how: str) -> str:
    """The program's path, or a skip that says how to get it."""
    if found := shutil.which(program):
        return found
    missing(f"{program} is not installed: {how}")


def missing(why: str) -> NoReturn:
    """Where everything must run, conftest.py makes a failure of it."""
    pytest.skip(why)


def npm(package: str, file: str) -> Path:
    """The path of a file in a package of npm's, or a skip that says how to get it."""
    found = Path(os.environ.get("NEWSLETTER_TEST_NODE_MODULES", "node_modules")) / package / file
    if found.is_file():
        return found.resolve()
    missing(f"{package} is not installed: npm install {package}, here or where NEWSLETTER_TEST_NODE_MODULES points")
