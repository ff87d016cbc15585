"""Forms of what an issue carries beside its entries."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from newsletter.commentaries.characters import safe_href
from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.forms import Form
from newsletter.issues.building.earlier import EarlierPiece, earlier_pieces
from newsletter.issues.building.forms import clean_lines
from newsletter.issues.models import OPENING_LENGTH, Box, BoxKind, Issue
from newsletter.issues.outside.trackers import tracking_parameters
from newsletter.languages import Language, Words, week_range
from newsletter.web import interface_language, row_number

HREF_LENGTH = 500
SUPPORT_LENGTH = 300
"""Characters: it is a line, not a page."""


class BoxForm(Form):
    """Several stand on one page, so each field's id begins with its kind of box."""

    kind: BoxKind

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in self:
            field.id = field.label.field_id = f"{self.kind}-{field.short_name}"

    @property
    def facts(self) -> dict[str, Any]:
        """What builder.put_box takes, once it has validated."""
        return {}


class SituationForm(BoxForm):
    kind = BoxKind.SITUATION


class _WordsForm(BoxForm):
    limit: ClassVar[int]
    """Characters in each language."""

    @property
    def fields(self) -> list[Field]:
        """One a language."""
        return [self[f"words_{language}"] for language in Language]

    @property
    def words(self) -> Words:
        written = zip(Language, self.fields, strict=True)
        return {str(language): field.data for language, field in written if field.data}

    @property
    def facts(self) -> dict[str, Any]:
        return {"words": self.words}

    def validate_words_en(self, field: Field) -> None:
        if not self.words:
            raise ValidationError(_("Write it in one language at the least."))


class NoteForm(_WordsForm):
    kind = BoxKind.NOTE
    limit = OPENING_LENGTH
    words_en = TextAreaField("English", [Length(max=OPENING_LENGTH)], filters=[clean_lines])
    words_be = TextAreaField("Беларуская", [Length(max=OPENING_LENGTH)], filters=[clean_lines])
    words_ru = TextAreaField("Русский", [Length(max=OPENING_LENGTH)], filters=[clean_lines])


class SupportForm(_WordsForm):
    kind = BoxKind.SUPPORT
    limit = SUPPORT_LENGTH
    words_en = TextAreaField("English", [Length(max=SUPPORT_LENGTH)], filters=[clean_lines])
    words_be = TextAreaField("Беларуская", [Length(max=SUPPORT_LENGTH)], filters=[clean_lines])
    words_ru = TextAreaField("Русский", [Length(max=SUPPORT_LENGTH)], filters=[clean_lines])
    href = StringField(_l("Where it leads"), [InputRequired(_l("Fill this in.")), Length(max=HREF_LENGTH)])

    def validate_href(self, field: Field) -> None:
        href = safe_href(field.data)
        if not href or not href.startswith("https://"):
            raise ValidationError(_("Give the address of a page that begins with https://."))
        if names := tracking_parameters(href):
            says = _("Take this out of the address, since it tells who followed it: %(names)s.")
            raise ValidationError(says % {"names": ", ".join(names)})
        field.data = href

    @property
    def facts(self) -> dict[str, Any]:
        return {"words": self.words, "href": self.href.data}


class EarlierForm(BoxForm):
    kind = BoxKind.EARLIER
    commentary = SelectField(_l("A piece that has come out"), coerce=lambda chosen: row_number(str(chosen)))

    def __init__(self, pieces: Sequence[EarlierPiece], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        language = interface_language()
        self.commentary.choices = [
            SelectChoice(piece.id, f"{piece.title} · {week_range(piece.week, language)}") for piece in pieces
        ]

    @property
    def facts(self) -> dict[str, Any]:
        return {"commentary": db.session.get(Commentary, self.commentary.data)}


def box_forms(issue: Issue) -> dict[BoxKind, BoxForm]:
    """One for every kind, with what the issue has of it."""
    boxes = {box.kind: box for box in issue.boxes}
    return {kind: _form(kind, issue, _data(boxes[kind]) if kind in boxes else {}, formdata=None) for kind in BoxKind}


def sent_form(kind: BoxKind, issue: Issue) -> BoxForm:
    """What somebody has just written."""
    return _form(kind, issue, {})


def _form(kind: BoxKind, issue: Issue, data: dict[str, Any], **kwargs: Any) -> BoxForm:
    if kind is BoxKind.EARLIER:
        return EarlierForm(earlier_pieces(issue), data=data, **kwargs)
    return _PLAIN[kind](data=data, **kwargs)


_PLAIN: dict[BoxKind, type[BoxForm]] = {form.kind: form for form in (SituationForm, NoteForm, SupportForm)}


def _data(box: Box) -> dict[str, Any]:
    words = {f"words_{language}": words for language, words in box.words.items()}
    return {**words, "href": box.href, "commentary": box.commentary.id if box.commentary else None}
