"""Remarking on a text: remarks with their answers, suggested wordings, and how they are settled.

Nothing here commits. Whoever changes something waits for whoever is saving the text.
"""

import sqlalchemy as sa

from newsletter.commentaries import writing
from newsletter.commentaries.history import version_of
from newsletter.commentaries.models import Text
from newsletter.commentaries.passages import clean_passage, is_there, replaced
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.remark_models import QUOTE_LENGTH, REMARK_LENGTH, Remark, Settlement
from newsletter.commentaries.remarks import CHANGES, unsettled
from newsletter.db import db, now
from newsletter.staff.models import Staff

MOST = 300
"""Remarks and answers that a text may have at once, settled ones apart."""


class NoWords(Refusal):
    message = N_("A remark needs words, or a suggested wording.")


class RemarkTooLong(Refusal):
    message = N_("The remark has more than %(limit)s characters: shorten it.")


class PassageTooLong(Refusal):
    message = N_(
        "The passage has more than %(limit)s characters: choose fewer words, or remark on the whole paragraph."
    )


class SuggestionTooLong(Refusal):
    message = N_("The suggested wording has more than %(limit)s characters: write it into the text itself.")


class NotInTheText(Refusal):
    message = N_("This passage isn’t in the text as it is saved: choose it again.")


class NothingSuggested(Refusal):
    message = N_("The suggested wording is what the passage says already.")


class TooManyRemarks(Refusal):
    message = N_("This text has %(limit)s open remarks: settle some of them first.")


class AlreadySettled(Refusal):
    message = N_("Somebody has settled this remark already.")


class RemarkGone(Refusal):
    message = N_("Whoever wrote this remark has deleted it.")


class NotYours(Refusal):
    message = N_("Only whoever wrote a remark changes or deletes it.")


class Answered(Refusal):
    message = N_("Somebody has answered this remark: settle it instead.")


def make(
    text: Text, *, by: Staff, words: str, part: str | None = None, quote: str = "", suggestion: str | None = None
) -> Remark:
    """Of the whole text, of a part of it (a block, `title` or `standfirst`), or of a passage in that part.

    Raises a Refusal for what is too long, too much, or isn't there.
    """
    _hold(text)
    quote = clean_passage(quote)
    if len(quote) > QUOTE_LENGTH:
        raise PassageTooLong(limit=QUOTE_LENGTH)
    if part not in (None, CHANGES) and not is_there(version_of(text), part, quote):
        raise NotInTheText
    remark = Remark(text_id=text.id, staff_id=by.id, revision=text.revision, block=part, quote=quote)
    remark.suggestion = None if suggestion is None else _wording(suggestion, quote)
    remark.words = _words(words, needed=suggestion is None)
    return _add(text, remark)


def answer(text: Text, to: Remark, *, by: Staff, words: str) -> Remark:
    """Raises AlreadySettled, NoWords, RemarkTooLong or TooManyRemarks."""
    _hold(text, to)
    _must_be_open(to)
    found = Remark(text_id=text.id, answers_id=to.id, staff_id=by.id, revision=text.revision)
    found.words = _words(words)
    return _add(text, found)


def rewrite(text: Text, remark: Remark, *, by: Staff, words: str) -> None:
    """Raises NotYours, AlreadySettled, NoWords or RemarkTooLong."""
    _hold(text, remark)
    _must_be_own(remark, by)
    remark.words = _words(words, needed=remark.suggestion is None)


def delete(text: Text, remark: Remark, *, by: Staff) -> None:
    """Raises NotYours, AlreadySettled or Answered."""
    _hold(text, remark)
    _must_be_own(remark, by)
    if db.session.scalar(sa.select(sa.exists().where(Remark.answers_id == remark.id))):
        raise Answered
    db.session.delete(remark)
    db.session.flush()


def settle(text: Text, remark: Remark, how: Settlement, *, by: Staff) -> None:
    """Raises AlreadySettled."""
    _hold(text, remark)
    _must_be_open(remark)
    _settle(remark, how, by)


def accept(text: Text, remark: Remark, *, by: Staff) -> None:
    """Put the suggested wording into the text, as a new revision of whoever accepts.

    Raises AlreadySettled, NothingSuggested, passages.PassageGone, or what writing.save refuses.
    """
    _hold(text, remark)
    _must_be_open(remark)
    if remark.suggestion is None or remark.block is None:
        raise NothingSuggested
    new = replaced(version_of(text), remark.block, remark.quote, remark.suggestion)
    writing.save(text, title=new.title, standfirst=new.standfirst, document=new.document, heads=new.heads, by=by)
    _settle(remark, Settlement.ACCEPTED, by)


def reopen(text: Text, remark: Remark) -> None:
    """What was accepted stays in the text."""
    _hold(text, remark)
    remark.settled = remark.settled_at = remark.settled_by_id = None
    db.session.flush()


def meet_requests(text: Text, *, by: Staff | None) -> None:
    """Changes that were asked for count as made once the text comes back for review, or is approved."""
    asked = sa.update(Remark).where(Remark.text_id == text.id, Remark.block == CHANGES, Remark.settled.is_(None))
    db.session.execute(asked.values(settled=Settlement.DONE, settled_at=now(), settled_by_id=by.id if by else None))


def _hold(text: Text, remark: Remark | None = None) -> None:
    db.session.refresh(text, with_for_update=True)
    if remark is None:
        return
    if db.session.scalar(sa.select(Remark.id).where(Remark.id == remark.id)) is None:
        raise RemarkGone
    db.session.refresh(remark)


def _must_be_open(remark: Remark) -> None:
    if remark.settled is not None:
        raise AlreadySettled


def _must_be_own(remark: Remark, by: Staff) -> None:
    if remark.staff_id != by.id:
        raise NotYours
    root = db.session.get(Remark, remark.answers_id) if remark.answers_id else remark
    _must_be_open(root or remark)


def _words(raw: str, *, needed: bool = True) -> str:
    words = clean_passage(raw).strip()
    if len(words) > REMARK_LENGTH:
        raise RemarkTooLong(limit=REMARK_LENGTH)
    if needed and not words:
        raise NoWords
    return words


def _wording(raw: str, quote: str) -> str:
    words = clean_passage(raw)
    if len(words) > QUOTE_LENGTH:
        raise SuggestionTooLong(limit=QUOTE_LENGTH)
    if not quote or words == quote:
        raise NothingSuggested
    return words


def _add(text: Text, remark: Remark) -> Remark:
    threads = unsettled().where(Remark.text_id == text.id).with_only_columns(Remark.id)
    count = sa.select(sa.func.count(Remark.id)).where(sa.func.coalesce(Remark.answers_id, Remark.id).in_(threads))
    if (db.session.scalar(count) or 0) >= MOST:
        raise TooManyRemarks(limit=MOST)
    db.session.add(remark)
    db.session.flush()
    return remark


def _settle(remark: Remark, how: Settlement, by: Staff) -> None:
    remark.settled, remark.settled_at, remark.settled_by_id = how, now(), by.id
    db.session.flush()
