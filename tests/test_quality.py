"""The tools that read the code. Each is one test, so that a finding reads like a failed test."""

import re
import subprocess
import sys
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

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


def test_every_version_that_is_pinned_can_be_had_for_the_oldest_python_that_the_readme_names() -> None:
    oldest = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert oldest
    pins = [line.split("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line]
    needs = {name: metadata(name)["Requires-Python"] or "" for name in pins}
    assert pins
    assert not {name: needs[name] for name in pins if f"{oldest[1]}.0" not in SpecifierSet(needs[name])}
