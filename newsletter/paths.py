"""Where the files lie that are not code: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _beside_or_inside(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def templates_folder() -> Path:
    return _beside_or_inside("templates")


def migrations_folder() -> Path:
    return _beside_or_inside("migrations")


def static_folder() -> Path:
    return _PACKAGE / "static"


def locale_folder() -> Path:
    return _PACKAGE / "locale"
