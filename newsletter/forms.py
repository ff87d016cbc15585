"""What every form shares: the messages of WTForms, in our words and our languages. It has none in Belarusian."""

import datetime as dt
from typing import Any

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import DateField, ValidationError
from wtforms import Form as WTForm
from wtforms.validators import InputRequired

_MESSAGES = {
    "This field is required.": _l("Fill this in."),
    "Not a valid choice.": _l("Choose one of these."),
    "Invalid Choice: could not coerce.": _l("Choose one of these."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Choose one of these."),
    "'%(value)s' are not valid choices for this field.": _l("Choose one of these."),
    "Not a valid integer value.": _l("Write a whole number."),
    "Not a valid float value.": _l("Write a number, such as 2.5."),
    "Not a valid date value.": _l("Write a date, such as 2024-11-04."),
    "Not a valid datetime value.": _l("Write a day and a time, such as 2024-11-04 10:00."),
    "Not a valid time value.": _l("Write a time, such as 10:00."),
    "Number must be between %(min)s and %(max)s.": _l("Write a number between %(min)s and %(max)s."),
    "Number must be at least %(min)s.": _l("Write a number of at least %(min)s."),
    "Field cannot be longer than %(max)d characters.": _l("At most %(max)d characters."),
}

NEEDED = InputRequired(_l("Fill this in."))

FIRST_DAY, LAST_DAY = dt.date(1990, 1, 1), dt.date(2199, 12, 31)


def likely_day(_form: WTForm, field: DateField) -> None:
    """A slip of the finger in the year must not reach what counts days from it."""
    if not field.data or not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError(_("Choose a day between 1990 and 2199."))


def day_named(written: str) -> dt.date:
    """The same for an address, where another day is not found."""
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        abort(404)
    return day if FIRST_DAY <= day <= LAST_DAY else abort(404)


class _OurWords:
    """What WTForms asks for its messages; the numbers in them it fills in itself."""

    def gettext(self, message: str) -> str:
        return str(_MESSAGES.get(message, message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(plural)


class _Spoken:
    class Meta:
        def get_translations(self, form: WTForm) -> _OurWords:
            return _OurWords()


class Form(_Spoken, FlaskForm):
    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """What was sent as a form; no JSON, and a file only in a field for files. Our fields expect words.

            NUL, which PostgreSQL doesn't take, becomes what a browser makes of it.
            """
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            if not form.is_submitted():
                return None
            names = {field.name for field in form if isinstance(field, FileField)}
            files = [(name, file) for name, file in request.files.items(multi=True) if name in names]
            words = [(name, text.replace("\0", "\ufffd")) for name, text in request.form.items(multi=True)]
            return CombinedMultiDict([MultiDict(files), MultiDict(words)])


class Part(_Spoken, WTForm):
    """A form within a form, which has no token of its own."""
