"""The form of a term, and what a term looks like in it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import FormField, HiddenField, StringField
from wtforms.validators import Length

from newsletter.commentaries.word_fields import clean, in_each_language
from newsletter.forms import Form
from newsletter.terms.matching import BETWEEN_FORMS, TermForms, split
from newsletter.terms.models import NOTE_LENGTH, Term
from newsletter.terms.sheet import MAX_BYTES, tidy
from newsletter.terms.term_list import value_of, version
from newsletter.terms.written import BadForm

FIELD_LENGTH = 900
"""Characters of all forms to avoid in one language."""


class TermForm(Form):
    forms = FormField(in_each_language(FIELD_LENGTH), _l("What it is called"))
    avoid = FormField(in_each_language(FIELD_LENGTH), _l("Forms to avoid"))
    note = StringField(_l("Note"), [Length(max=NOTE_LENGTH)], filters=[clean])
    seen = HiddenField()

    @classmethod
    def of(cls, term: Term) -> "TermForm":
        value = value_of(term)
        avoid = {code: f"{BETWEEN_FORMS} ".join(forms) for code, forms in value.avoid.items()}
        return cls(data={"forms": value.forms, "avoid": avoid, "note": value.note, "seen": version(term)})

    @property
    def term(self) -> TermForms:
        """As it was written, not checked."""
        avoid = {code: split(words) for code, words in self.avoid.data.items()}
        return tidy(0, self.forms.data, avoid, self.note.data or "")

    def refuse(self, refusal: BadForm) -> None:
        """Where the form stands that it is about, or else at the first field."""
        fields = [field for part in (self.forms.form, self.avoid.form) for field in part]
        about = str(refusal.values.get("form", "\n"))
        guilty = next((field for field in fields if about in (field.data or "")), fields[0])
        guilty.errors = [_(refusal.message, **refusal.values)]


class ImportForm(Form):
    file = FileField(
        _l("CSV file"), description=_l("As it is exported here, up to %(size)s KB.", size=MAX_BYTES // 1000)
    )
