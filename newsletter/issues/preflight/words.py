"""The words of the mail itself and of its boxes, and what was meant to be replaced before anybody reads it."""

import re
from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.issues.preflight.facts import BoxFacts, IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about, leaving
from newsletter.languages import Language

# Written so that this file doesn't hold what it looks for. Three X are also a Roman numeral, so they only warn.
_LEFT_IN = re.compile(r"\b(?:T[O]DO|F[I]XME|TK TK|(?i:lorem ipsum))\b")
_PERHAPS_LEFT_IN = re.compile(r"\bX{3,}\b|\?\?\?")

SUBJECT = Rule("subject", Family.WORDS, Severity.BLOCK, _l("The mail has a subject in every language."))
PREHEADER = Rule("preheader", Family.WORDS, Severity.BLOCK, _l("The mail has a preheader in every language."))
PLACEHOLDER = Rule(
    "placeholder", Family.WORDS, Severity.BLOCK, _l("No placeholder is left in texts, boxes or words of the mail.")
)
PERHAPS_PLACEHOLDER = Rule(
    "placeholder-perhaps", Family.WORDS, Severity.WARN, _l("Nothing there looks as if it might be a placeholder.")
)
BOX_LANGUAGE = Rule("box-language", Family.WORDS, Severity.WARN, _l("Every box has words in every language."))
BOX_EMPTY = Rule("box-empty", Family.WORDS, Severity.WARN, _l("Every box has something to show."))
EARLIER = Rule(
    "earlier", Family.WORDS, Severity.BLOCK, _l("The earlier piece is still public, and has not been withdrawn.")
)
DONATION = Rule("donation-link", Family.WORDS, Severity.BLOCK, _l("The donation line leads to an https address."))

RULES = (SUBJECT, PREHEADER, PLACEHOLDER, PERHAPS_PLACEHOLDER, BOX_LANGUAGE, BOX_EMPTY, EARLIER, DONATION)


def of_the_mail(facts: IssueFacts) -> Iterator[Found]:
    place = f"{facts.place}#words"
    for language in needed(facts):
        if not facts.subjects.get(language, "").strip():
            yield Found(SUBJECT, language.own_name, _("the subject is empty"), place)
        if not facts.preheaders.get(language, "").strip():
            yield Found(PREHEADER, language.own_name, _("the preheader is empty"), place)


def needed(facts: IssueFacts) -> list[Language]:
    """A language that every entry leaves without needs no words of its own."""
    return list(dict.fromkeys(text.language for _entry, text in leaving(facts)))


def boxes(facts: IssueFacts) -> Iterator[Found]:
    for box in facts.boxes:
        if box.is_empty:
            yield Found(BOX_EMPTY, box.name, _("it has nothing to show, and no mail will carry it"), box.place)
        else:
            yield from _lacking(box, needed(facts))
        if box.href and not box.href.startswith("https://"):
            yield Found(DONATION, box.name, _("its link has to begin with https://"), box.place)
        if box.earlier and box.earlier.withdrawn:
            yield Found(EARLIER, box.name, _("“%(title)s” has been withdrawn", title=box.earlier.title), box.place)
        elif box.earlier and not box.earlier.is_public:
            says = _("readers can’t find “%(title)s” on the site", title=box.earlier.title)
            yield Found(EARLIER, box.name, says, box.place)


def _lacking(box: BoxFacts, languages: list[Language]) -> Iterator[Found]:
    for language in languages:
        if box.words is not None and not box.words.get(language, "").strip():
            says = _("it has no words in this language; readers get another or nothing")
            yield Found(BOX_LANGUAGE, f"{box.name} · {language.own_name}", says, box.place)


def placeholders(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        words = f"{text.title}\n{text.standfirst}\n{text.body}"
        yield from _placeholders_in(words, about(entry, text), text.place)
    for language in Language:
        parts = (facts.subjects, facts.preheaders, facts.openings, facts.closings)
        words = "\n".join(part.get(language, "") for part in parts)
        yield from _placeholders_in(words, language.own_name, f"{facts.place}#words")
        for box in facts.boxes:
            words = (box.words or {}).get(language, "")
            yield from _placeholders_in(words, f"{box.name} · {language.own_name}", box.place)


def _placeholders_in(words: str, about: str, place: str) -> Iterator[Found]:
    for pattern, rule in ((_LEFT_IN, PLACEHOLDER), (_PERHAPS_LEFT_IN, PERHAPS_PLACEHOLDER)):
        if found := pattern.search(words):
            yield Found(rule, about, _("“%(words)s” looks like a placeholder", words=found[0]), place)


CHECKS = (of_the_mail, boxes, placeholders)
