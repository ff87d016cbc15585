"""Spelling by hunspell: advice only, for names that no dictionary has dominate what it finds."""

import itertools
import os
import re
import threading
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from pathlib import Path

from hunspell import Hunspell

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.housestyle.shielding import shielded
from newsletter.housestyle.slips import slips
from newsletter.languages import Language
from newsletter.terms.matching import NO_TERMS, TermBase

RULE = "spelling"
MOST_SUGGESTIONS = 5
LONGEST_TO_MEND = 30
"""Letters."""

NAMES = {
    Language.EN: ("en_GB", "en_US"),
    Language.BE: ("be_BY", "be-official"),
    Language.RU: ("ru_RU",),
}
"""Of dictionary files, the better ones first. Belarusian in official orthography."""

PACKAGES = {Language.EN: "hunspell-en-gb", Language.BE: "hunspell-be", Language.RU: "hunspell-ru"}
"""Of Debian, Ubuntu and their kin."""

_UNKNOWN = N_("The dictionary does not know “%(words)s”.")

_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "\u0301": None, "\u00ad": None})
_WORD = re.compile(r"[\w\u0301\u00ad]+(?:['’ʼ‑-][\w\u0301\u00ad]+)*")
_LETTERS = {
    Language.EN: re.compile(r"[A-Za-zÀ-ɏ'’ʼ‑-]+"),
    Language.BE: re.compile(r"[Ѐ-ӿ'’ʼ‑-]+"),
    Language.RU: re.compile(r"[Ѐ-ӿ'’ʼ‑-]+"),
}
_BETWEEN_PARTS = re.compile("[‑-]")


Known = AbstractSet[str]
"""Words beside the dictionary's, each folded()."""


def check(
    passages: Sequence[Passage], language: Language, terms: TermBase = NO_TERMS, known: Known = frozenset()
) -> list[Finding]:
    """Nothing where there is no dictionary."""
    dictionary = _dictionary(language)
    if dictionary is None:
        return []

    def is_right(word: str) -> bool:
        plain = folded(word)
        if language is Language.EN and not dictionary.has(plain):
            plain = plain.removesuffix("'s")
        small = plain[:1].lower() + plain[1:]
        return dictionary.has(plain) or not known.isdisjoint((plain, small)) or terms.knows(plain, language)

    return [
        Finding(RULE, Severity.WARN, passage, match.start(), match.end(), _UNKNOWN, {"words": match[0]})
        for passage in passages
        for match in _WORD.finditer(shielded(passage.words))
        if _is_asked_about(match[0], language)
        and not is_right(match[0])
        and not all(len(part) < 2 or is_right(part) for part in _BETWEEN_PARTS.split(match[0]))
    ]


def available(language: Language) -> bool:
    return _files(language) is not None


def suggestions(word: str, language: Language) -> list[str]:
    """Words of the dictionary that are one slip away; takes some hundredths of a second, so ask for one at a time."""
    dictionary = _dictionary(language)
    plain = folded(word)
    if dictionary is None or not is_word(plain, language) or len(plain) > LONGEST_TO_MEND:
        return []
    found = (slip for slip in slips(plain.lower(), language) if all(map(dictionary.spells, slip.split(" "))))
    nearest = itertools.islice(dict.fromkeys(found), MOST_SUGGESTIONS)
    return [slip[0].upper() + slip[1:] if plain[0].isupper() else slip for slip in nearest]


def is_word(plain: str, language: Language) -> bool:
    """Whether what is folded() has the language's letters alone, and more than one."""
    return len(plain) > 1 and _LETTERS[language].fullmatch(plain) is not None


def folded(word: str) -> str:
    """As dictionaries have it: a plain apostrophe, no stress mark and no soft hyphen."""
    return word.translate(_PLAIN)


def _is_asked_about(word: str, language: Language) -> bool:
    """Not what has digits, another alphabet's letters or capitals within: abbreviations, numbers, names of firms."""
    plain = folded(word)
    capitals_within = any(part[1:] != part[1:].lower() for part in _BETWEEN_PARTS.split(plain))
    return not capitals_within and is_word(plain, language)


class Dictionary:
    """Of one language. Hunspell holds Python's lock while it looks, so threads take turns by themselves."""

    def __init__(self, folder: str, name: str) -> None:
        self._hunspell = Hunspell(name, hunspell_data_dir=folder, system_encoding="UTF-8")
        self.has = lru_cache(maxsize=50_000)(self.spells)

    def spells(self, word: str) -> bool:
        try:
            return bool(self._hunspell.spell(word))
        except UnicodeEncodeError:  # a letter that an old dictionary's encoding lacks
            return False


_USUAL = ("/usr/share/hunspell", "/usr/local/share/hunspell", "/usr/share/myspell/dicts", "/usr/share/myspell")
_loading = threading.Lock()
_loaded: dict[tuple[str, str], Dictionary] = {}


def _dictionary(language: Language) -> Dictionary | None:
    """Read once a process: that takes a tenth of a second and up to 60 MB."""
    files = _files(language)
    if files is None:
        return None
    with _loading:
        if files not in _loaded:
            _loaded[files] = Dictionary(*files)
        return _loaded[files]


def _files(language: Language) -> tuple[str, str] | None:
    """The folder and the name of the best dictionary that there is."""
    for name in NAMES[language]:
        for folder in _folders():
            if all((folder / f"{name}.{kind}").is_file() for kind in ("aff", "dic")):
                return str(folder), name
    return None


def _folders() -> list[Path]:
    named = [os.environ.get(name, "") for name in ("NEWSLETTER_DICTIONARIES", "DICPATH")]
    own = Path.home() / ".local" / "share" / "hunspell"
    return [*(Path(folder) for some in named for folder in some.split(os.pathsep) if folder), own, *map(Path, _USUAL)]
