"""What a mail server handed over and nobody here understood: kept whole, for a person to look at.

The server has let go of it by then, and who sent it mostly can't be written to: nobody else has it any more. There may
be addresses in it, so it is for nobody else to read, and is forgotten like every report.
"""

import datetime as dt
import secrets
import shutil
from pathlib import Path

from flask import current_app

from newsletter.db import now
from newsletter.keys import write_new

_MOMENT = "%Y%m%d-%H%M%S"
"""UTC, in a file's name: a copy of the folder is as old as the mails in it."""


def keep(raw: bytes) -> Path:
    """On the disk when this returns. Raises OSError."""
    path = _folder(current_app.config["DATA"]) / f"{now():{_MOMENT}}-{secrets.token_hex(4)}.eml"
    write_new(path, raw)
    return path


def forget(before: dt.datetime) -> None:
    for path in _folder(current_app.config["DATA"]).glob("*.eml"):
        if path.name < f"{before:{_MOMENT}}":
            path.unlink(missing_ok=True)


def discard(data: Path) -> None:
    """All of it: nobody is to read the list any more."""
    shutil.rmtree(_folder(data), ignore_errors=True)


def _folder(data: Path) -> Path:
    return data / "reports"
