"""Forms for what has a name in each language: authors and sections."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, SelectChoice, SelectField

from newsletter.commentaries.author_models import NAME_LENGTH, Author
from newsletter.commentaries.models import Section
from newsletter.commentaries.word_fields import in_each_language
from newsletter.forms import Form
from newsletter.languages import Language, Words
from newsletter.staff.models import Staff


class _NamesForm(Form):
    @property
    def words(self) -> Words:
        return {language: name for language, name in self.names.data.items() if name}


class AuthorForm(_NamesForm):
    names = FormField(in_each_language(NAME_LENGTH), _l("Name"))
    colleague = SelectField(_l("Account on the desk"), coerce=lambda chosen: int(chosen) if chosen else None)

    def __init__(self, colleagues: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        accounts = [SelectChoice(str(staff.id), staff.handle) for staff in colleagues]
        self.colleague.choices = [SelectChoice("", _("none: a guest")), *accounts]

    @classmethod
    def of(cls, author: Author, colleagues: Iterable[Staff]) -> "AuthorForm":
        return cls(colleagues, data={"names": author.names, "colleague": author.staff_id})

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if not self.words:
            self.names.form[Language.EN].errors = [_("Write the name in one language at least.")]
        return bool(sound and self.words)


class SectionForm(_NamesForm):
    names = FormField(in_each_language(NAME_LENGTH), _l("Name of the section"))

    @classmethod
    def of(cls, section: Section) -> "SectionForm":
        return cls(data={"names": section.names})

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        for field in self.names.form:
            if not field.data:
                field.errors = [_("Fill this in.")]
        return bool(sound and all(self.names.data.values()))
