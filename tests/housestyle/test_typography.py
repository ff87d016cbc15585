"""Quotation marks, dashes, apostrophes and no-break spaces: what a press of “Repair” makes of them."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.housestyle.checks import check
from newsletter.housestyle.findings import Passage, Severity
from newsletter.languages import Language
from tests.housestyle.reading import as_repaired, findings

EN, BE, RU = Language.EN, Language.BE, Language.RU


@pytest.mark.parametrize(
    ("typed", "language", "right"),
    [
        ('He said "yes" twice.', EN, "He said “yes” twice."),
        ('"He said "yes" twice."', EN, "“He said ‘yes’ twice.”"),
        ("«This» and „that”.", EN, "“This” and “that”."),
        ("She said 'no', didn't she?", EN, "She said ‘no’, didn’t she?"),
        ("\"'Tis the dogs' fault\" in the '90s.", EN, "“’Tis the dogs’ fault” in the ’90s."),
        ("A 5\" pipe, 6' long.", EN, "A 5\" pipe, 6' long."),
        ('Газета "Звязда".', BE, "Газета «Звязда»."),
        ('"Газета "Звязда" піша".', BE, "«Газета „Звязда“ піша»."),
        ("“Газета „Звязда” піша”.", BE, "«Газета „Звязда“ піша»."),
        ("«Слова «унутры» тут».", BE, "«Слова „унутры“ тут»."),
        ('Ёсць ("так") і —"не".', BE, "Ёсць («так») і\u00a0—«не»."),
        ("«Газета „Звязда“ піша».", BE, "«Газета „Звязда“ піша»."),
        ("«Абзац, што працягваецца", BE, "«Абзац, што працягваецца"),
        ('Газета "Известия".', RU, "Газета «Известия»."),
    ],
)
def test_quotation_marks_become_the_languages_own(typed: str, language: Language, right: str) -> None:
    assert as_repaired(typed, language) == right


@pytest.mark.parametrize(
    ("typed", "language", "right"),
    [
        ("it is - so", EN, "it is – so"),
        ("it is -- so", EN, "it is – so"),
        ("гэта - слова", BE, "гэта — слова"),
        ("гэта\u00a0-- слова", BE, "гэта\u00a0— слова"),
        ("слово--дело", RU, "слово—дело"),
        ("- радок спісу", BE, "- радок спісу"),
        ("што-небудзь і x - 2 = 3", BE, "што-небудзь і\u00a0x - 2 = 3"),
    ],
)
def test_a_hyphen_between_words_becomes_a_dash(typed: str, language: Language, right: str) -> None:
    assert as_repaired(typed, language) == right


@pytest.mark.parametrize(
    ("typed", "language", "right"),
    [
        ("аб'ект, сямʼя, п`еса", BE, "аб’ект, сям’я, п’еса"),
        ("it's Minsk's", EN, "it’s Minsk’s"),
        ("Жанна д'Арк", RU, "Жанна д'Арк"),
    ],
)
def test_an_apostrophe_is_a_raised_comma(typed: str, language: Language, right: str) -> None:
    assert as_repaired(typed, language) == right


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("і ў горадзе", "і\u00a0ў\u00a0горадзе"),
        ("У школе № 5", "У\u00a0школе №\u00a05"),
        ("31 % у 2024 г.", "31\u00a0% у\u00a02024\u00a0г."),
        ("2019–2024 гг. былі", "2019–2024\u00a0гг. былі"),
        ("у г. Мінску", "у\u00a0г. Мінску"),
        ("за 5 м ад", "за 5 м ад"),
        ("што-н будзе з-за я", "што-н будзе з-за я"),
    ],
)
def test_spaces_that_may_not_break_a_line(typed: str, right: str) -> None:
    assert as_repaired(typed, BE) == right


def test_english_breaks_where_it_likes() -> None:
    assert findings("I see a 5 % rise", EN, but="") == []


def test_code_and_addresses_keep_their_marks() -> None:
    typed = "`it's \"x\"` https://example.org/a--b?c=it's--1"
    assert as_repaired(typed, EN) == typed


@given(st.text("\"'«»„“”‘’ʼ` -–—аўБi5s(.,%№\u00a0\nг", max_size=14), st.sampled_from(Language))
@example('\'""', EN)
@example('”«“" ', BE)
@example('»\n«--а "—', BE)
def test_what_was_repaired_needs_no_repair(typed: str, language: Language) -> None:
    repaired = as_repaired(typed, language)
    left = check([Passage("title", repaired)], language)
    assert [finding for finding in left if finding.severity is Severity.REPAIR] == []


@given(st.text("\"'«»„“”‘’ -аБ5(.%№", max_size=14), st.sampled_from(Language))
def test_no_two_repairs_touch_the_same_characters(typed: str, language: Language) -> None:
    repairs = [finding for finding in check([Passage("title", typed)], language) if finding.suggestion]
    repairs = [finding for finding in repairs if finding.severity is Severity.REPAIR]
    assert all(one.end <= other.start for one, other in pairwise(repairs))
