"""What a press of “Repair” does to a passage's words."""

from collections.abc import Iterable

from newsletter.housestyle.findings import Finding, Severity


def repaired(words: str, findings: Iterable[Finding]) -> str:
    """With what each of the passage's REPAIR findings says in its place."""
    repairs = [finding for finding in findings if finding.severity is Severity.REPAIR]
    for finding in sorted(repairs, key=lambda finding: finding.start, reverse=True):
        words = words[: finding.start] + (finding.suggestion or "") + words[finding.end :]
    return words
