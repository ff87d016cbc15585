"""The part of a commentary's facts that is about its own photo."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, FormField, RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from newsletter.commentaries import photo_library, photos
from newsletter.commentaries.characters import safe_href
from newsletter.commentaries.developing import MAX_BYTES, Developed, UnusablePhoto, develop
from newsletter.commentaries.models import Commentary
from newsletter.commentaries.photo_models import Photo
from newsletter.commentaries.photo_seen import noting_photo_words
from newsletter.commentaries.schema import FIGURE_WORDS
from newsletter.commentaries.word_fields import clean, in_each_language
from newsletter.db import db
from newsletter.languages import Words
from newsletter.web import row_number

_WORDS = ("alts", "captions", "credits")
PHOTO_FACTS = (*_WORDS, "credit_href")


class PhotoFields:
    """For a form to inherit from. An upload goes before a choice, and a choice before taking the photo away."""

    photo = FileField(_l("Photo"), description=_l("JPEG, PNG, WebP or GIF, up to 20 MB and 50 megapixels."))
    from_library = RadioField(
        _l("Or one from the library"),
        coerce=lambda chosen: row_number(chosen) if chosen else None,
        validate_choice=False,
    )
    without_photo = BooleanField(_l("Take the photo away"))
    alts = FormField(in_each_language(FIGURE_WORDS["alt"], TextAreaField), _l("What the photo shows"))
    captions = FormField(in_each_language(FIGURE_WORDS["caption"], TextAreaField), _l("Caption"))
    credits = FormField(in_each_language(FIGURE_WORDS["credit"]), _l("Credit"))
    credit_href = StringField(_l("Where the credit leads"), filters=[clean])
    developed: Developed | None = None

    def offer(self, library: Sequence[Photo]) -> None:
        self.from_library.choices = [(photo.id, photo.digest) for photo in library]

    def validate_photo(self, field: FileField) -> None:
        if not field.data:
            return
        # Nobody waits for the database while a photo is made smaller.
        db.session.rollback()
        try:
            self.developed = develop(field.data.stream.read(MAX_BYTES + 1))
        except UnusablePhoto as refusal:
            raise ValidationError(_(refusal.message, **refusal.values)) from refusal

    def validate_credit_href(self, field: StringField) -> None:
        if field.data and safe_href(field.data) is None:
            raise ValidationError(_("Give the address of a page, like https://example.org, or an email address."))

    def fill_photo(self, commentary: Commentary) -> None:
        """Words that were those of the photo before don't go over to one from the library, which has its own."""
        before = commentary.photo
        photo_library.put_above(commentary, self._chosen(before))
        words: dict[str, Words] = {name: _said(self[name].data) for name in _WORDS}  # type: ignore[index]
        href = safe_href(self.credit_href.data) or ""
        chosen = self.from_library.data and commentary.photo is not before and not self.developed
        if chosen and commentary.photo and all(words[name] == _said(getattr(commentary, name)) for name in _WORDS):
            words = {name: dict(getattr(commentary.photo, name)) for name in _WORDS}
            href = commentary.photo.credit_href
        with noting_photo_words(commentary):
            for name in _WORDS:
                setattr(commentary, name, words[name])
        commentary.credit_href = href
        photo_library.remember_words_of(commentary)

    def _chosen(self, before: Photo | None) -> Photo | None:
        if self.developed:
            return photos.keep(self.developed)
        if self.from_library.data:
            return db.session.get(Photo, self.from_library.data) or before
        return None if self.without_photo.data else before


def _said(words: Words) -> Words:
    return {language: line for language, line in words.items() if line}
