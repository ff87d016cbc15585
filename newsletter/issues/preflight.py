"""What stands between an issue and its readers: every rule blocks or warns, and says where."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.housestyle.findings import Finding as StyleFinding
from newsletter.housestyle.findings import Severity as StyleSeverity
from newsletter.issues.facts import EntryFacts, IssueFacts, TextFacts
from newsletter.languages import Language, Variant
from newsletter.web import interface_language

SIZE_LIMIT = 74_000
"""Bytes of HTML. Gmail cuts a mail off near 102 kB as encoded, which leaves this much."""
NEAR = 0.9
"""The share of the size limit from which on it is worth a warning."""
MOST_ALIKE = 5
"""Findings of one rule in one text that are told one by one."""
_AROUND = 25
"""Characters of what stands before and after a passage."""

# Written so that this file doesn't hold what it looks for. Three X are also a Roman numeral, so they only warn.
_LEFT_IN = re.compile(r"\b(?:T[O]DO|F[I]XME|TK TK|(?i:lorem ipsum))\b")
_PERHAPS_LEFT_IN = re.compile(r"\bX{3,}\b|\?\?\?")


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"


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

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCK


def findings(facts: IssueFacts) -> list[Finding]:
    """What blocks before what warns, each in the order of the entries."""
    found = [finding for rule in RULES for finding in rule(facts)]
    return sorted(found, key=lambda finding: not finding.blocks)


def _nothing_to_send(facts: IssueFacts) -> Iterator[Finding]:
    if not facts.sizes:
        yield Finding("entries", Severity.BLOCK, _("There is nothing in the issue that could be sent."), facts.place)


def _withdrawn(facts: IssueFacts) -> Iterator[Finding]:
    for entry in facts.entries:
        if entry.withdrawn:
            says = _("it has been withdrawn: take it out of the issue")
            yield _blocking("withdrawn", _about(entry), says, f"{facts.place}#entries")


def _embargoes(facts: IssueFacts) -> Iterator[Finding]:
    for entry in facts.entries:
        if entry.embargo:
            says = _("it is under embargo: the issue can’t leave before %(until)s", until=entry.embargo)
            finding = _blocking if entry.too_early else _warning
            yield finding("embargo", _about(entry), says, entry.place)


def _languages(facts: IssueFacts) -> Iterator[Finding]:
    for entry, text in _leaving(facts):
        if not text.approved and not entry.withdrawn:
            says = _("the text is not approved") if text.exists else _("the text is missing")
            if text.withdrawn:
                says = _("the text has been withdrawn")
            message = f"{_about(entry, text)}: {says}"
            yield Finding("language", Severity.BLOCK, message, text.place, (entry.id, text.language))


def _translations(facts: IssueFacts) -> Iterator[Finding]:
    for entry, text in _leaving(facts):
        how = text.completeness
        if how and text.approved and not how.is_whole and not text.waived:
            says = _("it lags behind its source: %(what)s", what=", ".join(how.wants))
            message = f"{_about(entry, text)}: {says}"
            yield Finding("stale", Severity.BLOCK, message, text.place, (entry.id, text.language))
        if how and how.machine:
            says = ngettext(
                "%(num)s block is a machine’s, and nobody has edited or confirmed it",
                "%(num)s blocks are a machine’s, and nobody has edited or confirmed them",
                how.machine,
            )
            yield _blocking("machine", _about(entry, text), says, text.place)


def _empty_fields(facts: IssueFacts) -> Iterator[Finding]:
    for entry in facts.entries:
        if not entry.has_section:
            yield _blocking("section", _about(entry), _("it has no section"), entry.place)
        if not entry.has_verdict:
            yield _blocking("verdict", _about(entry), _("it has no verdict"), entry.place)
        if entry.must_explain:
            says = _("the verdict differs from the one before, and no callout in the original says why")
            yield _warning("verdict-reason", _about(entry), says, entry.place)
    for entry, text in _leaving(facts):
        about = _about(entry, text)
        if text.exists and not text.title.strip():
            yield _blocking("title", about, _("the title is empty"), text.place)
        if text.exists and not text.body.strip():
            yield _blocking("body", about, _("the text has no words"), text.place)
        if text.exists and not text.standfirst.strip():
            yield _warning("standfirst", about, _("the standfirst is empty"), text.place)


def _bylines(facts: IssueFacts) -> Iterator[Finding]:
    for entry, text in _leaving(facts):
        about = _about(entry, text)
        if text.exists and not text.byline.strip():
            if entry.is_redacted:
                yield _warning("byline", about, _("it leaves without a name, as its author was redacted"), entry.place)
            else:
                yield _blocking("byline", about, _("the byline is empty"), entry.place)
        for name in text.unnamed if text.exists else ():
            says = _("%(name)s has no name in this language", name=name)
            yield _warning("byline-name", about, says, entry.place)


def _photos(facts: IssueFacts) -> Iterator[Finding]:
    for entry, text in _leaving(facts):
        if entry.has_photo and text.exists and not text.alt.strip():
            yield _blocking("photo-alt", _about(entry, text), _("the photo is not described (alt text)"), entry.place)
        if entry.has_photo and text.exists and not text.credit.strip():
            yield _blocking("photo-credit", _about(entry, text), _("the photo has no credit"), entry.place)
        for number, (alt, credit) in enumerate(text.pictures, 1):
            if not alt.strip():
                says = _("picture %(number)s of the text is not described (alt text)", number=number)
                yield _blocking("picture-alt", _about(entry, text), says, text.place)
            if not credit.strip():
                says = _("picture %(number)s of the text has no credit", number=number)
                yield _blocking("picture-credit", _about(entry, text), says, text.place)


def _words(facts: IssueFacts) -> Iterator[Finding]:
    """A language that every entry leaves without needs no words of its own."""
    place = f"{facts.place}#words"
    for language in dict.fromkeys(text.language for _entry, text in _leaving(facts)):
        if not facts.subjects.get(language, "").strip():
            yield _blocking("subject", language.own_name, _("the subject is empty"), place)
        if not facts.preheaders.get(language, "").strip():
            yield _blocking("preheader", language.own_name, _("the preheader is empty"), place)


def _sizes(facts: IssueFacts) -> Iterator[Finding]:
    """A discreet edition has no teasers that would make room: what is clipped is its end."""
    for key, size in facts.sizes.items():
        about, place = key.label(interface_language()), f"{facts.place}#entries"
        says = {"size": f"{size / 1000:.1f}", "limit": f"{SIZE_LIMIT / 1000:.0f}"}
        if size > SIZE_LIMIT and key.variant is Variant.DISCREET:
            over = _("%(size)s kB. Beyond %(limit)s kB Gmail cuts the end off.", **says)
            yield _warning("size", about, over, place)
        elif size > SIZE_LIMIT:
            over = _("%(size)s kB. Beyond %(limit)s kB Gmail cuts the end off: make an entry a teaser.", **says)
            yield _blocking("size", about, over, place)
        elif size > NEAR * SIZE_LIMIT:
            near = _("%(size)s kB, near the %(limit)s kB beyond which Gmail cuts the end off.", **says)
            yield _warning("size", about, near, place)


def _weeks(facts: IssueFacts) -> Iterator[Finding]:
    for entry in facts.entries:
        if entry.week != facts.week:
            yield _warning("week", _about(entry), _("it belongs to another week than the issue"), entry.place)


def _placeholders(facts: IssueFacts) -> Iterator[Finding]:
    for entry, text in _leaving(facts):
        about, words = _about(entry, text), f"{text.title}\n{text.standfirst}\n{text.body}"
        yield from _placeholders_in(words, about, text.place)
    for language in Language:
        words = "\n".join(part.get(language, "") for part in (facts.subjects, facts.preheaders, facts.openings))
        yield from _placeholders_in(words, language.own_name, f"{facts.place}#words")


def _placeholders_in(words: str, about: str, place: str) -> Iterator[Finding]:
    for pattern, finding in ((_LEFT_IN, _blocking), (_PERHAPS_LEFT_IN, _warning)):
        if found := pattern.search(words):
            says = _("“%(words)s” looks like a placeholder", words=found[0])
            yield finding("placeholder", about, says, place)


def _style(facts: IssueFacts) -> Iterator[Finding]:
    for entry, text in _leaving(facts):
        by_rule: dict[str, list[StyleFinding]] = defaultdict(list)
        for found in text.style:
            by_rule[found.rule].append(found)
        for rule, found_by_it in by_rule.items():
            yield from _of_one_rule(rule, found_by_it, _about(entry, text), text.place)


def _of_one_rule(rule: str, found: Sequence[StyleFinding], about: str, place: str) -> Iterator[Finding]:
    blocks = any(each.severity is StyleSeverity.BLOCK for each in found)
    finding = _blocking if blocks else _warning
    for each in found[:MOST_ALIKE]:
        says = _(each.message, **each.values).removesuffix(".")
        yield finding(rule, about, _("%(message)s – “%(words)s”", message=says, words=_around(each)), place)
    if (more := len(found) - MOST_ALIKE) > 0:
        yield finding(rule, about, ngettext("and %(num)s more like it", "and %(num)s more like it", more), place)


def _around(found: StyleFinding) -> str:
    """The words with what stands around them, so that they can be found."""
    words, start, end = found.passage.words, found.start - _AROUND, found.end + _AROUND
    before = words[: found.start] if start <= 0 else "…" + words[start : found.start].partition(" ")[2]
    after = words[found.end :] if end >= len(words) else words[found.end : end].rpartition(" ")[0] + "…"
    return " ".join(f"{before}{found.words}{after}".split())


RULES: tuple[Callable[[IssueFacts], Iterator[Finding]], ...] = (
    _nothing_to_send, _withdrawn, _embargoes, _languages, _empty_fields, _bylines, _photos, _words, _sizes, _weeks,
    _placeholders, _translations, _style,
)  # fmt: skip


def _leaving(facts: IssueFacts) -> Iterator[tuple[EntryFacts, TextFacts]]:
    return ((entry, text) for entry in facts.entries for text in entry.texts if text.leaves)


def _about(entry: EntryFacts, text: TextFacts | None = None) -> str:
    return f"{entry.title} · {text.language.own_name}" if text else entry.title


def _blocking(rule: str, about: str, says: str, place: str) -> Finding:
    return Finding(rule, Severity.BLOCK, f"{about}: {says}", place)


def _warning(rule: str, about: str, says: str, place: str) -> Finding:
    return Finding(rule, Severity.WARN, f"{about}: {says}", place)
