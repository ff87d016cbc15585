"""Forms of the writing desk."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from newsletter.commentaries.author_models import NAME_LENGTH, Author
from newsletter.commentaries.authors import MOST, TooManyAuthors, found_or_made
from newsletter.commentaries.document import Document, DocumentError, checked, parsed
from newsletter.commentaries.models import STANDFIRST_LENGTH, TITLE_LENGTH, Commentary, Section, Text
from newsletter.commentaries.photo_form import PHOTO_FACTS, PhotoFields
from newsletter.commentaries.verdicts import Verdict
from newsletter.commentaries.word_fields import clean, in_each_language
from newsletter.forms import NEEDED, Form, likely_day
from newsletter.languages import Language, Words, monday_of
from newsletter.web import MOST_ROWS


def author_label(author: Author, language: Language) -> str:
    """How a list of authors names them."""
    return author.name(language) or _("redacted author %(number)s", number=author.id)


class _CommentaryForm(Form):
    section = SelectField(_l("Section"), coerce=lambda chosen: int(chosen) if chosen else None)
    week = DateField(_l("Week"), [NEEDED, likely_day], description=_l("Any day of it will do."))

    def __init__(self, sections: Iterable[Section], language: Language, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        names = [SelectChoice(str(section.id), section.name(language)) for section in sections]
        self.section.choices = [SelectChoice("", _("not chosen yet")), *names]

    @property
    def monday(self) -> dt.date:
        """The week, once validated."""
        return monday_of(self.week.data)


class NewCommentaryForm(_CommentaryForm):
    original = SelectField(
        _l("Written in"),
        choices=[SelectChoice(str(language), language.own_name) for language in Language],
        coerce=Language,
    )
    title = StringField(_l("Title"), [NEEDED, Length(max=TITLE_LENGTH)], filters=[clean])


class FactsForm(PhotoFields, _CommentaryForm):
    verdict = SelectField(_l("Verdict"), coerce=lambda chosen: Verdict(chosen) if chosen else None)
    authors = FieldList(
        SelectField(coerce=lambda chosen: int(chosen) if chosen else None),
        _l("Authors"),
        min_entries=MOST,
        max_entries=MOST,
    )
    seen = HiddenField()
    """The fingerprint of the facts that the page showed."""
    new_author = FormField(in_each_language(NAME_LENGTH), _l("Somebody new"))

    def __init__(
        self, sections: Iterable[Section], people: Iterable[Author], language: Language, **kwargs: Any
    ) -> None:
        super().__init__(sections, language, **kwargs)
        self.people = {author.id: author for author in people}
        named = [SelectChoice(str(author.id), author_label(author, language)) for author in self.people.values()]
        for number, place in enumerate(self.authors, 1):
            place.label.text = _("Author %(number)s", number=number)
            place.choices = [SelectChoice("", "—"), *named]
        wordings = [SelectChoice(str(verdict), verdict.wording(language)) for verdict in Verdict]
        self.verdict.choices = [SelectChoice("", _("not given yet")), *wordings]

    @classmethod
    def of(
        cls, commentary: Commentary, sections: Iterable[Section], people: Iterable[Author], language: Language
    ) -> "FactsForm":
        names = ("week", "verdict", *PHOTO_FACTS)
        stored = {name: getattr(commentary, name) for name in names}
        chosen = [author.id for author in commentary.authors]
        return cls(sections, people, language, data={**stored, "section": commentary.section_id, "authors": chosen})

    @property
    def chosen(self) -> list[Author]:
        """The authors in their order, without whoever is new."""
        return list(dict.fromkeys(self.people[number] for number in self.authors.data if number))

    @property
    def new_names(self) -> Words:
        return {language: name for language, name in self.new_author.data.items() if name}

    def validate_authors(self, field: FieldList) -> None:
        if self.new_names and len(self.chosen) == MOST:
            raise ValidationError(_(TooManyAuthors.message, limit=MOST))

    def fill(self, commentary: Commentary) -> None:
        commentary.section_id, commentary.week = self.section.data, self.monday
        commentary.verdict = self.verdict.data
        commentary.authors = self.chosen + ([found_or_made(self.new_names)] if self.new_names else [])
        self.fill_photo(commentary)


class TextForm(Form):
    """`revision` is the one at which the words were opened; `body` is the document, once validated."""

    title = StringField(_l("Title"), [Length(max=TITLE_LENGTH)], filters=[clean])
    standfirst = TextAreaField(_l("Standfirst"), [Length(max=STANDFIRST_LENGTH)], filters=[clean])
    document = TextAreaField(_l("Text"))
    revision = IntegerField(validators=[InputRequired(), NumberRange(0, MOST_ROWS)], widget=HiddenInput())
    body: Document

    @classmethod
    def of(cls, text: Text) -> "TextForm":
        stored = {"title": text.title, "standfirst": text.standfirst, "revision": text.revision}
        return cls(formdata=None, data={**stored, "document": json.dumps(text.document, ensure_ascii=False)})

    def validate_document(self, field: TextAreaField) -> None:
        try:
            self.body = checked(parsed(field.data or ""))
        except DocumentError as error:
            raise ValidationError(_(error.message, **error.values)) from error
