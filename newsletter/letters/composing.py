"""Letters from templates, each in a language of its own, whatever the request's is."""

import re
import secrets
from functools import cache

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from newsletter.languages import Language
from newsletter.letters.inlining import inline
from newsletter.letters.letter import Letter
from newsletter.letters.plaintext import paragraphs, tidy, wrap
from newsletter.letters.slots import Slot, without_controls
from newsletter.letters.views import DiscreetView, EditionView
from newsletter.paths import locale_folder, templates_folder


def compose_edition(view: EditionView | DiscreetView) -> Letter:
    return compose("discreet" if isinstance(view, DiscreetView) else "edition", view.language, view=view)


def compose(name: str, language: Language, /, **context: object) -> Letter:
    """The letter `templates/letters/<name>/` in `language`, still with markers where it has slots.

    jinja2.UndefinedError if a template misses something in `context`.
    """
    # A marker would not survive the HTML parser, so a link that nobody can guess holds its place until then.
    secret = secrets.token_hex(16)
    held = {slot.name.lower(): f"https://{secret}.invalid/{slot}" for slot in Slot}
    context = {**context, **held, "language": language}

    def rendered(part: str) -> str:
        return without_controls(_environment(language).get_template(f"{name}/{part}").render(context))

    def marked(text: str) -> str:
        for slot in Slot:
            text = text.replace(held[slot.name.lower()], slot.marker)
        return text

    context["subject"] = re.sub(r"\s*[\n\t]\s*", " ", rendered("subject.txt").strip())
    html, text = rendered("body.html"), rendered("body.txt")
    return Letter(language, str(context["subject"]), marked(inline(html)), marked(tidy(text)))


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder() / "letters"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = Translations.load(locale_folder(), [language])
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {"paragraphs": paragraphs, "wrap": wrap}
    return environment
