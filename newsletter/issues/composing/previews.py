"""An edition as the desk looks at it before anybody gets it: the very bytes, in the light that readers see them in."""

import re
from collections.abc import Mapping
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from newsletter.issues.composing.editions import Composed
from newsletter.issues.composing.export import sample_reader
from newsletter.issues.models import Issue
from newsletter.languages import EditionKey, Language, Reading, Variant, first_of
from newsletter.letters.bytetemplate import ByteTemplate

INBOX_LENGTH = 140
"""Characters of a mail's beginning that any inbox has room for."""

_ASKS_FOR_LIGHT = re.compile(r"\(\s*prefers-color-scheme:\s*(dark|light)\s*\)")


class View(StrEnum):
    PHONE = "phone"
    DESKTOP = "desktop"
    DARK = "dark"
    NO_PICTURES = "no-pictures"
    """As in programs that fetch none before they are told to."""
    TEXT = "text"
    SOURCE = "source"

    @property
    def label(self) -> str:
        return str(_VIEWS[self])

    @property
    def is_wide(self) -> bool:
        """Whether it wants more room than a phone has."""
        return self in (View.DESKTOP, View.TEXT, View.SOURCE)


_VIEWS = {
    View.PHONE: _l("Phone"),
    View.DESKTOP: _l("Desktop"),
    View.DARK: _l("Dark"),
    View.NO_PICTURES: _l("No pictures"),
    View.TEXT: _l("Plain text"),
    View.SOURCE: _l("Source"),
}


def chosen(issue: Issue, made: Mapping[EditionKey, Composed], asked: MultiDict[str, str]) -> dict[str, object]:
    """What a page's address says of the preview beside it."""
    key = asked.get("edition", type=EditionKey.of) or next(iter(made), EditionKey(Reading.EN))
    return {
        "edition": key,
        "view": asked.get("view", View.PHONE, type=View),
        "views": list(View),
        "shown": made.get(key),
        "after_the_subject": after_the_subject(issue, key, made[key]) if key in made else "",
    }


def html(made: Composed, key: EditionKey, view: View) -> str:
    """For a frame: whatever the desk's own screen is like, light or dark as `view` says. Its links open apart."""
    scheme = "dark" if view is View.DARK else "light"
    page = made.letter.filled(sample_reader(key.variant)).html
    page = _ASKS_FOR_LIGHT.sub(lambda asked: f"({'min' if asked[1] == scheme else 'max'}-width: 0)", page)
    return page.replace("<head>", f'<head><base target="_blank"><meta name="color-scheme" content="{scheme}">', 1)


def plain(made: Composed, key: EditionKey, view: View) -> bytes:
    """The plain text, or the whole message as it leaves."""
    reader = sample_reader(key.variant)
    if view is View.SOURCE:
        return ByteTemplate.of(made.template).splice(reader)
    return made.letter.filled(reader).text.encode()


def after_the_subject(issue: Issue, key: EditionKey, made: Composed) -> str:
    """What an inbox shows there: the preheader, or for want of one how the mail begins."""
    if key.variant is Variant.STANDARD:
        return first_of(issue.preheaders, *key.reading.languages, Language.EN)
    return " ".join(made.letter.text.split())[:INBOX_LENGTH]
