"""What a week did to a section's situation: data, with standard words for it."""

import re
from enum import StrEnum

from newsletter.languages import Language


class Verdict(StrEnum):
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"

    @property
    def mark(self) -> str:
        """Told apart by shape, for those who see no colours."""
        return {"improved": "▲", "unchanged": "●", "worsened": "▼"}[self]

    def wording(self, language: Language) -> str:
        """The standard sentence, without a full stop."""
        return _WORDINGS[language][self]

    def short(self, language: Language) -> str:
        """One or two words, for tables and tight lines."""
        return _SHORT[language][self]


_WORDINGS: dict[Language, dict[str, str]] = {
    Language.EN: {
        "improved": "The situation has got better",
        "unchanged": "The situation has not changed",
        "worsened": "The situation has got worse",
    },
    Language.BE: {
        "improved": "Сітуацыя палепшылася",
        "unchanged": "Сітуацыя не змянілася",
        "worsened": "Сітуацыя пагоршылася",
    },
    Language.RU: {
        "improved": "Ситуация улучшилась",
        "unchanged": "Ситуация не изменилась",
        "worsened": "Ситуация ухудшилась",
    },
}

_SHORT: dict[Language, dict[str, str]] = {
    Language.EN: {verdict: verdict.value for verdict in Verdict},
    Language.BE: {"improved": "паляпшэнне", "unchanged": "без змен", "worsened": "пагаршэнне"},
    Language.RU: {"improved": "улучшение", "unchanged": "без изменений", "worsened": "ухудшение"},
}

_READ_AS: list[tuple[Verdict, str]] = [
    (Verdict.IMPROVED, "(has |is )?(got better|gotten better|improved|improving)"),
    (Verdict.UNCHANGED, "(has |is |remains |has remained |did )?(not changed?|hasn't changed|unchanged|the same)"),
    (Verdict.WORSENED, "(has |is )?(got worse|gotten worse|worsened|worsening|deteriorated)"),
    (Verdict.IMPROVED, "палепшылася|стала лепшай|палепшала"),
    (Verdict.UNCHANGED, "не змянілася|без змен|засталася без змен|засталася ранейшай"),
    (Verdict.WORSENED, "пагоршылася|стала горшай|пагоршала"),
    (Verdict.IMPROVED, "улучшилась|стала лучше"),
    (Verdict.UNCHANGED, "не изменилась|без изменений|осталась без изменений|осталась прежней"),
    (Verdict.WORSENED, "ухудшилась|стала хуже"),
]


def verdict_in(line: str) -> Verdict | None:
    """The verdict that a whole line states, in any of the languages, in the standard or a usual wording."""
    said = " ".join(line.replace("’", "'").lower().strip(" .▲●▼\N{NO-BREAK SPACE}").split())
    for verdict, pattern in _READ_AS:
        if re.fullmatch(rf"(the situation|сітуацыя|ситуация) ({pattern})", said):
            return verdict
    return None
