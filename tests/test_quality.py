"""The tools that read the code. Each is one test, so that a finding reads like a failed test."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = {
    "ruff finds nothing": ["ruff", "check", "."],
    "the code is formatted": ["ruff", "format", "--check", "."],
    "every type is right": ["mypy"],
    "each stage imports only earlier ones": ["importlinter"],
    "the templates are tidy": ["djlint", "--lint", "templates"],
}


@pytest.mark.parametrize("tool", TOOLS.values(), ids=TOOLS.keys())
def test_the_code_reads_well(tool: list[str]) -> None:
    program = [sys.executable, "-m", *tool]
    if tool == ["importlinter"]:
        program = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_holds_a_registry_a_machine_path_or_a_secret() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    forbidden = ["/" + "work/", "/" + "root/", "index" + "-url", "pypi" + ".org/simple", "BEGIN " + "PRIVATE KEY"]
    found = [
        f"{name}: {word}"
        for name in filter(None, tracked.stdout.split("\0"))
        if (ROOT / name).is_file()
        for word in forbidden
        if word.encode() in (ROOT / name).read_bytes()
    ]
    assert not found
