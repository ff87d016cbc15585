"""What a rule of the preflight is, what it finds, and what becomes of that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from newsletter.issues.preflight.facts import EntryFacts, IssueFacts, TextFacts
from newsletter.languages import Language


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"


class Family(StrEnum):
    ENTRIES = "entries"
    TEXTS = "texts"
    PICTURES = "pictures"
    WORDS = "words"
    LINKS = "links"
    LETTERS = "letters"

    @property
    def label(self) -> str:
        return str(_FAMILIES[self])


_FAMILIES = {
    Family.ENTRIES: _l("Entries"),
    Family.TEXTS: _l("Texts"),
    Family.PICTURES: _l("Pictures"),
    Family.WORDS: _l("Words of the mail"),
    Family.LINKS: _l("Links"),
    Family.LETTERS: _l("Letters and senders"),
}


@dataclass(frozen=True, eq=False)
class Rule:
    name: str
    family: Family
    severity: Severity
    """By itself; the newsroom may decide otherwise."""
    looks_for: str
    """A sentence for whoever decides that, translated where it is shown."""
    locked: str = ""
    """Why nobody may decide otherwise; empty if one may."""


@dataclass(frozen=True)
class Found:
    rule: Rule
    about: str
    says: str
    place: str
    waivable: tuple[int, Language] | None = None
    name: str = ""
    """Of the rule of the house style that is broken."""
    publish: tuple[str, ...] = ()
    """Lines for the DNS that would mend it."""


@dataclass(frozen=True)
class Finding:
    rule: str
    severity: Severity
    message: str
    """Translated, and beginning with what it is about."""
    place: str
    """The address at which it can be mended."""
    waivable: tuple[int, Language] | None = None
    """The entry and language that an editor may let the issue leave without."""
    publish: tuple[str, ...] = ()
    """Lines for the DNS that would mend it."""

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCK


def told(found: Found, decided: Mapping[str, Severity]) -> Finding:
    """`decided`: by the name of the rule, where it is to be taken otherwise than by itself."""
    rule = found.rule
    return Finding(
        rule=found.name or rule.name,
        severity=rule.severity if rule.locked else decided.get(rule.name, rule.severity),
        message=f"{found.about}: {found.says}" if found.about else found.says,
        place=found.place,
        waivable=found.waivable,
        publish=found.publish,
    )


def leaving(facts: IssueFacts) -> Iterator[tuple[EntryFacts, TextFacts]]:
    return ((entry, text) for entry in facts.entries for text in entry.texts if text.leaves)


def about(entry: EntryFacts, text: TextFacts | None = None) -> str:
    return f"{entry.title} · {text.language.own_name}" if text else entry.title
