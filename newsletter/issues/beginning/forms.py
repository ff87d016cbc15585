"""Forms of how an issue begins, or doesn't."""

from collections.abc import Sequence
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput

from newsletter.commentaries.models import Commentary
from newsletter.commentaries.word_fields import clean
from newsletter.forms import NEEDED, Form, likely_day
from newsletter.issues.beginning.listing import Candidate

REASON_LENGTH = 300
_SHOWN = 40
"""Characters of a subject in a menu."""


class StartForm(Form):
    week = DateField(_l("A day of the week that it covers"), [NEEDED, likely_day])
    like = SelectField(_l("Start from"), coerce=int, default=0)

    def offer(self, issues: Sequence[Candidate]) -> Self:
        self.like.choices = [(0, _("last week’s issue")), *_choices(issues)]
        return self


class SpecialForm(Form):
    week = DateField(_l("A day of the week in which it comes out"), [NEEDED, likely_day])
    like = SelectField(_l("Start from"), coerce=int, default=0)
    pieces = SelectMultipleField(_l("Commentaries"), coerce=int, option_widget=CheckboxInput())

    def offer(self, issues: Sequence[Candidate], pieces: Sequence[Commentary]) -> Self:
        self.like.choices = [(0, _("nothing")), *_choices(issues)]
        self.pieces.choices = [(piece.id, piece.title) for piece in pieces]
        return self


class SkipForm(Form):
    week = DateField(_l("A day of the week"), [NEEDED, likely_day])
    reason = StringField(_l("Reason"), [DataRequired(_l("Fill this in.")), Length(max=REASON_LENGTH)], filters=[clean])


def _choices(issues: Sequence[Candidate]) -> list[tuple[int, str]]:
    """Each by its number; short, since a menu is as wide as its longest line."""
    return [(issue.number, _("issue %(number)s", number=issue.number) + _after(issue.subject)) for issue in issues]


def _after(subject: str) -> str:
    return f": {subject[:_SHOWN]}" + ("…" if len(subject) > _SHOWN else "") if subject else ""
