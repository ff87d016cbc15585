"""`python -m tests.bench.desk [--json]`: the desk with 5,000 commentaries in three languages each.

Reports how many statements each page sends and how many milliseconds it takes, the best of five, on a SQLite file.
"""

import argparse
import datetime as dt
import json
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter import create_app, keys
from newsletter.commentaries.models import Commentary, Revision, Section, Text, TextState
from newsletter.db import db, now
from newsletter.languages import Language, monday_of
from newsletter.migrate import migrate
from newsletter.planning.models import Assignment
from newsletter.staff.models import Role, StaffSession
from newsletter.staff.sessions import key_hash
from tests import factories

COMMENTARIES = 5_000
A_WEEK = 5
PEOPLE = 12
PARAGRAPHS = 12
RUNS = 5
PAGES = {"week": "/desk/", "drafts": "/desk/drafts", "list": "/desk/commentaries", "plan": "/desk/plan"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--commentaries", type=int, default=COMMENTARIES)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = prepared(Path(folder))
        with app.app_context():
            fill(wanted.commentaries)
            engine = db.engine
        measured = {name: measure(app, engine, path) for name, path in PAGES.items()}
        engine.dispose()
    if wanted.json:
        print(json.dumps({"commentaries": wanted.commentaries, "pages": measured}))
        return
    for name, found in measured.items():
        print(f"{name:8} {found['statements']:3} statements {found['milliseconds']:8.1f} ms")


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


def fill(commentaries: int) -> None:
    """Back from this week, five a week; most are approved, the latest are not. One person owns a tenth of all.

    Each translation has seen the first revision of its original, and in every third original a paragraph has changed
    since.
    """
    chance = random.Random(1)
    people = [factories.staff(handle=f"nina{n:02}", role=Role.EDITOR) for n in range(PEOPLE)]
    db.session.add(StaffSession(staff=people[0], key_hash=key_hash("bench"), browser="Bench"))
    sections = db.session.scalars(sa.select(Section).order_by(Section.position)).all()
    this_week = monday_of(now().date())
    pieces, texts, tasks = [], [], []
    for number in range(commentaries):
        week, section = this_week - dt.timedelta(weeks=number // A_WEEK), sections[number % A_WEEK]
        pieces.append({"id": number + 1, "week": week, "section_id": section.id, "original": Language.EN})
        for language in Language:
            owner = chance.choice(people).id
            state = TextState.APPROVED if number >= 4 * A_WEEK else chance.choice(list(TextState))
            texts.append({**_text(number, language), "owner_id": owner, "state": state})
            if number < 50 * A_WEEK:
                task = {"week": week, "section_id": section.id, "language": language, "staff_id": owner}
                tasks.append({**task, "original": language is Language.EN, "due_at": now() + dt.timedelta(days=1)})
    seen = {"number": 1, "sitting": 1, "title": "", "standfirst": "", "document": BODY}
    revisions = [{**seen, "text_id": text["id"]} for text in texts if text["language"] is Language.EN]
    for model, rows in ((Commentary, pieces), (Text, texts), (Revision, revisions), (Assignment, tasks)):
        db.session.execute(sa.insert(model), rows)
    db.session.commit()


def _text(number: int, language: Language) -> dict[str, Any]:
    place = list(Language).index(language)
    text = {"id": 3 * number + place + 1, "commentary_id": number + 1, "language": language, "revision": 1}
    facts = {**text, "title": f"Piece {number}", "source_id": 3 * number + 1 if place else None}
    return {**facts, "document": TRANSLATION if place else CHANGED if number % 3 == 0 else BODY}


def _tied(document: dict[str, Any]) -> dict[str, Any]:
    content = document["content"]
    ties = [{**block["attrs"], "of": [block["attrs"]["id"]], "seen": 1} for block in content]
    return {**document, "content": [{**block, "attrs": attrs} for block, attrs in zip(content, ties, strict=True)]}


_WORDS = "The crossing was rebuilt over the summer, and the queues have grown shorter since. " * 6
BODY = factories.document(*[_WORDS] * PARAGRAPHS)
CHANGED = factories.document("It was closed again.", *[_WORDS] * (PARAGRAPHS - 1))
TRANSLATION = _tied(BODY)


def measure(app: Flask, engine: sa.Engine, path: str) -> dict[str, Any]:
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    client = signed_in(app)
    client.get(path)
    sa.event.listen(engine, "before_cursor_execute", note)
    took = []
    for _ in range(RUNS):
        statements.clear()
        began = time.perf_counter()
        answer = client.get(path)
        took.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.status
    sa.event.remove(engine, "before_cursor_execute", note)
    return {"statements": len(statements), "milliseconds": round(1000 * min(took), 1)}


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["key"] = "bench"
    return client


if __name__ == "__main__":
    main()
