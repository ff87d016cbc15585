"""What a machine may lack. It is then skipped by name, and a failure where everything must run."""

import os
import shutil
from typing import NoReturn

import pytest


def needs(program: str, how: str) -> str:
    """The program's path, or a skip that says how to get it; a failure under NEWSLETTER_TEST_ALL=1."""
    if found := shutil.which(program):
        return found
    missing(f"{program} is not installed: {how}")


def missing(why: str) -> NoReturn:
    if os.environ.get("NEWSLETTER_TEST_ALL"):
        pytest.fail(why)
    pytest.skip(why)
