"""`python -m tests.bench.composing [--json]`: an issue of ten commentaries, all of them whole, in its six editions.

Reports how many seconds of a processor composing takes (it waits for nothing), when nothing is remembered and when
everything has been composed before but one word, each the best of five; the same as a ratio to premailer alone on the
same pages; and by how many bytes the HTML of a reader's message exceeds what the builder says, at the most.
"""

import argparse
import json
import os
import platform
import random
import tempfile
import time
import uuid
from collections.abc import Callable
from email import message_from_bytes
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from flask import Flask

from newsletter import create_app, keys
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.issues.composing import editions
from newsletter.issues.models import Box, BoxKind, Issue
from newsletter.languages import Language, Variant
from newsletter.letters import composing
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.inlining import inline
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.personal import Personal
from newsletter.migrate import migrate
from newsletter.staff import settings
from tests import factories
from tests.bench.vocabulary import paragraph

Result = TypeVar("Result")

COMMENTARIES = 10
PARAGRAPHS = 9
RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = prepared(Path(folder))
        with app.app_context():
            found = measured(filled())
            db.session.rollback()
            db.engine.dispose()
    print(json.dumps(found) if wanted.json else "\n".join(f"{name:30} {value}" for name, value in found.items()))


def prepared(folder: Path) -> Flask:
    keys.init(folder / "keys", folder / "opening-keys")
    app = create_app(
        {
            "DATA": folder,
            "DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
            "KEYS": folder / "keys",
            "OPENING_KEYS": folder / "opening-keys",
        }
    )
    migrate(app)
    return app


def filled() -> Issue:
    chance = random.Random(1)
    settings.save(discreet_address="notes@notes.example.net", discreet_url="https://notes.example.net")
    pieces = []
    for number in range(COMMENTARIES):
        photo = Photo(digest=f"{number:064x}", width=1600, height=900)
        piece = factories.commentary(photo=photo, alts=dict.fromkeys(Language, "A road"))
        for language, text in piece.texts.items():
            text.document = factories.document(*(paragraph(chance, language, 70) for _ in range(PARAGRAPHS)))
        pieces.append(piece)
    issue = factories.issue(*pieces)
    issue.boxes.append(Box(kind=BoxKind.SITUATION, position=0, words={}))
    db.session.flush()
    return issue


def measured(issue: Issue) -> dict[str, object]:
    with patch.object(composing, "inline", side_effect=inline) as inlining:
        made, first = _timed(lambda: editions.every(issue))
    pages = [call.args[0] for call in inlining.call_args_list]
    afresh = min(_timed(lambda: _afresh(issue))[1] for _ in range(RUNS))
    again = min(_timed(lambda: _with_one_word_more(issue))[1] for _ in range(RUNS))
    reference = min(_timed(lambda: [inline(page) for page in pages])[1] for _ in range(RUNS))
    over = [size - edition.size for key, edition in made.items() for size in _as_sent(key.variant, edition)]
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "editions": len(made),
        "kilobytes": round(sum(edition.size for edition in made.values()) / 1000),
        "seconds, first in a process": round(first, 3),
        "seconds": round(afresh, 3),
        "seconds after one word changed": round(again, 3),
        "premailer alone, seconds": round(reference, 3),
        "times premailer alone": round(afresh / reference, 2),
        "bytes more than was said": max(0, *over),
    }


def _afresh(issue: Issue) -> None:
    editions._measured.cache_clear()
    editions.every(issue)


def _with_one_word_more(issue: Issue) -> None:
    text = issue.entries[0].commentary.texts[Language.EN]
    text.title += " more"
    editions.every(issue)


def _as_sent(variant: Variant, edition: editions.Composed) -> list[int]:
    personal, template = Personal.of(45, variant), ByteTemplate.of(edition.template)
    sizes = []
    for number in range(3):
        item = Claimed(id=10**number, uid=uuid.uuid4().bytes, sealed=b"")
        mail = message_from_bytes(template.splice(personal.values(item, "reader@example.org")))
        html = next(part for part in mail.walk() if part.get_content_type() == "text/html").get_payload(decode=True)
        assert isinstance(html, bytes)
        sizes.append(len(html))
    return sizes


def _timed(act: Callable[[], Result]) -> tuple[Result, float]:
    start = time.process_time()
    result = act()
    return result, time.process_time() - start


if __name__ == "__main__":
    main()
