"""The command that imports files, and a file for it."""

from pathlib import Path

import pytest
from flask import Flask

from newsletter.import_command import import_files
from tests.commentaries.importing import PAGE, Run


@pytest.fixture
def run(app: Flask) -> Run:
    return lambda *arguments: app.test_cli_runner().invoke(import_files, [str(argument) for argument in arguments])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "patrols.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path
