"""The standing topics that a new newsroom begins with."""

import re
from dataclasses import dataclass

from newsletter.languages import Words


@dataclass(frozen=True)
class SeededSection:
    slug: str
    names: Words


SEEDED: tuple[SeededSection, ...] = (
    SeededSection(
        "ruling-elite",
        {"en": "The ruling elite", "be": "Кіроўная эліта", "ru": "Правящая элита"},
    ),
    SeededSection(
        "society-and-parties",
        {
            "en": "Society and political parties",
            "be": "Грамадства і палітычныя партыі",
            "ru": "Общество и политические партии",
        },
    ),
    SeededSection(
        "security",
        {"en": "Security issues", "be": "Пытанні бяспекі", "ru": "Вопросы безопасности"},
    ),
    SeededSection(
        "belarus-west",
        {
            "en": "Belarus–West relations",
            "be": "Адносіны Беларусь — Захад",
            "ru": "Отношения Беларусь — Запад",
        },
    ),
    SeededSection(
        "belarus-russia",
        {
            "en": "Belarus–Russia relations",
            "be": "Адносіны Беларусь — Расія",
            "ru": "Отношения Беларусь — Россия",
        },
    ),
)


def seeded_slug(line: str) -> str | None:
    """The section that a whole line names in any language, whatever its dashes, spaces and capitals."""
    by_name = {_folded(name): section.slug for section in SEEDED for name in section.names.values()}
    return by_name.get(_folded(line))


def _folded(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.lower())).removeprefix("the ")
