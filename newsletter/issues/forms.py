"""Forms of the issue desk."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length

from newsletter.commentaries.passages import clean_passage
from newsletter.commentaries.word_fields import clean
from newsletter.forms import Form, likely_day
from newsletter.issues.models import OPENING_LENGTH, PREHEADER_LENGTH, SUBJECT_LENGTH, Issue
from newsletter.languages import Language, Words

_NEEDED = InputRequired(_l("Fill this in."))


def clean_lines(words: str | None) -> str:
    return clean_passage(words or "").strip()


class WordsForm(Form):
    """Subject and preheader are lines, but long ones: an area shows them whole."""

    subject_en = TextAreaField(validators=[Length(max=SUBJECT_LENGTH)], filters=[clean])
    subject_be = TextAreaField(validators=[Length(max=SUBJECT_LENGTH)], filters=[clean])
    subject_ru = TextAreaField(validators=[Length(max=SUBJECT_LENGTH)], filters=[clean])
    preheader_en = TextAreaField(validators=[Length(max=PREHEADER_LENGTH)], filters=[clean])
    preheader_be = TextAreaField(validators=[Length(max=PREHEADER_LENGTH)], filters=[clean])
    preheader_ru = TextAreaField(validators=[Length(max=PREHEADER_LENGTH)], filters=[clean])
    opening_en = TextAreaField(validators=[Length(max=OPENING_LENGTH)], filters=[clean_lines])
    opening_be = TextAreaField(validators=[Length(max=OPENING_LENGTH)], filters=[clean_lines])
    opening_ru = TextAreaField(validators=[Length(max=OPENING_LENGTH)], filters=[clean_lines])
    closing_en = TextAreaField(validators=[Length(max=OPENING_LENGTH)], filters=[clean_lines])
    closing_be = TextAreaField(validators=[Length(max=OPENING_LENGTH)], filters=[clean_lines])
    closing_ru = TextAreaField(validators=[Length(max=OPENING_LENGTH)], filters=[clean_lines])

    @classmethod
    def of(cls, issue: Issue) -> "WordsForm":
        return cls(formdata=None, data=cls._data(issue))

    @classmethod
    def sent(cls, issue: Issue) -> "WordsForm":
        """What somebody has written. A field that wasn't sent keeps the words that it has: they may be another's."""
        return cls(data=cls._data(issue))

    @staticmethod
    def _data(issue: Issue) -> Words:
        parts = {
            "subject": issue.subjects,
            "preheader": issue.preheaders,
            "opening": issue.openings,
            "closing": issue.closings,
        }
        return {f"{part}_{code}": words.get(code, "") for part, words in parts.items() for code in Language}

    def fields(self, part: str) -> list[Field]:
        return [self[f"{part}_{language}"] for language in Language]

    def words(self, part: str) -> Words:
        """What was written; an empty text isn't kept."""
        written = {str(language): self[f"{part}_{language}"].data for language in Language}
        return {code: text for code, text in written.items() if text}


class ScheduleForm(Form):
    date = DateField(_l("Date"), [_NEEDED, likely_day])
    time = TimeField(_l("Time"), [_NEEDED])
    zone = StringField(_l("Time zone"), [_NEEDED, Length(max=60)], render_kw={"list": "zones"})

    class Meta:
        # Its token would land in the address of the page that confirms; every POST is protected without it (web.py).
        csrf = False

    @classmethod
    def of(cls, issue: Issue, **facts: Any) -> "ScheduleForm":
        """Suggests the Tuesday after the issue's week."""
        tuesday = issue.week + dt.timedelta(days=8)
        return cls(formdata=None, data={"date": tuesday, "time": dt.time(10), "zone": issue.zone, **facts})

    @property
    def local(self) -> dt.datetime:
        """Once it has validated."""
        assert self.date.data is not None
        assert self.time.data is not None
        return dt.datetime.combine(self.date.data, self.time.data)
