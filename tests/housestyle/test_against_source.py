"""Numbers, dates, sums and names that the source has and the translation lacks."""

from collections import Counter

import pytest

from newsletter.housestyle.against_source import against_source
from newsletter.housestyle.findings import Passage
from newsletter.languages import Language
from newsletter.terms.matching import TermBase, TermForms
from tests.housestyle.changed_facts import changed
from tests.housestyle.pairs import PAIRS

EN, BE, RU = Language.EN, Language.BE, Language.RU


def says(source: str, target: str, languages: tuple[Language, Language] = (EN, BE)) -> list[str]:
    found = against_source(source, languages[0], [Passage("b", target)], languages[1])
    return [finding.message % dict(finding.values) for finding in found]


def test_sentences_that_say_the_same_are_left_alone() -> None:
    alarms = [pair for pair in PAIRS if against_source(pair[0], pair[1], [Passage("b", pair[2])], pair[3])]
    assert len(PAIRS) == 144
    assert alarms == []


def test_a_fact_that_was_changed_or_dropped_is_found() -> None:
    everything = list(changed(seed=7))
    missed = [one for one in everything if not one.findings()]
    # “The second quarter” reads like 25 per cent, so three dropped 25s may pass.
    assert len(everything) > 330
    assert Counter(one.kind for one in missed) <= Counter(dropped=3)


def test_what_is_missing_is_told_in_the_words_of_the_source() -> None:
    assert says("A loan of $2.5 billion.", "Пазыка ў доларах.") == ["“2.5 billion” is in the source and not here."]


def test_a_row_of_five_thousand_digits_is_compared_as_it_is_written() -> None:
    """Python makes no number of so many."""
    digits = "1234567890" * 500
    assert says(f"The key is {digits}.", f"Ключ — {digits}.") == []
    assert says(f"The key is {digits}.", "Ключ") == [f"“{digits}” is in the source and not here."]


def test_another_number_is_found_where_it_stands() -> None:
    target = Passage("b", "Пазыка ў 25 млрд долараў.")
    [finding] = against_source("A loan of $2.5 billion.", EN, [target], BE)
    assert (finding.rule, finding.words) == ("numbers", "25 млрд")
    assert finding.message % dict(finding.values) == "The source has “2.5 billion”, here it is “25 млрд”."


def test_a_number_that_only_the_translation_has_is_found() -> None:
    assert says("Ministers met.", "Сустрэліся 14 міністраў.") == ["“14” is here and not in the source."]


def test_a_split_paragraph_is_read_as_one() -> None:
    targets = [Passage("one", "Прыехалі 40 чалавек."), Passage("two", "З іх 12 засталіся.")]
    assert against_source("Of the 40 who came, 12 stayed.", EN, targets, BE) == []


@pytest.mark.parametrize(
    ("source", "target", "languages"),
    [
        ("on 5 May", "5 мая", (EN, RU)),
        ("on 5 May", "5 траўня", (EN, BE)),
        ("the 20th century", "ХХ стагоддзе", (EN, BE)),  # the numerals are Cyrillic
        ("10,000 people", "10 000 чалавек", (EN, BE)),  # a thin space
        ("10,000 people", "10.000 человек", (EN, RU)),
        ("a rate of 3.5", "ставка 3,5", (EN, BE)),
        ("from 2 to 3 billion", "2–3 млрд", (EN, RU)),
        ("3rd in line", "3-я в очереди", (EN, RU)),
        ("three deputies", "3 депутаты", (EN, BE)),
        ("two countries may agree", "страны могут договориться", (EN, RU)),
        ("семья из Гродно", "a family from Hrodna", (RU, EN)),
    ],
)
def test_each_language_writes_the_same_in_its_own_way(
    source: str, target: str, languages: tuple[Language, Language]
) -> None:
    assert says(source, target, languages) == []


@pytest.mark.parametrize(
    ("source", "target", "says_so"),
    [
        ("on May 5", "5 чэрвеня", "The source has “May”, here it is “чэрвеня”."),
        ("costs €40", "каштуе 40 долараў", "The source has “€”, here it is “долараў”."),
        ("3 million", "3 мільярды", "The source has “3 million”, here it is “3 мільярды”."),
        ("three of them", "пяцёра з іх", "The source has “three”, here it is “пяцёра”."),
        ("see https://example.org/a", "глядзіце тут", "“https://example.org/a” is in the source and not here."),
    ],
)
def test_a_fact_that_differs_is_told(source: str, target: str, says_so: str) -> None:
    assert says(source, target) == [says_so]


def test_a_name_of_the_term_base_has_to_be_there_in_its_own_form_or_one_to_avoid() -> None:
    minsk = TermForms(1, {"en": "Minsk", "be": "Мінск|"}, {"be": ["Менск|"]})
    terms = TermBase([minsk])

    def found(target: str) -> list[str]:
        findings = against_source("Talks in Minsk.", EN, [Passage("b", target)], BE, terms)
        return [finding.message % dict(finding.values) for finding in findings]

    assert found("Перамовы ў Мінску.") == found("Перамовы ў Менску.") == []
    assert found("Перамовы ў сталіцы.") == ["“Minsk” is in the source, and “Мінск” isn’t here."]
