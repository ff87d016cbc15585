"""The rules together, over whole texts."""

import random
import re

import pytest

from newsletter.housestyle.checks import check
from newsletter.housestyle.findings import Passage
from newsletter.languages import Language
from tests.housestyle.planting import PLANTERS, Planter, clean, planted
from tests.housestyle.reading import as_repaired

CERTAIN = {"mixed-script", "other-alphabet", "lookalike", "quotes", "dash", "apostrophe", "no-break-space", "yo"}
EACH = 30


@pytest.mark.parametrize("language", Language)
def test_nothing_is_said_about_a_clean_text(language: Language) -> None:
    assert sum(len(passage.words.split()) for passage in clean(language)) > 1_500
    assert check(clean(language), language) == []


@pytest.mark.parametrize("language", Language)
def test_a_text_that_was_typed_plainly_gets_its_typography_back(language: Language) -> None:
    plain = str.maketrans("«»„“”‘’\u00a0", '"""""\'\' ')
    for passage in clean(language):
        typed = re.sub(" [–—] ", " - ", passage.words.translate(plain))
        assert as_repaired(typed, language) == passage.words


@pytest.mark.parametrize("planter", PLANTERS, ids=lambda planter: f"{planter.rule}-{planter.language}")
def test_a_planted_error_is_found(planter: Planter) -> None:
    rng = random.Random(planter.rule)
    hits = 0
    for _ in range(EACH):
        hits += any(finding.rule == planter.rule for finding in planted(planter, rng).findings())
    assert hits == EACH if planter.rule in CERTAIN else hits >= EACH - 1


def test_findings_come_in_the_order_of_the_page() -> None:
    passages = [Passage("title", "Еще - iх"), Passage("b1", 'И "так" ещё растёт'), Passage("b1", "еще", "alt")]
    found = [(finding.passage.part, finding.passage.field, finding.words) for finding in check(passages, Language.RU)]
    assert found == [
        ("title", "", "Еще"),
        ("title", "", "-"),
        ("title", "", "iх"),
        ("b1", "", "И "),
        ("b1", "", '"'),
        ("b1", "", '"'),
        ("b1", "alt", "еще"),
    ]


def test_a_finding_stands_where_its_words_are_though_an_address_comes_before() -> None:
    words = "Чытайце www.example.org/старонка і iншых"
    [finding] = [finding for finding in check([Passage("b1", words)], Language.BE) if finding.severity == "block"]
    assert words[finding.start : finding.end] == finding.words == "iншых"


def test_every_message_can_be_filled() -> None:
    rng = random.Random(1)
    for planter in PLANTERS:
        findings = planted(planter, rng).findings()
        assert all(finding.message % finding.values for finding in findings)
        assert findings
