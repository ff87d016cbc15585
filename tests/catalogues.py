"""The Belarusian and Russian catalogues. `python -m tests.catalogues` brings them up to date with the code.

What is new comes in empty, for a translator (docs/glossary.md has the words of the trade); what is gone goes.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from newsletter.languages import Language
from newsletter.paths import locale_folder

ROOT = Path(__file__).parent.parent
LANGUAGES = (Language.BE, Language.RU)
KEYWORDS = ("_l", "lazy_gettext")
"""Besides those that Babel knows: _, N_, gettext and ngettext among them."""


def extracted() -> Catalog:
    """What the code and the templates say now; pyproject.toml names the files."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "messages.pot")
        keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
        babel = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml"]
        subprocess.run([*babel, *keywords, "-o", str(found), "."], cwd=ROOT, check=True)
        with found.open("rb") as file:
            return read_po(file)


def file_of(language: Language) -> Path:
    return locale_folder() / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: Language) -> Catalog:
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: Language, template: Catalog) -> None:
    """Sorted, without places and without a date that changes: a diff shows words only."""
    found = catalogue(language)
    found.update(template, no_fuzzy_matching=True, update_creation_date=False)
    with file_of(language).open("wb") as file:
        write_po(file, found, width=120, no_location=True, sort_output=True, ignore_obsolete=True)


def compile_stale() -> None:
    """Installing compiles them too, but words are translated after that. Several processes may do it at once."""
    for language in LANGUAGES:
        words, compiled = file_of(language), file_of(language).with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < words.stat().st_mtime:
            fresh = compiled.with_suffix(f".{os.getpid()}")
            with fresh.open("wb") as file:
                write_mo(file, catalogue(language))
            fresh.replace(compiled)


if __name__ == "__main__":
    now = extracted()
    for each in LANGUAGES:
        update(each, now)
    compile_stale()
