"""Whether each entry is there, approved and true to its source in every language, and has words of its own."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about, leaving

LANGUAGE = Rule(
    "language",
    Family.TEXTS,
    Severity.BLOCK,
    _l("Every entry has an approved text in each language, or a waiver."),
    locked=_l("An issue leaves in all its languages, or an editor signs for the one that it lacks."),
)
STALE = Rule(
    "stale",
    Family.TEXTS,
    Severity.BLOCK,
    _l("No translation lags behind its source, unless an editor has signed for it."),
    locked=_l("A translation that has gone stale must not leave unnoticed: an editor can sign for it."),
)
MACHINE = Rule(
    "machine",
    Family.TEXTS,
    Severity.BLOCK,
    _l("A person has edited or confirmed every block that a machine drafted."),
    locked=_l("Nothing of a machine is published unread."),
)
TITLE = Rule("title", Family.TEXTS, Severity.BLOCK, _l("Every text has a title."))
BODY = Rule("body", Family.TEXTS, Severity.BLOCK, _l("Every text has words."))
STANDFIRST = Rule("standfirst", Family.TEXTS, Severity.WARN, _l("Every text has a standfirst."))
PLAIN = Rule(
    "only-pictures",
    Family.TEXTS,
    Severity.WARN,
    _l("No text consists of pictures alone: as plain text nothing would be left of it."),
)
BYLINE = Rule("byline", Family.TEXTS, Severity.BLOCK, _l("Every text has a byline."))
BYLINE_REDACTED = Rule(
    "byline-redacted", Family.TEXTS, Severity.WARN, _l("No text leaves without a name because its author was redacted.")
)
BYLINE_NAME = Rule(
    "byline-name", Family.TEXTS, Severity.WARN, _l("Every author has a name in the language of the text.")
)

RULES = (LANGUAGE, STALE, MACHINE, TITLE, BODY, PLAIN, STANDFIRST, BYLINE, BYLINE_REDACTED, BYLINE_NAME)


def languages(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        if not text.approved and not entry.withdrawn:
            says = _("the text is not approved") if text.exists else _("the text is missing")
            if text.withdrawn:
                says = _("the text has been withdrawn")
            yield Found(LANGUAGE, about(entry, text), says, text.place, (entry.id, text.language))


def translations(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        how = text.completeness
        if how and text.approved and not how.is_whole and not text.waived:
            says = _("it lags behind its source: %(what)s", what=", ".join(how.wants))
            yield Found(STALE, about(entry, text), says, text.place, (entry.id, text.language))
        if how and how.machine:
            says = ngettext(
                "%(num)s block is a machine’s, and nobody has edited or confirmed it",
                "%(num)s blocks are a machine’s, and nobody has edited or confirmed them",
                how.machine,
            )
            yield Found(MACHINE, about(entry, text), says, text.place)


def empty_fields(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        who = about(entry, text)
        if text.exists and not text.title.strip():
            yield Found(TITLE, who, _("the title is empty"), text.place)
        if text.exists and not text.body.strip():
            yield Found(BODY, who, _("the text has no words"), text.place)
        elif text.exists and text.only_pictures:
            says = _("it has nothing but pictures, and whoever reads the mail as plain text gets nothing of it")
            yield Found(PLAIN, who, says, text.place)
        if text.exists and not text.standfirst.strip():
            yield Found(STANDFIRST, who, _("the standfirst is empty"), text.place)


def bylines(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        who = about(entry, text)
        if text.exists and not text.byline.strip():
            if entry.is_redacted:
                says = _("it leaves without a name, as its author was redacted")
                yield Found(BYLINE_REDACTED, who, says, entry.place)
            else:
                yield Found(BYLINE, who, _("the byline is empty"), entry.place)
        for name in text.unnamed if text.exists else ():
            says = _("%(name)s has no name in this language", name=name)
            yield Found(BYLINE_NAME, who, says, entry.place)


CHECKS = (languages, empty_fields, bylines)
CHECKS_AGAINST_SOURCE = (translations,)
