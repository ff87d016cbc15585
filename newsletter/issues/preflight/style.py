"""What the house style says of the texts that leave."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from newsletter.housestyle.findings import Finding as StyleFinding
from newsletter.housestyle.findings import Severity as StyleSeverity
from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about, leaving

MOST_ALIKE = 5
"""Findings of one rule in one text that are told one by one."""
_AROUND = 25
"""Characters of what stands before and after a passage."""

FORBIDDEN = Rule(
    "style-forbidden", Family.TEXTS, Severity.BLOCK, _l("The house style forbids nothing that stands in a text.")
)
DOUBTED = Rule("style-doubted", Family.TEXTS, Severity.WARN, _l("The house style has no doubt about anything."))

RULES = (FORBIDDEN, DOUBTED)


def house_style(facts: IssueFacts) -> Iterator[Found]:
    for entry, text in leaving(facts):
        by_rule: dict[str, list[StyleFinding]] = defaultdict(list)
        for found in text.style:
            by_rule[found.rule].append(found)
        for name, found_by_it in by_rule.items():
            yield from _of_one_rule(name, found_by_it, about(entry, text), text.place)


def _of_one_rule(name: str, found: Sequence[StyleFinding], about: str, place: str) -> Iterator[Found]:
    rule = FORBIDDEN if any(each.severity is StyleSeverity.BLOCK for each in found) else DOUBTED
    for each in found[:MOST_ALIKE]:
        says = _(each.message, **each.values).removesuffix(".")
        says = _("%(message)s – “%(words)s”", message=says, words=_around(each))
        yield Found(rule, about, says, place, name=name)
    if (more := len(found) - MOST_ALIKE) > 0:
        yield Found(rule, about, and_more(more), place, name=name)


def and_more(number: int) -> str:
    return str(ngettext("and %(num)s more like it", "and %(num)s more like it", number))


def _around(found: StyleFinding) -> str:
    """The words with what stands around them, so that they can be found."""
    words, start, end = found.passage.words, found.start - _AROUND, found.end + _AROUND
    before = words[: found.start] if start <= 0 else "…" + words[start : found.start].partition(" ")[2]
    after = words[found.end :] if end >= len(words) else words[found.end : end].rpartition(" ")[0] + "…"
    return " ".join(f"{before}{found.words}{after}".split())


CHECKS = (house_style,)
