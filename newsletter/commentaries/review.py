"""From draft to approved: who asks for review, what approval names, and how it is taken back.

Nothing here commits. `by` is nobody where a command does it.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from blinker import Signal
from flask_babel import get_locale
from sqlalchemy.exc import IntegrityError

from newsletter.commentaries import remarking, verdict_history
from newsletter.commentaries.document import is_empty
from newsletter.commentaries.history import revision_of, version_of
from newsletter.commentaries.models import Revision, Text, TextState
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.remarks import CHANGES
from newsletter.commentaries.writing import handle_of
from newsletter.db import db, now
from newsletter.languages import Language, slug_of
from newsletter.staff import settings
from newsletter.staff.models import Staff, record

approving = Signal(
    "Sent with a text before its newest revision is approved, `by` whom, and the `note` to those who have read it. "
    "Later stages may publish that, or raise a Refusal."
)
approved = Signal("Sent with a text whose newest revision is approved now. Later stages may remember it.")


class Unfinished(Refusal):
    message = N_("A text needs a title and a body before it can be approved or sent to review.")


class NotInReview(Refusal):
    message = N_("This text is not in review any more: somebody has decided, or taken it back.")


class NotApproved(Refusal):
    message = N_("This text is not approved, so there is nothing to withdraw.")


class OwnWords(Refusal):
    message = N_(
        "The newest words are your own, and a second person has to see them: ask another editor to approve, "
        "or let an administrator allow it in the settings."
    )


class Unexplained(Refusal):
    """`verdict` and `before` in one or two words."""

    message = N_(
        "The verdict is “%(verdict)s”, and was “%(before)s” before: say why in a callout, in three words at the "
        "least. Its button is among the editor’s tools (Ctrl+Shift+9)."
    )


class MachineMade(Refusal):
    message = N_(
        "A machine drafted parts of this text, and nobody has edited or confirmed them: %(count)s. "
        "Go through them before it is approved."
    )


class Unseen(Refusal):
    message = N_("Somebody has changed this text since you opened it: save yours if you have any, read, then approve.")


def submit(text: Text, *, by: Staff) -> None:
    """Ask an editor to look at it. Raises Unfinished, Unexplained."""
    _require_whole(text)
    _require_reasoning(text)
    remarking.meet_requests(text, by=by)
    _move(text, TextState.IN_REVIEW, by)


def return_to_draft(text: Text, *, by: Staff) -> None:
    """Out of review, to go on writing. Raises NotInReview."""
    db.session.refresh(text, with_for_update=True)
    require_in_review(text)
    _move(text, TextState.DRAFT, by)


def ask_for_changes(text: Text, *, by: Staff, words: str) -> None:
    """Back to its owner, with what has to change. Raises NotInReview, or what a remark is refused for."""
    db.session.refresh(text, with_for_update=True)
    require_in_review(text)
    remarking.make(text, by=by, words=words, part=CHANGES)
    _move(text, TextState.DRAFT, by)


def require_in_review(text: Text) -> None:
    """Raises NotInReview."""
    if text.state is not TextState.IN_REVIEW:
        raise NotInReview


def approve(text: Text, *, by: Staff | None, opened_at: int | None = None, note: str | None = None) -> None:
    """The newest revision is what the public may see, and a withdrawal is undone.

    `note` tells readers of an earlier one what was put right; an empty one says that there is nothing to tell.

    Raises Unfinished, MachineMade, Unexplained, OwnWords, or Unseen where somebody else saved anything after the
    revision `opened_at`. Its address is made of its title now, and stays as it is from here on, since people may link
    to it.
    """
    db.session.flush()
    db.session.refresh(text, with_for_update=True)
    _require_whole(text)
    if unread := version_of(text).machine_made:
        raise MachineMade(count=len(unread))
    if by and opened_at is not None:
        _require_seen(text, opened_at, by)
    if by and words_are_own(text, by):
        raise OwnWords
    if by:
        _require_reasoning(text)
    approving.send(text, by=by, note=note)
    if text.slug is None:
        _give_slug(text)
    text.approved_revision = text.revision
    text.withdrawal_note, text.withdrawn_at = "", None
    remarking.meet_requests(text, by=by)
    _move(text, TextState.APPROVED, by)
    approved.send(text)


def words_are_own(text: Text, by: Staff) -> bool:
    """Whether nobody but the one who wrote its newest revision would have seen it, and the settings mind that."""
    newest = revision_of(text, text.revision)
    return not settings.current().own_approval and newest is not None and newest.staff_id == by.id


def changes_since_approval(text: Text) -> int:
    """Sittings, since what is saved while typing would count every sentence."""
    later = Revision.text_id == text.id, Revision.number > (text.approved_revision or 0)
    return db.session.scalar(sa.select(sa.func.count(Revision.sitting.distinct())).where(*later)) or 0


def withdraw(text: Text, *, by: Staff, note: str = "") -> None:
    """No revision is approved any more, and the public sees none, but the note in its place. Raises NotApproved."""
    db.session.refresh(text, with_for_update=True)
    if text.approved_revision is None:
        raise NotApproved
    text.approved_revision = None
    text.withdrawal_note, text.withdrawn_at = note, now()
    _move(text, TextState.WITHDRAWN, by)


def hold(texts: Sequence[Text]) -> None:
    """Before the first of several is changed: whoever holds another may wait for the audit log by then."""
    numbers = [text.id for text in texts]
    db.session.execute(sa.select(Text.id).where(Text.id.in_(numbers)).order_by(Text.id).with_for_update())


def _require_seen(text: Text, opened_at: int, by: Staff) -> None:
    """Raises Unseen, unless all that came after is what the approver has just saved."""
    newest = revision_of(text, text.revision)
    own = newest is not None and newest.staff_id == by.id
    if text.revision != opened_at and not (own and text.revision == opened_at + 1):
        raise Unseen


def _require_reasoning(text: Text) -> None:
    """In the original alone: the others follow it."""
    commentary = text.commentary
    before = verdict_history.earlier(commentary) if text.language is commentary.original else None
    if before and commentary.verdict and verdict_history.must_explain(commentary, before):
        spoken = Language(str(get_locale() or Language.EN))
        raise Unexplained(verdict=commentary.verdict.short(spoken), before=before.verdict.short(spoken))


def _require_whole(text: Text) -> None:
    if not text.title or is_empty(text.document):
        raise Unfinished


def _move(text: Text, state: TextState, by: Staff | None) -> None:
    text.state = state
    text.updated_at = now()
    subject = f"commentary {text.commentary_id}, {text.language}"
    record(handle_of(by), f"text.{state}", subject, revision=text.revision)


def _give_slug(text: Text) -> None:
    """The first of title, title-2, title-3 … that no other text of the language has."""
    base, number = slug_of(text.title, text.language) or str(text.commentary_id), 1
    while True:
        try:
            with db.session.begin_nested():
                text.slug = base if number == 1 else f"{base}-{number}"
            return
        except IntegrityError:
            number += 1
