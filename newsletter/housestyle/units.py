"""Currencies and the per cent, by their signs and their words."""

import re
from collections.abc import Iterator

from newsletter.housestyle.said import Kind, Said, Strength, plain

_UNITS: dict[str, tuple[str, ...]] = {
    r"%|\bper ?cent\b|\bpercentage\b|\bпрацэнт\w*|\bпроцент\w*|\bп\. ?п\.": ("%",),
    r"\$|\bUSD\b|\bdollars?\b|\bдолар\w*|\bдоллар\w*": ("USD",),
    r"€|\bEUR\b|\beuros?\b|\bеўра\b|\bевро\b": ("EUR",),
    r"£|\bGBP\b|\bpounds?\b|\bфунт\w*": ("GBP",),
    r"\bBYN\b|\bBelarus\w* ro?ubles?\b|\bбеларуск\w* руб\w*|\bбелорусск\w* руб\w*": ("BYN",),
    r"₽|\bRUB\b|\bRussian ro?ubles?\b|\bрасійск\w* руб\w*|\bроссийск\w* руб\w*": ("RUB",),
    r"\bro?ubles?\b|\bрубл\w*|\bрубел\w*|\bруб\.": ("BYN", "RUB"),
    r"\bPLN\b|\bzlot\w*|\bзлот(?:ы|ых|ага|ый|ого|ым|ымі|ыми)\b": ("PLN",),
    r"\bCNY\b|\byuan\b|\bюан\w*": ("CNY",),
    r"\bUAH\b|\bhryvn\w*|\bгрыў[енэ]\w*|\bгрив[ен]\w*": ("UAH",),
}
_CODES = tuple(_UNITS.values())
_ANY = re.compile("|".join(f"({pattern})" for pattern in _UNITS), re.IGNORECASE)
_COUNTED = re.compile(r"\d[^.;!?]{0,14}$")


def units(words: str) -> Iterator[Said]:
    text = plain(words)
    for found in _ANY.finditer(text):
        before = text[max(found.start() - 16, 0) : found.start()]
        is_counted = _COUNTED.search(before) or re.match(r" ?\d", text[found.end() :])
        codes = frozenset(_CODES[(found.lastindex or 1) - 1])
        strength = Strength.DIGITS if is_counted else Strength.IMPLIED
        yield Said(Kind.UNIT, codes, strength, found.start(), found.end())
