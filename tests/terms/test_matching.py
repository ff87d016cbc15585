"""Terms found in a text, in every case and whatever its apostrophes, hyphens and capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.languages import Language
from newsletter.terms.matching import NO_TERMS, TermBase, TermForms, target_form

LEADER = TermForms(
    1,
    {"en": "Lukashenka", "be": "Лукашэнк|а", "ru": "Лукашенк|о"},
    {"en": ["Lukashenko"], "be": ["Лукашенк-"]},
)
ASSEMBLY = TermForms(2, {"en": "All-Belarusian People's Assembly", "be": "Усебеларуск|і народн|ы сход|"})
PRISONER = TermForms(3, {"en": "political prisoner", "be": "палітвяз|ень", "ru": "политзаключенн|ый"})
SERVICE = TermForms(4, {"en": "KGB", "be": "КДБ", "ru": "КГБ"})
MINISTRY = TermForms(5, {"be": "Міністэрств|а ўнутраных спраў"})
TERMS = TermBase([LEADER, ASSEMBLY, PRISONER, SERVICE, MINISTRY])


def found(words: str, language: Language, terms: TermBase = TERMS) -> list[str]:
    return [words[match.start : match.end] for match in terms.matches(words, language)]


@pytest.mark.parametrize("word", ["Лукашэнка", "Лукашэнкі", "Лукашэнкам", "ЛУКАШЭНКУ"])
def test_a_stem_is_found_with_every_ending_of_up_to_three_letters(word: str) -> None:
    assert found(f"Што {word} сказаў?", Language.BE) == [word]


@pytest.mark.parametrize(
    "words", ["Лукашэнкаўскі", "лукашэнка", "нелукашэнка", "Старалукашэнка", "з’Лукашэнка", "Лукашэнк1"]
)
def test_another_word_is_not_taken_for_it(words: str) -> None:
    assert found(words, Language.BE) == []


@pytest.mark.parametrize("words", ["Lukashenka’s", "“Lukashenka,”", "Lukashenka–Putin", "pro-Lukashenka"])
def test_punctuation_and_english_possessives_are_not_in_the_way(words: str) -> None:
    assert found(words, Language.EN) == ["Lukashenka"]


def test_a_form_without_a_mark_is_found_as_it_stands() -> None:
    assert found("the Lukashenkas", Language.EN) == []


def test_words_of_a_name_are_declined_each_for_itself() -> None:
    assert found("на Усебеларускім народным сходзе", Language.BE) == ["Усебеларускім народным сходзе"]
    assert found("Усебеларускі сход", Language.BE) == []
    assert found("Усебеларускі, народны сход", Language.BE) == []


@pytest.mark.parametrize("words", ["All‑Belarusian\u00a0People’s Assembly", "ALL-BELARUSIAN  PEOPLE'S ASSEMBLY"])
def test_apostrophes_hyphens_and_spaces_of_any_kind_are_the_same(words: str) -> None:
    assert found(words, Language.EN) == [words]


def test_yo_and_ye_and_short_u_are_the_same() -> None:
    assert found("Политзаключённых", Language.RU) == ["Политзаключённых"]
    assert found("Міністэрствам унутраных спраў", Language.BE) == ["Міністэрствам унутраных спраў"]


def test_an_abbreviation_is_found_in_capitals_alone() -> None:
    assert found("KGB, Kgb, kgb", Language.EN) == ["KGB"]


def test_a_form_to_avoid_says_so() -> None:
    assert [match.avoid for match in TERMS.matches("Lukashenko, that is Lukashenka", Language.EN)] == [True, False]


def test_the_form_that_names_more_letters_goes_first() -> None:
    name = TermForms(7, {"be": "народн|ы сход|"})
    both = TermBase([name, ASSEMBLY])
    assert found("Усебеларускага народнага сходу", Language.BE, both) == ["Усебеларускага народнага сходу"]
    short = TermForms(8, {"be": "Данбас|"}, {"be": ["Данбасс-"]})
    assert [match.avoid for match in TermBase([short]).matches("Данбас, Данбасса", Language.BE)] == [False, True]


def test_what_is_put_into_a_translation_begins_as_the_source_does() -> None:
    assert target_form(PRISONER, Language.BE, "political prisoners") == "палітвязень"
    assert target_form(PRISONER, Language.BE, "Political prisoners") == "Палітвязень"
    assert target_form(LEADER, Language.RU, "Lukashenka") == "Лукашенко"
    assert target_form(SERVICE, Language.BE, "KGB") == "КДБ"
    assert target_form(MINISTRY, Language.EN) is None


def test_words_of_preferred_forms_are_known_and_others_are_not() -> None:
    assert TERMS.knows("Лукашэнкам", Language.BE)
    assert TERMS.knows("сходзе", Language.BE)
    assert not TERMS.knows("Лукашенкам", Language.BE)
    assert not NO_TERMS.knows("Лукашэнкам", Language.BE)


@given(
    st.lists(st.sampled_from(["Лукашэнкам", "сход", "Усебеларускі", "народны", "’", "-", " ", "\n", "і", "𝒳", "٣"])),
    st.sampled_from(list(Language)),
)
def test_matches_stand_in_their_order_and_never_overlap(pieces: list[str], language: Language) -> None:
    words = "".join(pieces)
    ends = [0, *(edge for match in TERMS.matches(words, language) for edge in (match.start, match.end))]
    assert ends == sorted(ends)
    assert ends[-1] <= len(words)


def test_every_term_is_found_by_its_own_form_among_two_thousand() -> None:
    many = [TermForms(n, {"be": f"Назв{chr(0x430 + n % 32) * (n // 32 + 1)}|а"}) for n in range(2000)]
    base = TermBase(many)
    assert all(base.matches(f"У {term.good[Language.BE][0].citation}м", Language.BE) for term in many[:60])
