"""When the public may see a commentary, and what it reads in the place of one that was withdrawn. Nothing commits."""

import datetime as dt

from newsletter.commentaries.models import Commentary
from newsletter.db import now
from newsletter.languages import Words
from newsletter.staff.models import Staff, record

SUGGESTED_NOTES: Words = {
    "en": "The newsroom has withdrawn this commentary.",
    "be": "Рэдакцыя зняла гэты каментарый з публікацыі.",
    "ru": "Редакция сняла этот комментарий с публикации.",
}


def embargo_of(commentary: Commentary) -> dt.datetime | None:
    """The moment that the public has to wait for; nothing once it is past."""
    return commentary.embargo if commentary.embargo and commentary.embargo > now() else None


def set_embargo(commentary: Commentary, at: dt.datetime | None, *, by: Staff) -> None:
    """Until `at`, or until nothing any more."""
    commentary.embargo = at
    until = {"until": at.isoformat()} if at else {}
    record(by.handle, "commentary.embargo", f"commentary {commentary.id}", **until)
