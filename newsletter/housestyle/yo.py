"""ё written in one place and not in another. Russian, over a whole text; it warns."""

import re
from collections.abc import Iterator, Sequence

from newsletter.commentaries.refusals import N_
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.housestyle.shielding import shielded

_MESSAGE = N_("The text has ё elsewhere: “%(suggestion)s” here too.")
_WITH_YO = re.compile(r"(?<![\w’'-])[а-яА-Я]*[ёЁ][а-яёА-ЯЁ]*(?!\w)")
_WORD = re.compile(r"(?<![\w’'-])[а-яА-Я]*[еЕ][а-яА-Я]*(?!\w)")
_FOLDED = str.maketrans("ёЁ", "еЕ")

_OTHER_WITHOUT = """
белье берег берет ведомый все всем всех жен лед лен лет мед мел моем небо нем осел падеж передохнем пес сел сем слез
совершенная совершенно совершенного совершенной совершенный создает создаем признаем признает тем узнаем узнает чем
черт черта черты
"""
"""Those that are other words with е: берёг and берег, нёбо and небо."""
_NEVER_WITHOUT = """
актёр ведёт вернёт вернётся возьмёт возьмётся вдвоём втроём даёт днём её ещё ждёт жёстко жёсткий жёсткие жёстче живёт
зачёт идёт моё надёжно надёжный найдёт начнёт начнётся неё обойдётся объём объёма объёмы остаётся отчёт отчёта отчёты
полёт полёты придёт приведёт приём приёма причём произойдёт пойдёт путём расчёт расчёта расчёты режиссёр самолёт
самолёта самолёты своё серьёзная серьёзно серьёзные серьёзный твоё трёх тяжёлая тяжёлые тяжёлый удаётся учёт учётом
чётко четырёх
"""
"""Among the commonest: whoever writes ё writes it in them."""
_ONLY_E = frozenset(_OTHER_WITHOUT.split())
_ONLY_YO = {word.translate(_FOLDED): word for word in _NEVER_WITHOUT.split()}


def check(passages: Sequence[Passage]) -> Iterator[Finding]:
    read = [(passage, shielded(passage.words)) for passage in passages]
    with_yo = {found[0] for _, words in read for found in _WITH_YO.finditer(words)}
    known = {folded: word.lower() for word in with_yo if (folded := word.lower().translate(_FOLDED)) not in _ONLY_E}
    # A name may keep its ё in a text that otherwise has none.
    if any(word.islower() and word.translate(_FOLDED) in known for word in with_yo):
        known = _ONLY_YO | known
    if not known:
        return
    for passage, words in read:
        for found in _WORD.finditer(words):
            if word := known.get(found[0].lower()):
                right = "".join(new.upper() if old.isupper() else new for old, new in zip(found[0], word, strict=True))
                values = {"suggestion": right}
                yield Finding("yo", Severity.WARN, passage, found.start(), found.end(), _MESSAGE, values, right)
