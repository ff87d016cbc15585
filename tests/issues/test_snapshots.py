"""Whatever a builder can change is in a snapshot: a column that is new and forgotten there would not be undone."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import Model, db
from newsletter.issues.building.snapshots import snapshot
from newsletter.issues.models import Box, BoxKind, Entry, EntryForm, Issue, Waiver
from newsletter.languages import Language
from tests import factories

WHAT_IT_IS: dict[type[Model], set[str]] = {
    Issue: {
        *("id", "number", "week", "special", "zone", "created_at"),
        *("state", "release_at", "generation", "released_at"),
    },
    Entry: {"id", "issue_id", "position"},
    Box: {"id", "issue_id", "position"},
    Waiver: {"id", "entry_id"},
}
"""Columns that no builder changes, and places, of which the snapshot has the order."""


def columns() -> list[tuple[type[Model], str]]:
    mapped = {model: {attribute.key for attribute in sa.inspect(model).column_attrs} for model in WHAT_IT_IS}
    return [(model, name) for model in mapped for name in sorted(mapped[model] - WHAT_IT_IS[model])]


def another(now: Any) -> Any:
    match now:
        case EntryForm():
            return EntryForm.TEASER
        case BoxKind():
            return BoxKind.NOTE
        case Language():
            return Language.BE
        case bool():
            return not now
        case dict():
            return {"en": "Other words"}
        case str():
            return "other"
        case dt.datetime():
            return now + dt.timedelta(days=1)
    return factories.commentary().id


@pytest.mark.parametrize(("model", "name"), columns())
def test_a_snapshot_tells_when_a_column_has_changed(app: Flask, model: type[Model], name: str) -> None:
    issue = factories.issue(factories.commentary())
    entry, box = issue.entries[0], Box(kind=BoxKind.EARLIER, position=9, words={}, href="")
    issue.boxes.append(box)
    entry.waive(Language.RU, reason="", by="nina", at=issue.created_at)
    db.session.commit()
    before = snapshot(issue)
    row = {Issue: issue, Entry: entry, Box: box, Waiver: entry.waivers[Language.RU]}[model]
    setattr(row, name, another(getattr(row, name)))
    db.session.commit()
    assert snapshot(issue) != before
