"""A correction as the letters that it becomes: one for each edition whose readers it is for."""

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from newsletter.db import now
from newsletter.issues.composing import discreet, editions
from newsletter.issues.composing.editions import Composed
from newsletter.issues.composing.labels import language_label
from newsletter.issues.examining.surroundings import brand_words
from newsletter.issues.models import Issue
from newsletter.issues.naming import issue_line
from newsletter.languages import EditionKey, Language, Variant
from newsletter.letters.composing import compose, compose_edition
from newsletter.letters.discretion import betrayals, betrayals_in_head, without_addresses
from newsletter.letters.letter import Letter
from newsletter.letters.plaintext import paragraphs, wrap
from newsletter.letters.views import DiscreetEntry, DiscreetView, StopPressView
from newsletter.mailer.models import StopPress
from newsletter.mailer.stop_press.refusals import GivesAway
from newsletter.staff import moments, settings
from newsletter.web import public_url


def keys(issue: Issue) -> list[EditionKey]:
    """Whose readers can be written to: of those that it was frozen for what is still offered."""
    offered = set(editions.keys())
    return [edition.key for edition in issue.editions if edition.key in offered]


def keys_of(issue: Issue, stop_press: StopPress) -> list[EditionKey]:
    """Those that are chosen."""
    return [key for key in keys(issue) if key.code in stop_press.editions]


def letters(issue: Issue, stop_press: StopPress) -> dict[EditionKey, Composed]:
    """Those that it has words for. Raises Indiscreet."""
    made = {key: letter(issue, stop_press, key) for key in keys_of(issue, stop_press)}
    return {key: one for key, one in made.items() if one}


def letter(issue: Issue, stop_press: StopPress, key: EditionKey) -> Composed | None:
    """None where it has no words for them. Raises Indiscreet."""
    language = _language_of(stop_press, key)
    if language is None:
        return None
    made = _letter(issue, stop_press, key, language)
    return Composed(made, editions.message_to(issue, key, made))


def must_be_discreet(made: dict[EditionKey, Composed]) -> None:
    """Raises GivesAway."""
    words = brand_words()
    discreet = [one for key, one in made.items() if key.variant is Variant.DISCREET]
    told = (
        found for one in discreet for found in (*betrayals(one.letter, words), *betrayals_in_head(one.template, words))
    )
    if found := list(dict.fromkeys(told)):
        raise GivesAway(found)


def _language_of(stop_press: StopPress, key: EditionKey) -> Language | None:
    """The first of the reading's that it is written in whole."""
    written = (code for code in key.reading.languages if stop_press.subjects.get(code) and stop_press.words.get(code))
    return next(written, None)


def _letter(issue: Issue, stop_press: StopPress, key: EditionKey, language: Language) -> Letter:
    subject, words = stop_press.subjects[language], stop_press.words[language]
    with force_locale(key.reading.first):
        label = "" if language is key.reading.first else language_label(language)
        if key.variant is Variant.DISCREET:
            return compose_edition(_discreet(subject, words, language, key, label)).letter
        view = _standard(issue, subject, words, language, key, label)
    return compose("stop_press", view.language, view=view)


def _standard(issue: Issue, subject: str, words: str, language: Language, key: EditionKey, label: str) -> StopPressView:
    newsroom, first = settings.current(), key.reading.first
    return StopPressView(
        reading=key.reading,
        masthead=newsroom.masthead(first),
        issue_line=issue_line(issue, first),
        subject=subject,
        words=words,
        words_language=language,
        label=label,
        url=public_url("archive.issue", language=first, number=issue.number),
        postal_address=newsroom.postal_address,
        reply_note=bool(newsroom.reply_to),
    )


def _discreet(subject: str, words: str, language: Language, key: EditionKey, label: str) -> DiscreetView:
    return DiscreetView(
        language=key.reading.first,
        subject=discreet.subject(moments.local(now()).date(), key.reading.first),
        greeting=_("Hello!"),
        note="",
        entries=(note(subject, words, language, label),),
        reply_note=bool(settings.current().discreet_reply_to),
    )


def note(subject: str, words: str, language: Language, label: str) -> DiscreetEntry:
    """The subject too stands within the letter: what a phone shows of a mail says no more than a date."""
    said = paragraphs(without_addresses(words))
    return DiscreetEntry(
        key="correction",
        language=language,
        title=without_addresses(subject),
        verdict_words="",
        mark="",
        label=label,
        standfirst="",
        body_html=Markup("\n").join(Markup("<p>{}</p>").format(paragraph) for paragraph in said),
        body_text=wrap("\n\n".join(said)),
    )
