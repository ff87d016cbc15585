"""The term base's entries: who may stand beside whom, and how they are found. Nothing here commits."""

import datetime as dt
import functools
from collections.abc import Sequence

import sqlalchemy as sa

from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import record
from newsletter.terms.checking import checked, keys_of
from newsletter.terms.matching import TermBase, TermForms
from newsletter.terms.models import Term
from newsletter.terms.written import BadForm, folded

MOST = 2_000


class AlreadyThere(BadForm):
    message = N_("“%(form)s” is in the term base already.")


class TooManyTerms(BadForm):
    message = N_("There are %(limit)s terms, and more are not possible: remove some first.")


class ChangedMeanwhile(Refusal):
    message = N_("Somebody else changed this term while you wrote. Look at both versions, and save the one to keep.")


def value_of(term: Term) -> TermForms:
    return TermForms(term.id, term.forms, term.avoid, term.note)


def all_terms() -> Sequence[Term]:
    return db.session.scalars(sa.select(Term).order_by(Term.id)).all()


def found(search: str, language: Language) -> list[Term]:
    """Those that have it in a form or the note, by what they are called in the language."""
    wanted = folded(search).lower()
    fitting = [term for term in all_terms() if wanted in folded(_all_words(term)).lower()]
    return sorted(fitting, key=lambda term: _called(term, language))


def _all_words(term: Term) -> str:
    avoided = [form for forms in term.avoid.values() for form in forms]
    both = [*term.forms.values(), *avoided]
    return "\n".join([*both, *(form.replace("|", "") for form in both), term.note])


def _called(term: Term, language: Language) -> tuple[bool, str]:
    """Those without a form in the language come last."""
    own = term.forms.get(language, "")
    return not own, (own or next(iter(term.forms.values()), "")).lower()


def add(term: TermForms, *, by: str) -> Term:
    """Raises BadForm."""
    others = to_change()
    if len(others) >= MOST:
        raise TooManyTerms(limit=MOST)
    _require_unlike(checked(term), others)
    made = Term(forms=dict(term.forms), avoid=dict(term.avoid), note=term.note)
    db.session.add(made)
    db.session.flush()
    record(by, "term.added", value_of(made).name)
    return made


def change(term: Term, to: TermForms, *, seen: str, by: str) -> None:
    """`seen` is the version() that the person had before them. Raises BadForm, ChangedMeanwhile."""
    others = [other for other in to_change() if other.id != term.id]
    if version(term) != seen:
        raise ChangedMeanwhile
    _require_unlike(checked(to), others)
    term.forms, term.avoid, term.note = dict(to.forms), dict(to.avoid), to.note
    db.session.flush()
    record(by, "term.changed", value_of(term).name)


def remove(term: Term, *, by: str) -> None:
    db.session.delete(term)
    record(by, "term.removed", value_of(term).name)


def version(term: Term) -> str:
    return term.updated_at.isoformat()


def to_change() -> Sequence[Term]:
    """All; others who want to change any of them wait until we are through."""
    wanted = sa.select(Term).order_by(Term.id).with_for_update()
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).all()


def _require_unlike(term: TermForms, others: Sequence[Term]) -> None:
    key = keys_of(term)[0]
    if any(keys_of(value_of(other))[0] == key for other in others):
        raise AlreadyThere(form=term.good[key[0]][0].citation)


def compiled() -> TermBase:
    """As the table is now. Compiled anew only when it has changed."""
    stamp = db.session.execute(
        sa.select(sa.func.count(), sa.func.max(Term.id), sa.func.max(Term.updated_at), sa.func.sum(Term.id))
    ).one()
    return _compiled(tuple(stamp))


@functools.lru_cache(maxsize=4)
def _compiled(stamp: tuple[int, int | None, dt.datetime | None, int | None]) -> TermBase:
    return TermBase(value_of(term) for term in all_terms())
