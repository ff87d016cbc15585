"""What can have changed since an issue was locked, so that its frozen editions must not leave as they are."""

from collections.abc import Callable, Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.issues.preflight import entries, letters, senders, texts
from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about, leaving
from newsletter.web import interface_language

BYTES = Rule(
    "edition-bytes",
    Family.LETTERS,
    Severity.BLOCK,
    _l("The frozen editions are byte by byte as they were when the issue was locked."),
    locked=_l("What leaves is what was checked."),
)
SENDER = Rule(
    "edition-sender",
    Family.LETTERS,
    Severity.BLOCK,
    _l("The frozen editions name the sender that the settings name."),
    locked=_l("Mails from an old address may be refused, or tell what the new one hides."),
)

RULES = (BYTES, SENDER)


def bytes_and_senders(facts: IssueFacts) -> Iterator[Found]:
    for key, edition in facts.editions.items():
        who = key.label(interface_language())
        if not edition.is_intact:
            says = _("its words were changed after the lock, as when a name is redacted: freeze it anew")
            yield Found(BYTES, who, says, facts.place)
        if not edition.sender_holds:
            says = _("the sender in the settings is another one since the lock: freeze it anew")
            yield Found(SENDER, who, says, facts.place)


def withdrawn_texts(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        if text.withdrawn and not entry.withdrawn:
            yield Found(texts.LANGUAGE, about(entry, text), _("the text has been withdrawn"), text.place)


CHECKS: tuple[Callable[[IssueFacts], Iterator[Found]], ...] = (
    bytes_and_senders,
    entries.withdrawn,
    withdrawn_texts,
    entries.embargoes,
    letters.betrayals,
    senders.domains,
)
