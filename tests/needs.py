"""What a machine may lack. It is then skipped by name."""

import shutil
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
