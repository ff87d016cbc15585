"""An editor's signature that an entry may leave without one of the languages."""

from flask_babel import gettext as _

from newsletter.db import db, now
from newsletter.issues.building.builder import must_be_assembling
from newsletter.issues.models import Entry, Issue
from newsletter.issues.refusals import NotWaived
from newsletter.languages import Language
from newsletter.staff.models import record
from newsletter.translation.completeness import completeness_of

REASON_LENGTH = 300


def sign(issue: Issue, entry: Entry, language: Language, *, reason: str, by: str) -> None:
    """Raises NotAssembling, or NotWaived without a reason or where the text is approved and true to its source."""
    must_be_assembling(issue)
    if not reason.strip():
        raise NotWaived(_("Say why this entry leaves without that language."))
    if not needs_one(entry, language):
        raise NotWaived(_("The text is approved and current: it needs no waiver."))
    said = reason.strip()[:REASON_LENGTH]
    entry.waive(language, reason=said, by=by, at=now())
    db.session.flush()
    record(by, "waiver.signed", _subject(issue, entry), language=language, reason=said)


def needs_one(entry: Entry, language: Language) -> bool:
    text = entry.commentary.approved(language)
    return text is None or any(not how.is_whole for how in completeness_of([text]).values())


def sign_all(issue: Issue, languages: tuple[Language, ...], *, reason: str, by: str) -> int:
    """For every entry that lacks one of `languages` and has no waiver yet; returns how many."""
    lacking = [
        (entry, language)
        for entry in issue.entries
        for language in languages
        if language not in entry.waivers and needs_one(entry, language)
    ]
    for entry, language in lacking:
        sign(issue, entry, language, reason=reason, by=by)
    return len(lacking)


def withdraw(issue: Issue, entry: Entry, language: Language, *, by: str) -> None:
    must_be_assembling(issue)
    if entry.waivers.pop(language, None):
        db.session.flush()
        record(by, "waiver.withdrawn", _subject(issue, entry), language=language)


def _subject(issue: Issue, entry: Entry) -> str:
    return f"{issue.number}: {entry.commentary.title}"
