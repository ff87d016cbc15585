"""An issue as a discreet edition: every piece whole, no picture, no link, and no word that says who sent it."""

import datetime as dt

from babel.dates import format_date
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from newsletter.commentaries.bare import bare
from newsletter.commentaries.models import Text
from newsletter.issues.composing.bodies import bodies
from newsletter.issues.composing.editing import text_for
from newsletter.issues.composing.labels import language_label
from newsletter.issues.models import BoxKind, Entry, Issue
from newsletter.issues.naming import day_of
from newsletter.languages import Language, Reading, Variant, first_of
from newsletter.letters.discretion import without_addresses
from newsletter.letters.views import DiscreetEntry, DiscreetView
from newsletter.staff import settings

SIX_DAYS = dt.timedelta(days=6)


def discreet_view(issue: Issue, reading: Reading, *, drafts: bool = False) -> DiscreetView:
    """`issue` as readers of `reading` get it who asked for a mail that nobody would look at twice.

    What exists in none of the reading's languages is left out: an English card would have to lead somewhere.
    """
    newsroom, language = settings.current(), reading.first
    note = next((box.words for box in issue.boxes if box.kind is BoxKind.NOTE), {})
    with force_locale(language):
        texts = [(entry, text_for(entry, reading.languages, drafts=drafts)) for entry in issue.entries]
        entries = tuple(_entry(entry, text, language) for entry, text in texts if text)
        greeting = _greeting(len(entries))
    return DiscreetView(
        language=language,
        subject=subject(day_of(issue) if issue.special else issue.week + SIX_DAYS, language),
        greeting=greeting,
        note=without_addresses(first_of(note, *reading.languages)),
        entries=entries,
        reply_note=bool(newsroom.discreet_reply_to),
    )


def _entry(entry: Entry, text: Text, language: Language) -> DiscreetEntry:
    verdict = entry.commentary.verdict
    html, plain = bodies(text, bare)
    return DiscreetEntry(
        key=entry.key,
        language=text.language,
        title=without_addresses(text.title),
        verdict_words=verdict.wording(language) if verdict else "",
        mark=verdict.mark if verdict else "",
        label="" if text.language is language else language_label(text.language),
        standfirst=without_addresses(text.standfirst),
        body_html=html,
        body_text=plain,
    )


def subject(day: dt.date, language: Language) -> str:
    """The sender's name and a day, without the year: as one would date a note. An issue's is its Sunday."""
    sender = settings.current().sender(Variant.DISCREET, language)
    date = format_date(day, "MMMM d" if language is Language.EN else "d MMMM", locale=language)
    with force_locale(language):
        return without_addresses(_("%(name)s, %(date)s", name=sender.name, date=date))


def _greeting(number: int) -> str:
    return str(
        ngettext(
            "Hello! There is %(num)s text in this letter. All of it is here: nothing has to be opened.",
            "Hello! There are %(num)s texts in this letter. All of them are here: nothing has to be opened.",
            number,
        )
    )
