"""Fields for words of one line, in each language."""

from wtforms import StringField
from wtforms.validators import Length

from newsletter.commentaries.writing import one_line
from newsletter.forms import Part
from newsletter.languages import Language


def clean(words: str | None) -> str:
    return one_line(words or "")


def in_each_language(limit: int, kind: type[StringField] = StringField) -> type[Part]:
    """Words for every language: `form.alts.data` is a dict of language to words."""
    fields = {str(lang): kind(lang.own_name, [Length(max=limit)], filters=[clean]) for lang in Language}
    return type("InEachLanguage", (Part,), fields)
