"""What a rule says about a few words."""

from newsletter.housestyle.checks import check
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language


def findings(words: str, language: Language, *, but: str = "no-break-space") -> list[Finding]:
    """Without those of one rule, which sample words would otherwise have to please all the time."""
    return [finding for finding in check([Passage("title", words)], language) if finding.rule != but]


def found(words: str, language: Language, rule: str) -> list[str]:
    return [finding.words for finding in findings(words, language, but="") if finding.rule == rule]


def suggested(words: str, language: Language, rule: str) -> list[str | None]:
    return [finding.suggestion for finding in findings(words, language, but="") if finding.rule == rule]


def blocked(words: str, language: Language) -> list[str]:
    return [finding.words for finding in findings(words, language) if finding.severity is Severity.BLOCK]


def as_repaired(words: str, language: Language) -> str:
    """After a press of “Repair”: with what each finding of that severity says in its place."""
    repairs = [one for one in findings(words, language, but="") if one.severity is Severity.REPAIR]
    for repair in sorted(repairs, key=lambda one: one.start, reverse=True):
        words = words[: repair.start] + (repair.suggestion or "") + words[repair.end :]
    return words
