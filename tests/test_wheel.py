"""The built wheel, in an empty environment: everything that a checkout has beside the package is inside."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)], check=True)
    return next(out.glob("*.whl"))


def test_the_wheel_carries_templates_migrations_editor_and_catalogues(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "newsletter/templates/base.html",
        "newsletter/migrations/env.py",
        "newsletter/static/vendor/editor.js.gz",
        "newsletter/locale/be/LC_MESSAGES/messages.mo",
        "newsletter/demo/newsroom.toml",
    ):
        assert needed in names


def test_an_installed_wheel_makes_the_sample_newsroom(wheel: Path, tmp_path: Path) -> None:
    """In a new environment that sees this one's libraries, so that nothing is downloaded twice."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NEWSLETTER_")},
        "NEWSLETTER_DATA": str(tmp_path / "data"),
        "PYTHONPATH": os.pathsep.join([_site(python), libraries]),
    }
    command = [str(tmp_path / "venv" / "bin" / "newsletter")]
    for arguments, says in [
        (["demo"], "sample newsroom is in place"),
        (["demo"], "nothing was changed"),
        (["migrate"], "up to date"),
        (["issues", "check", "2"], ""),
    ]:
        done = subprocess.run(
            command + arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert says in done.stdout


def _site(python: Path) -> str:
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
