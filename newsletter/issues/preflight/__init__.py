"""What stands between an issue and its readers: every rule blocks or warns, and says where.

A module per family. Each has its RULES, which say what they look for, and its CHECKS, which look.
"""

from collections.abc import Callable, Iterator, Mapping

from newsletter.issues.preflight import (
    entries,
    frozen,
    letters,
    links,
    outcomes,
    pictures,
    readings,
    senders,
    style,
    texts,
    words,
)
from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Finding, Found, Rule, Severity, told
from newsletter.issues.preflight.letters import SIZE_LIMIT

__all__ = [
    "RULES",
    "SIZE_LIMIT",
    "Family",
    "Finding",
    "Found",
    "Rule",
    "Severity",
    "decisions",
    "found",
    "passed",
    "sort",
]

Check = Callable[[IssueFacts], Iterator[Found]]

RULES: tuple[Rule, ...] = (
    *entries.RULES,
    *texts.RULES,
    *readings.RULES,
    *style.RULES,
    *pictures.RULES,
    *words.RULES,
    *links.RULES,
    *outcomes.RULES,
    *letters.RULES,
    *senders.RULES,
)
"""Those of frozen.py are not among them: while an issue is assembled, nothing is frozen."""

CHECKS: tuple[Check, ...] = (
    *entries.CHECKS,
    *texts.CHECKS,
    *readings.CHECKS,
    *pictures.CHECKS,
    *words.CHECKS,
    *texts.CHECKS_AGAINST_SOURCE,
    *style.CHECKS,
    *links.CHECKS,
    *outcomes.CHECKS,
    *letters.CHECKS,
    *senders.CHECKS,
)
SINCE_THE_LOCK: tuple[Check, ...] = frozen.CHECKS


def found(facts: IssueFacts, checks: tuple[Check, ...] = CHECKS) -> list[Found]:
    return [each for check in checks for each in check(facts)]


def sort(found: list[Found], decided: Mapping[str, Severity]) -> list[Finding]:
    """What blocks before what warns, each in the order of the checks."""
    return sorted((told(each, decided) for each in found), key=lambda finding: not finding.blocks)


def passed(facts: IssueFacts, found: list[Found]) -> list[Rule]:
    """The rules that found nothing, where something is known of what they look for."""
    others = {each.rule for each in found} | outcomes.unknown(facts) | senders.unknown(facts)
    return [rule for rule in RULES if rule not in others]


def decisions(stored: Mapping[str, str]) -> dict[str, Severity]:
    """What the newsroom decided otherwise, as far as this version knows the rule and lets it be decided."""
    known = {rule.name for rule in RULES if not rule.locked}
    severities = {str(severity): severity for severity in Severity}
    return {name: severities[said] for name, said in stored.items() if name in known and said in severities}
