"""A correction to those who have the issue already."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput

from newsletter.commentaries.word_fields import clean
from newsletter.forms import Form
from newsletter.issues.building.forms import clean_lines
from newsletter.issues.models import OPENING_LENGTH, SUBJECT_LENGTH
from newsletter.languages import EditionKey, Language, Words
from newsletter.mailer.models import StopPress
from newsletter.web import row_number

_LINE = {"validators": [Length(max=SUBJECT_LENGTH)], "filters": [clean]}
_LINES = {"validators": [Length(max=OPENING_LENGTH)], "filters": [clean_lines]}


class WordsForm(Form):
    subject_en = TextAreaField(**_LINE)
    subject_be = TextAreaField(**_LINE)
    subject_ru = TextAreaField(**_LINE)
    words_en = TextAreaField(**_LINES)
    words_be = TextAreaField(**_LINES)
    words_ru = TextAreaField(**_LINES)
    editions = SelectMultipleField(
        _l("To whom"),
        [InputRequired(_l("Choose an edition."))],
        option_widget=CheckboxInput(),
        invalid_choice_message=_l("Choose one of these."),
    )
    version = HiddenField()

    def __init__(self, draft: StopPress | None, version: int, labels: Sequence[tuple[EditionKey, str]]) -> None:
        """With all of the editions chosen, as long as nothing is written."""
        data: dict[str, object] = {"version": version, "editions": [key.code for key, _ in labels]}
        if draft:
            data["editions"] = draft.editions
            data |= {f"subject_{language}": draft.subjects.get(language, "") for language in Language}
            data |= {f"words_{language}": draft.words.get(language, "") for language in Language}
        super().__init__(data=data)
        self.editions.choices = [(key.code, label) for key, label in labels]

    def fields(self, part: str) -> list[Field]:
        return [self[f"{part}_{language}"] for language in Language]

    def said(self, part: str) -> Words:
        """What was written; an empty text isn't kept."""
        written = {str(language): self[f"{part}_{language}"].data for language in Language}
        return {code: text for code, text in written.items() if text}

    @property
    def seen(self) -> int:
        """The version that its writer had before them; -1 for nonsense, which is nobody's."""
        try:
            return row_number(self.version.data or "")
        except ValueError:
            return -1
