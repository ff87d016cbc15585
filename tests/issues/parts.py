"""What an issue is made of, by its titles."""

from typing import Any

from newsletter.commentaries.models import Commentary
from newsletter.issues.models import Entry, Issue
from tests import factories


def piece(title: str, section: str = "security", **facts: Any) -> Commentary:
    made = factories.commentary(section=factories.section(section), **facts)
    for text in made.texts.values():
        text.title = title
    return made


def titles(issue: Issue) -> list[str]:
    return [entry.commentary.title for entry in sorted(issue.entries, key=lambda entry: entry.position)]


def parts(issue: Issue) -> list[str]:
    """Its entries' titles, and the kinds of its boxes, in the order of the letter."""
    return [part.commentary.title if isinstance(part, Entry) else str(part.kind) for part in issue.parts]
