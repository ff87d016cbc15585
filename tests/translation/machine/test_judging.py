"""What counts as a translation."""

import pytest

from newsletter.commentaries.refusals import Refusal
from newsletter.languages import Language
from newsletter.translation.machine import failures
from newsletter.translation.machine.judging import judge
from newsletter.translation.machine.units import Unit

EN, BE, RU = Language.EN, Language.BE, Language.RU
SOURCE = "The crossing was rebuilt over the summer."


@pytest.mark.parametrize(
    ("answer", "words", "target"),
    [
        ("Летам пункт пропуску перабудавалі.", SOURCE, BE),
        ("Летом пункт пропуска перестроили.", SOURCE, RU),
        (SOURCE, "Летом пункт пропуска перестроили.", EN),
        ("Летом пункт пропуска перестроили.", "Летам пункт пропуску перабудавалі.", RU),
        ("NATO", "NATO", BE),
        ("Reuters", "Reuters", RU),
        ("2024–2025", "2024–2025", BE),
        ("Кампанія BMW Group Rus з’ехала з Мінска.", "BMW Group Rus has left Minsk for good.", BE),
    ],
)
def test_a_translation_is_known_by_its_letters(answer: str, words: str, target: Language) -> None:
    judge(answer, words, target)


@pytest.mark.parametrize(
    ("answer", "words", "target", "failure"),
    [
        ("", SOURCE, BE, failures.Empty),
        (" \u00a0 ", "Title", BE, failures.Empty),
        (SOURCE, SOURCE, BE, failures.Untranslated),
        ("the crossing was “rebuilt” in summer.", 'The crossing was "rebuilt" in summer.', EN, failures.Untranslated),
        ("The crossing was built anew in summer.", SOURCE, RU, failures.WrongLanguage),
        ("Летом пункт пропуска перестроили.", SOURCE, BE, failures.WrongLanguage),
        ("Летам пункт пропуску ў лесе перабудавалі і адкрылі.", SOURCE, RU, failures.WrongLanguage),
        ("Летом пункт пропуска перестроили.", "Летам пункт пропуску перабудавалі.", EN, failures.WrongLanguage),
        ("Летам " * 100, SOURCE, BE, failures.TooLong),
    ],
)  # fmt: skip
def test_what_is_no_translation_is_told(answer: str, words: str, target: Language, failure: type[Refusal]) -> None:
    with pytest.raises(failure):
        judge(answer, words, target)


def test_a_title_or_a_caption_that_would_be_too_long_is_given_up() -> None:
    with pytest.raises(failures.TooLong):
        Unit("title", "T" * 150).draft(["ж" * 201], BE)
    assert Unit("standfirst", "T" * 150).draft(["ж" * 201], BE) == "ж" * 201
    figure = {"type": "figure", "attrs": {"photo": "0" * 64, "alt": "A" * 250, "caption": "", "credit": ""}}
    figure["attrs"] |= {"credit_href": ""}  # type: ignore[operator]
    with pytest.raises(failures.TooLong):
        Unit("f", figure).draft(["ж" * 301], BE)
