"""What may be an entry of the term base."""

from newsletter.commentaries.refusals import N_
from newsletter.languages import Language
from newsletter.terms.matching import TermForms, split
from newsletter.terms.models import NOTE_LENGTH
from newsletter.terms.written import BadForm, parse

MOST_TO_AVOID = 10
"""A language."""

Key = tuple[Language, str]


class NothingPreferred(BadForm):
    message = N_("Write what it is called, in one language at least.")


class TooManyToAvoid(BadForm):
    message = N_("At most %(limit)s forms to avoid in a language.")


class NoteTooLong(BadForm):
    message = N_("The note is longer than %(limit)s characters.")


class AvoidsItself(BadForm):
    message = N_("“%(form)s” can’t be preferred and to be avoided at the same time.")


def checked(term: TermForms) -> TermForms:
    """Raises BadForm."""
    good, bad = term.good, term.bad
    if not any(good.values()):
        raise NothingPreferred
    if len(term.note) > NOTE_LENGTH:
        raise NoteTooLong(limit=NOTE_LENGTH)
    for language in Language:
        if len(bad[language]) > MOST_TO_AVOID:
            raise TooManyToAvoid(limit=MOST_TO_AVOID)
        if both := {form.key for form in good[language]} & {form.key for form in bad[language]}:
            raise AvoidsItself(form=min(both))
    return term


def keys_of(term: TermForms) -> list[Key]:
    """The form that is put in, of each language that has one. The first tells the term from all others."""
    return [
        (language, parse(forms[0], language).key)
        for language in Language
        if (forms := split(term.forms.get(language, "")))
    ]
