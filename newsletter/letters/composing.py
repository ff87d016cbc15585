"""Letters from templates, each in a language of its own, whatever the request's is."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from newsletter.languages import Language
from newsletter.letters.discretion import Indiscreet, betrayals
from newsletter.letters.inlining import inline
from newsletter.letters.letter import Letter
from newsletter.letters.plaintext import heading, paragraphs, tidy, wrap
from newsletter.letters.slots import Slot, without_controls
from newsletter.letters.views import DiscreetView, EditionView
from newsletter.paths import locale_folder, templates_folder


@dataclass(frozen=True)
class Measured:
    """An edition, and how many bytes of its HTML each of its parts takes, by the part's key."""

    letter: Letter
    part_sizes: Mapping[str, int]


def compose_edition(view: EditionView | DiscreetView) -> Measured:
    """Raises Indiscreet if a discreet one leads anywhere but to its reader's own page."""
    cut = secrets.token_hex(16)
    if isinstance(view, EditionView):
        return _measured(compose("edition", view.language, view=view, cut=cut), cut)
    made = _measured(_composed("discreet", view.language, {"view": view, "cut": cut}, inlined=False), cut)
    if found := betrayals(made.letter):
        raise Indiscreet(", ".join(found))
    return made


def _measured(letter: Letter, cut: str) -> Measured:
    """Comments that nobody can guess stood before each part and after the last; without them."""
    before, *pieces = re.split(rf"<!--{cut} (\S*)-->\n*", letter.html)
    keys, parts = pieces[::2], pieces[1::2]
    sizes = {key: weight(part) for key, part in zip(keys, parts, strict=True) if key}
    return Measured(replace(letter, html="".join([before, *parts])), sizes)


def weight(html: str) -> int:
    """Bytes of it in a message: UTF-8, where a line ends in two characters."""
    return len(html.encode()) + html.count("\n")


def compose(name: str, language: Language, /, **context: object) -> Letter:
    """The letter `templates/letters/<name>/` in `language`, still with markers where it has slots.

    jinja2.UndefinedError if a template misses something in `context`.
    """
    return _composed(name, language, context, inlined=True)


def _composed(name: str, language: Language, given: Mapping[str, object], *, inlined: bool) -> Letter:
    # A marker would not survive the HTML parser, so a link that nobody can guess holds its place until then.
    secret = secrets.token_hex(16)
    held = {slot.name.lower(): f"https://{secret}.invalid/{slot}" for slot in Slot}
    context: dict[str, object] = {**given, **held, "language": language}

    def rendered(part: str) -> str:
        return without_controls(_environment(language).get_template(f"{name}/{part}").render(context))

    def marked(text: str) -> str:
        for slot in Slot:
            text = text.replace(held[slot.name.lower()], slot.marker)
        return text

    context["subject"] = re.sub(r"\s*[\n\t]\s*", " ", rendered("subject.txt").strip())
    html, text = rendered("body.html"), rendered("body.txt")
    return Letter(language, str(context["subject"]), marked(inline(html) if inlined else html), marked(tidy(text)))


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
    environment.filters |= {"heading": heading, "paragraphs": paragraphs, "wrap": wrap}
    return environment
