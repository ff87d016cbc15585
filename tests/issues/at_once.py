"""People who act as nearly at once as can be, each on a connection of their own."""

import threading
from collections.abc import Callable

from flask import Flask

from newsletter.db import db
from newsletter.issues.building import builder
from newsletter.issues.models import Issue
from newsletter.issues.refusals import Refusal

CHANGED = (
    *("waiver", "edition", "entry", "box", "issue", "skipped_week"),
    *("revision", "text", "byline", "author", "commentary", "audit_entry"),
)


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """How it ended for each of those who act as nearly at once as can be."""
    ready, ends = threading.Barrier(len(acts)), list[str]()

    def one(act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                act()
                db.session.commit()
                ends.append("done")
            except Refusal as refusal:
                db.session.rollback()
                ends.append(type(refusal).__name__)

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def both(app: Flask, number: int | dict[str, int], act: Callable[[Issue, str], object]) -> list[str]:
    def one(handle: str) -> None:
        mine = number if isinstance(number, int) else number[handle]
        act(builder.numbered(mine, to_change=True), handle)

    return at_once(app, lambda: one("nina"), lambda: one("vera"))
