"""From draft to approved: who asks for review, what approval names, and how it is taken back.

Nothing here commits. `by` is nobody where a command does it.
"""

from sqlalchemy.exc import IntegrityError

from newsletter.commentaries.document import is_empty
from newsletter.commentaries.models import Text, TextState
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.writing import handle_of
from newsletter.db import db, now
from newsletter.languages import slug_of
from newsletter.staff.models import Staff, record


class Unfinished(Refusal):
    message = N_("A text needs a title and a body before it can be approved or sent to review.")


class NotInReview(Refusal):
    message = N_("This text is not in review any more.")


class NotApproved(Refusal):
    message = N_("This text is not approved, so there is nothing to withdraw.")


def submit(text: Text, *, by: Staff) -> None:
    """Ask an editor to look at it. Raises Unfinished."""
    _require_whole(text)
    _move(text, TextState.IN_REVIEW, by)


def return_to_draft(text: Text, *, by: Staff) -> None:
    """Out of review, because something has to change first. Raises NotInReview."""
    db.session.refresh(text, with_for_update=True)
    if text.state is not TextState.IN_REVIEW:
        raise NotInReview
    _move(text, TextState.DRAFT, by)


def approve(text: Text, *, by: Staff | None) -> None:
    """The newest revision is what the public may see. Raises Unfinished.

    Its address is made of its title now, and stays as it is from here on, since people may link to it.
    """
    _require_whole(text)
    if text.slug is None:
        _give_slug(text)
    text.approved_revision = text.revision
    _move(text, TextState.APPROVED, by)


def withdraw(text: Text, *, by: Staff) -> None:
    """No revision is approved any more, and the public sees none. Raises NotApproved."""
    db.session.refresh(text, with_for_update=True)
    if text.approved_revision is None:
        raise NotApproved
    text.approved_revision = None
    _move(text, TextState.WITHDRAWN, by)


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
