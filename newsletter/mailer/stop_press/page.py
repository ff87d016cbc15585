"""What the pages of a stop-press show."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from flask_babel import format_decimal
from werkzeug.datastructures import MultiDict

from newsletter.db import db
from newsletter.issues.composing.editions import Composed
from newsletter.issues.composing.previews import View
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey, Reading
from newsletter.mailer.models import DeliveryState
from newsletter.mailer.progress import counting
from newsletter.mailer.stop_press import audience, composing, halting, writing
from newsletter.mailer.stop_press.forms import WordsForm
from newsletter.web import interface_language


def issue(number: int) -> Issue | None:
    return db.session.scalar(sa.select(Issue).where(Issue.number == number))


def form(issue: Issue) -> WordsForm:
    """For the editions that somebody has."""
    readers, language = audience.readers(issue), interface_language()
    there = [key for key in composing.keys(issue) if readers.get(key)]
    labels = [(key, f"{key.label(language)} · {format_decimal(readers[key])}") for key in there]
    return WordsForm(writing.draft_of(issue), writing.version_of(issue), labels)


def standing(issue: Issue, words: WordsForm | None = None) -> Mapping[str, Any]:
    """Who has the issue and who waits for it; the form with what is `words` so far."""
    of_editions = [found for found in counting.of_issue(issue.id) if found.mailing.stop_press_id is None]
    return {
        "issue": issue,
        "all_progress": of_editions,
        "halted": halting.halted(issue),
        "leaving": halting.is_leaving([found.mailing for found in of_editions]),
        "on_the_wire": sum(found.counts[DeliveryState.SENDING] for found in of_editions),
        "form": words or form(issue),
        "draft": writing.draft_of(issue),
        "sent": writing.sent(issue),
    }


def letters(issue: Issue, asked: MultiDict[str, str]) -> Mapping[str, Any]:
    """The draft as the letters that it becomes, one of them shown as an address asks."""
    draft = writing.draft_of(issue)
    made: dict[EditionKey, Composed] = composing.letters(issue, draft) if draft else {}
    readers = audience.readers(issue)
    key = asked.get("edition", type=EditionKey.of)
    key = key if key in made else next(iter(made), EditionKey(Reading.EN))
    return {
        "issue": issue,
        "draft": draft,
        "editions": {one: readers.get(one, 0) for one in made},
        "readers": sum(readers.get(one, 0) for one in made),
        "without_words": [one for one in composing.keys_of(issue, draft) if one not in made] if draft else [],
        "edition": key,
        "shown": made.get(key),
        "view": asked.get("view", View.PHONE, type=View),
        "views": [view for view in View if view is not View.NO_PICTURES],
    }
