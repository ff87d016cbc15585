"""What is said of the photo above a commentary, written in one language beside the source's words."""

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from newsletter.commentaries import photo_library, photo_seen
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.schema import FIGURE_WORDS
from newsletter.commentaries.word_fields import clean
from newsletter.db import db
from newsletter.forms import Form
from newsletter.staff.models import Staff, record


class PhotoWordsForm(Form):
    alt = TextAreaField(_l("What the photo shows"), [Length(max=FIGURE_WORDS["alt"])], filters=[clean])
    caption = TextAreaField(_l("Caption"), [Length(max=FIGURE_WORDS["caption"])], filters=[clean])
    credit = StringField(_l("Credit"), [Length(max=FIGURE_WORDS["credit"])], filters=[clean])

    @classmethod
    def of(cls, text: Text) -> "PhotoWordsForm":
        return cls(formdata=None, prefix="photo-", data=photo_seen.said_of_photo(text.commentary, text.language))

    def fill(self, text: Text, by: Staff) -> None:
        commentary = text.commentary
        db.session.execute(sa.select(Commentary.id).where(Commentary.id == commentary.id).with_for_update())
        db.session.refresh(commentary)
        with photo_seen.noting_photo_words(commentary):
            for field, name in photo_seen.FIELDS.items():
                words = {**getattr(commentary, name), str(text.language): self[field].data or ""}
                setattr(commentary, name, {language: line for language, line in words.items() if line})
        photo_library.remember_words_of(commentary)
        record(by.handle, "commentary.changed", f"commentary {commentary.id}")
