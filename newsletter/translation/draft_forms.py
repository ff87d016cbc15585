"""The two forms by which a whole translation comes in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from newsletter.commentaries.forms import TextForm
from newsletter.commentaries.unreadable import MAX_BYTES
from newsletter.forms import Form
from newsletter.web import MOST_ROWS

MOST_PASTED = 200_000
"""Characters: in Cyrillic, no more than a field of a form with a file may hold."""


class DraftForm(Form):
    file = FileField(_l("A file"), description=_l(".docx, .md, .html or .txt, up to 20 MB."))
    words = TextAreaField(
        _l("Or its words"),
        [Length(max=MOST_PASTED)],
        description=_l("Paste them here: the title first, a paragraph on each line."),
        render_kw={"rows": 12},
    )

    def validate_words(self, field: TextAreaField) -> None:
        if not (field.data or "").strip() and not self.file.data:
            raise ValidationError(_("Choose a file, or paste the words."))

    def read(self) -> tuple[bytes, str]:
        """No more of a file than tells that it is too large, and its name."""
        if self.file.data:
            with self.file.data.stream as stream:
                return stream.read(MAX_BYTES + 1), self.file.data.filename or ""
        return self.words.data.encode(), "pasted.txt"


class DraftCheckForm(TextForm):
    """`revision` is the translation's, `seen` the source's, both as they were shown."""

    seen = IntegerField(validators=[InputRequired(), NumberRange(0, MOST_ROWS)], widget=HiddenInput())
