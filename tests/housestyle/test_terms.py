"""Forms to avoid, and one form of a name in a whole text."""

import pytest

from newsletter.housestyle import terms
from newsletter.housestyle.checks import check as check_all
from newsletter.housestyle.findings import Finding, Passage, Severity
from newsletter.languages import Language
from newsletter.terms.matching import TermBase, TermForms

BASE = TermBase(
    [
        TermForms(
            1,
            {"en": "Lukashenka", "be": "Лукашэнк|а", "ru": "Лукашенк|о"},
            {"en": ["Lukashenko"], "be": ["Лукашенк-", "Лукашенко"]},
        ),
        TermForms(2, {"en": "Belarus", "ru": "Беларус|ь"}, {"en": ["Belorussia"], "ru": ["Белорусси|я"]}),
        TermForms(3, {"be": "Савет| Рэспублікі"}, {"be": ["Рад|а Рэспублікі"]}),
        TermForms(4, {"en": "EU; European Union", "be": "Еўрасаюз|; Еўрапейск|і саюз|"}),
        TermForms(5, {}, {"en": ["special operation"]}),
    ]
)


def check(language: Language, *words: str) -> list[Finding]:
    return terms.check([Passage(f"block{n}", one) for n, one in enumerate(words)], language, BASE)


@pytest.mark.parametrize(
    ("language", "words", "suggestion"),
    [
        (Language.EN, "Lukashenko", "Lukashenka"),
        (Language.EN, "LUKASHENKO", "LUKASHENKA"),
        (Language.BE, "Лукашенкі", "Лукашэнкі"),
        (Language.BE, "ЛУКАШЕНКАМ", "ЛУКАШЭНКАМ"),
        (Language.BE, "Лукашенко", "Лукашэнка"),
        (Language.RU, "Белоруссия", "Беларусь"),
        (Language.BE, "Рада Рэспублікі", "Савет Рэспублікі"),
    ],
)
def test_a_form_to_avoid_is_told_with_what_to_put_in_its_place(language: Language, words: str, suggestion: str) -> None:
    [finding] = check(language, f"— {words}, …")
    assert (finding.rule, finding.severity) == (terms.AVOID, Severity.WARN)
    assert (finding.words, finding.suggestion) == (words, suggestion)
    assert finding.message % finding.values == f"Write “{suggestion}” instead of “{words}”, as the term base has it."


@pytest.mark.parametrize(("language", "words"), [(Language.RU, "Белоруссии"), (Language.BE, "Радзе Рэспублікі")])
def test_an_ending_of_another_declension_is_not_guessed(language: Language, words: str) -> None:
    findings = check(language, words)
    assert [finding.suggestion for finding in findings] == [None] * len(findings)


def test_what_has_no_preferred_form_is_only_to_be_avoided() -> None:
    [finding] = check(Language.EN, "a special operation")
    assert finding.suggestion is None
    assert finding.message % finding.values == "The term base says to avoid “special operation”."


def test_two_good_forms_in_one_text_are_told_at_the_rarer_one() -> None:
    [finding] = check(Language.EN, "The EU met.", "The European Union paid.", "The EU left.")
    assert (finding.rule, finding.words, finding.suggestion) == (terms.TWO_FORMS, "European Union", "EU")
    assert finding.passage.part == "block1"
    [tie] = check(Language.BE, "у Еўрасаюзе", "Еўрапейскі саюз")
    assert (tie.words, tie.suggestion) == ("Еўрапейскі саюз", "Еўрасаюз")
    assert not check(Language.EN, "The EU met.", "The EU left.")


def test_addresses_are_left_alone() -> None:
    assert not check(Language.EN, "https://example.org/Lukashenko and Lukashenko@example.org")


def test_the_whole_house_style_has_them_in_the_order_of_the_page() -> None:
    passages = [Passage("title", "Lukashenko  - he"), Passage("a", "of Belorussia")]
    found = check_all(passages, Language.EN, BASE)
    assert [finding.rule for finding in found if finding.rule == terms.AVOID] == [terms.AVOID] * 2
    assert [finding.passage.part for finding in found] == sorted(
        [finding.passage.part for finding in found], reverse=True
    )
