"""Forms about when a commentary may be seen, and when no longer."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, TextAreaField, TimeField
from wtforms.validators import Length, ValidationError

from newsletter.commentaries.models import NOTE_LENGTH, Commentary
from newsletter.commentaries.publication import SUGGESTED_NOTES
from newsletter.commentaries.word_fields import clean
from newsletter.db import now
from newsletter.forms import NEEDED, Form, likely_day
from newsletter.issues.leaving.clocks import moment
from newsletter.issues.refusals import BadTime
from newsletter.languages import Language, Words
from newsletter.staff import settings
from newsletter.staff.moments import local


class EmbargoForm(Form):
    """`at` is the moment, once validated: in the newsroom's zone, as its clocks show it."""

    date = DateField(_l("Date"), [NEEDED, likely_day])
    time = TimeField(_l("Time"), [NEEDED])
    at: dt.datetime

    @classmethod
    def of(cls, commentary: Commentary) -> "EmbargoForm":
        there = local(commentary.embargo) if commentary.embargo else None
        return cls(formdata=None, data={"date": there.date(), "time": there.time()} if there else {})

    def validate_time(self, field: TimeField) -> None:
        if not self.date.data or not field.data:
            return
        try:
            self.at = moment(dt.datetime.combine(self.date.data, field.data), settings.current().zone)
        except BadTime as refusal:
            raise ValidationError(str(refusal)) from refusal
        if self.at <= now():
            raise ValidationError(_("This moment is past. Choose a later one."))


class WithdrawalForm(Form):
    """A note for each of `languages`; needed where there is something that the public has seen."""

    note_en = TextAreaField("English", [Length(max=NOTE_LENGTH)], filters=[clean])
    note_be = TextAreaField("Беларуская", [Length(max=NOTE_LENGTH)], filters=[clean])
    note_ru = TextAreaField("Русский", [Length(max=NOTE_LENGTH)], filters=[clean])

    def __init__(self, languages: Iterable[Language], *, is_out: bool, **kwargs: Any) -> None:
        suggested = {f"note_{language}": words for language, words in SUGGESTED_NOTES.items()} if is_out else {}
        super().__init__(data=suggested, **kwargs)
        self.is_out = is_out
        for language in set(Language) - set(languages):
            del self[f"note_{language}"]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        for field in self if self.is_out else ():
            if field.short_name.startswith("note_") and not field.data:
                field.errors = [_("Readers have seen this text: tell them that it is gone.")]
                valid = False
        return valid

    @property
    def notes(self) -> Words:
        return {
            str(language): self[f"note_{language}"].data or "" for language in Language if f"note_{language}" in self
        }
