"""What stands in an issue at all, and when it may leave."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.issues.preflight.facts import IssueFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity, about

NOTHING = Rule(
    "entries",
    Family.ENTRIES,
    Severity.BLOCK,
    _l("The issue has something to send."),
    locked=_l("An empty mail helps nobody."),
)
WITHDRAWN = Rule(
    "withdrawn",
    Family.ENTRIES,
    Severity.BLOCK,
    _l("No entry has been withdrawn in every language."),
    locked=_l("What is withdrawn must not be sent."),
)
EMBARGO = Rule(
    "embargo",
    Family.ENTRIES,
    Severity.BLOCK,
    _l("The issue is not due before an embargo ends."),
    locked=_l("An embargo is a promise to somebody else."),
)
EMBARGO_AHEAD = Rule(
    "embargo-ahead", Family.ENTRIES, Severity.WARN, _l("No entry is under embargo while the issue has no time yet.")
)
SECTION = Rule("section", Family.ENTRIES, Severity.BLOCK, _l("Every entry has a section."))
VERDICT = Rule("verdict", Family.ENTRIES, Severity.BLOCK, _l("Every entry has a verdict."))
VERDICT_REASON = Rule(
    "verdict-reason",
    Family.ENTRIES,
    Severity.WARN,
    _l("A verdict that differs from the one before is explained in a callout."),
)
WEEK = Rule(
    "week", Family.ENTRIES, Severity.WARN, _l("Every entry belongs to the week of its issue, unless that is special.")
)

RULES = (NOTHING, WITHDRAWN, EMBARGO, EMBARGO_AHEAD, SECTION, VERDICT, VERDICT_REASON, WEEK)


def nothing_to_send(facts: IssueFacts) -> Iterator[Found]:
    if not facts.editions:
        yield Found(NOTHING, "", _("There is nothing in the issue that could be sent."), facts.place)


def withdrawn(facts: IssueFacts) -> Iterator[Found]:
    for entry in facts.entries:
        if entry.withdrawn:
            says = _("it has been withdrawn: take it out of the issue")
            yield Found(WITHDRAWN, about(entry), says, f"{facts.place}#entries")


def embargoes(facts: IssueFacts) -> Iterator[Found]:
    for entry in facts.entries:
        if entry.embargo:
            says = _("it is under embargo: the issue can’t leave before %(until)s", until=entry.embargo)
            yield Found(EMBARGO if entry.too_early else EMBARGO_AHEAD, about(entry), says, entry.place)


def furniture(facts: IssueFacts) -> Iterator[Found]:
    for entry in facts.entries:
        if not entry.has_section:
            yield Found(SECTION, about(entry), _("it has no section"), entry.place)
        if not entry.has_verdict:
            yield Found(VERDICT, about(entry), _("it has no verdict"), entry.place)
        if entry.must_explain:
            says = _("the verdict differs from the one before, and no callout in the original says why")
            yield Found(VERDICT_REASON, about(entry), says, entry.place)


def weeks(facts: IssueFacts) -> Iterator[Found]:
    for entry in facts.entries:
        if entry.week != facts.week and not facts.special:
            yield Found(WEEK, about(entry), _("it belongs to another week than the issue"), entry.place)


CHECKS = (nothing_to_send, withdrawn, embargoes, furniture, weeks)
