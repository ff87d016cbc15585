"""A correction after the lock and before the release: what is frozen is made anew, and nothing else moves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from markupsafe import Markup

from newsletter.commentaries.diffing import to_html
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.issues.composing import editions
from newsletter.issues.examining.examination import examination
from newsletter.issues.leaving.locking import digests, step
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import NotReady, Overtaken
from newsletter.languages import EditionKey
from newsletter.letters.slots import Slot, fill
from newsletter.staff.models import record

FROZEN = (IssueState.LOCKED, IssueState.SCHEDULED)
"""From the release on, the bytes are on their way and stay as they are."""
NOT_THERE = ("", "")


@dataclass(frozen=True)
class Newer:
    """How the frozen editions differ from what they would be if they were frozen now."""

    keys: tuple[EditionKey, ...] = ()
    passages: Mapping[Markup, tuple[EditionKey, ...]] = field(default_factory=dict)
    """What is other in their words, each with the editions that it is in."""
    approved: tuple[Text, ...] = ()
    """Texts that were approved since."""
    unfinished: tuple[Text, ...] = ()
    """Texts that are being changed: before somebody approves them, nothing can be frozen anew."""


def newer(issue: Issue) -> Newer:
    """Nothing where nothing is frozen, or where it has left."""
    if issue.state not in FROZEN or not issue.editions:
        return Newer()
    if unfinished := tuple(text for text in _texts(issue) if not text.is_approved):
        return Newer(unfinished=unfinished)
    frozen = {edition.key: (edition.digest, edition.text) for edition in issue.editions}
    made = {key: (found.digest, found.letter.text) for key, found in editions.approved(issue).items()}
    keys = tuple(key for key in frozen | made if frozen.get(key, NOT_THERE)[0] != made.get(key, NOT_THERE)[0])
    passages: dict[Markup, tuple[EditionKey, ...]] = {}
    for key in keys:
        for passage in _passages(frozen.get(key, NOT_THERE)[1], made.get(key, NOT_THERE)[1]):
            passages[passage] = (*passages.get(passage, ()), key)
    since = min(edition.created_at for edition in issue.editions)
    approved = tuple(text for text in _texts(issue) if text.updated_at > since)
    return Newer(keys, passages, approved if keys else ())


def freeze_anew(issue: Issue, *, version: int, by: str) -> None:
    """Put new editions in the place of those of `version`; state and schedule stay.

    Raises Overtaken where they aren't the frozen ones any more or have left, or NotReady with what blocks; then the
    frozen ones stay.
    """
    if issue.state not in FROZEN or version != issue.version:
        raise Overtaken(issue.number, issue.state.label)
    before = digests(issue)
    with db.session.begin_nested():
        step(issue, issue.state, state=issue.state)
        issue.editions.clear()
        db.session.flush()
        if blocking := examination(issue).blocking:
            raise NotReady(issue.number, blocking)
        editions.freeze(issue)
        for edition in issue.editions:
            edition.version = version + 1
    record(by, "issue.corrected", str(issue.number), version=version + 1, instead_of=before, editions=digests(issue))


def _texts(issue: Issue) -> Iterator[Text]:
    """Those that go out: a waived one may be in any state."""
    for entry in issue.entries:
        for language, text in entry.commentary.texts.items():
            if language not in entry.waivers:
                yield text


def _passages(before: str, after: str) -> Iterator[Markup]:
    """Paragraphs that differ, word by word."""
    old, new = _paragraphs(before), _paragraphs(after)
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield to_html("\n".join(old[start:end]), "\n".join(new[first:last]))


def _paragraphs(text: str) -> list[str]:
    """Whatever lines they were wrapped into."""
    filled = fill(text, dict.fromkeys(Slot, "…"))
    return [" ".join(part.split()) for part in filled.split("\n\n") if part.strip()]
