"""The form of an issue’s words."""

from wtforms import Field, TextAreaField
from wtforms.validators import Length

from newsletter.commentaries.passages import clean_passage
from newsletter.commentaries.word_fields import clean
from newsletter.forms import Form
from newsletter.issues.models import OPENING_LENGTH, PREHEADER_LENGTH, SUBJECT_LENGTH, Issue
from newsletter.languages import Language, Words


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
