"""Two people at the facts of one commentary: the second is not to undo unseen what the first did."""

import hashlib
import json
from collections.abc import Iterator

from newsletter.commentaries.forms import FactsForm, author_label
from newsletter.commentaries.models import Commentary
from newsletter.commentaries.photo_form import PHOTO_FACTS
from newsletter.languages import Language, listed, week_range


def fingerprint(commentary: Commentary) -> str:
    """Of the facts as they are stored; the page carries it, and brings it back."""
    authors = [author.id for author in commentary.authors]
    facts = [commentary.section_id, commentary.week.isoformat(), commentary.verdict, authors, commentary.photo_id]
    of_photo = [getattr(commentary, name) for name in PHOTO_FACTS]
    return hashlib.sha256(json.dumps([facts, of_photo], sort_keys=True).encode()).hexdigest()[:16]


def stored_instead(commentary: Commentary, form: FactsForm, language: Language) -> list[tuple[str, str]]:
    """What is stored where the form says something else: what it is called, and its value or a dash."""
    return [(label, value or "—") for label, value in (*_facts(commentary, form, language), *_words(commentary, form))]


def _facts(commentary: Commentary, form: FactsForm, language: Language) -> Iterator[tuple[str, str]]:
    if form.section.data != commentary.section_id:
        yield form.section.label.text, commentary.section.name(language) if commentary.section else ""
    if form.monday != commentary.week:
        yield form.week.label.text, week_range(commentary.week, language)
    if form.verdict.data != commentary.verdict:
        yield form.verdict.label.text, commentary.verdict.wording(language) if commentary.verdict else ""
    if form.new_names or form.chosen != list(commentary.authors):
        yield form.authors.label.text, listed([author_label(one, language) for one in commentary.authors], language)


def _words(commentary: Commentary, form: FactsForm) -> Iterator[tuple[str, str]]:
    for name in PHOTO_FACTS:
        stored, written = getattr(commentary, name), form[name].data
        if isinstance(stored, str):
            stored, written = {"": stored}, {"": written}
        for language in written:
            if (written[language] or "") != stored.get(language, ""):
                label = form[name].label.text
                yield f"{label} · {Language(language).own_name}" if language else label, stored.get(language, "")
