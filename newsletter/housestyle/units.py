"""Currencies and the per cent, by their signs and their words."""

import re
from collections.abc import Iterator

from newsletter.housestyle.said import Kind, Said, Strength, plain

_SIGNS = {"%": "%", r"\$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB"}
_WORDS = {
    r"per ?cent\b|percentage\b|працэнт\w*|процент\w*|п\. ?п\.": ("%",),
    r"USD\b|dollars?\b|долар\w*|доллар\w*": ("USD",),
    r"EUR\b|euros?\b|еўра\b|евро\b": ("EUR",),
    r"GBP\b|pounds?\b|фунт\w*": ("GBP",),
    r"BYN\b|Belarus\w* ro?ubles?\b|беларуск\w* руб\w*|белорусск\w* руб\w*": ("BYN",),
    r"RUB\b|Russian ro?ubles?\b|расійск\w* руб\w*|российск\w* руб\w*": ("RUB",),
    r"ro?ubles?\b|рубл\w*|рубел\w*|руб\.": ("BYN", "RUB"),
    r"PLN\b|zlot\w*|злот(?:ы|ых|ага|ый|ого|ым|ымі|ыми)\b": ("PLN",),
    r"CNY\b|yuan\b|юан\w*": ("CNY",),
    r"UAH\b|hryvn\w*|грыў[енэ]\w*|грив[ен]\w*": ("UAH",),
}
_CODES = [*((code,) for code in _SIGNS.values()), *_WORDS.values()]
_ANY = re.compile(
    rf"{'|'.join(f'({sign})' for sign in _SIGNS)}|\b(?:{'|'.join(f'({words})' for words in _WORDS)})", re.IGNORECASE
)
_COUNTED = re.compile(r"\d[^.;!?]{0,14}$")
_COUNTED_AFTER = re.compile(r" ?\d")


def units(words: str) -> Iterator[Said]:
    text = plain(words)
    for found in _ANY.finditer(text):
        before = text[max(found.start() - 16, 0) : found.start()]
        is_counted = _COUNTED.search(before) or _COUNTED_AFTER.match(text, found.end())
        codes = frozenset(_CODES[(found.lastindex or 1) - 1])
        strength = Strength.DIGITS if is_counted else Strength.IMPLIED
        yield Said(Kind.UNIT, codes, strength, found.start(), found.end())
