"""What of the words of its texts stands between an issue and its readers: behind their source, or against the style."""

import dataclasses
from typing import Any

import pytest

from newsletter.commentaries import writing
from newsletter.commentaries.models import TextState
from newsletter.commentaries.review import approve
from newsletter.housestyle.findings import Finding as StyleFinding
from newsletter.housestyle.findings import Passage, Severity
from newsletter.issues.building.waivers import sign, sign_all
from newsletter.issues.examining.examination import examine
from newsletter.issues.refusals import NotWaived
from newsletter.languages import Language
from newsletter.translation.completeness import Completeness
from tests import factories
from tests.issues.issue_facts import entry, findings, found, issue, text

pytestmark = pytest.mark.usefixtures("app")


def behind(**counts: Any) -> Completeness:
    return Completeness(TextState.APPROVED, **{"current": 8, "total": 9, **counts})


def test_an_approved_text_that_lags_behind_its_source_blocks_and_can_be_signed_for() -> None:
    lagging = text(Language.BE, completeness=behind(changed=2, missing=1))
    (finding,) = findings(issue(entry(lagging)))
    assert (finding.rule, finding.blocks, finding.waivable) == ("stale", True, (7, Language.BE))
    assert finding.message.endswith("it lags behind its source: 2 blocks changed, 1 block to write")
    assert found(issue(entry(dataclasses.replace(lagging, waived=True)))) == []


def test_a_text_that_is_not_even_approved_is_not_called_stale_as_well() -> None:
    draft = text(Language.BE, approved=False, completeness=behind(changed=2))
    assert [rule for rule, *_ in found(issue(entry(draft)))] == ["language"]


def test_nothing_of_a_machine_leaves_unread_whoever_signs_for_it() -> None:
    facts = issue(entry(text(Language.RU, waived=True, completeness=behind(machine=1, current=9))))
    assert found(facts) == [("machine", "block", "/text/ru")]


def style(severity: Severity, words: str = "The price of  bread rose.") -> StyleFinding:
    return StyleFinding("spaces", severity, Passage("block00001", words), 13, 14, "One space is enough.")


@pytest.mark.parametrize(
    ("severity", "says"), [(Severity.BLOCK, "block"), (Severity.WARN, "warn"), (Severity.REPAIR, "warn")]
)
def test_what_the_house_style_says_is_told_with_the_words_it_is_about(severity: Severity, says: str) -> None:
    facts = issue(entry(text(style=(style(severity),))))
    assert found(facts) == [("spaces", says, "/text/en")]
    (finding,) = findings(facts)
    assert finding.message == "Queues · English: One space is enough – “The price of bread rose.”"


def test_long_passages_are_quoted_around_the_words_meant() -> None:
    long = style(Severity.WARN, "The words before it are many. " * 4 + "Here  it is. " + "So are those after it. " * 4)
    at = long.passage.words.index("  ")
    (finding,) = findings(issue(entry(text(style=(dataclasses.replace(long, start=at, end=at + 2),)))))
    assert "“…before it are many. Here it is. So are those…”" in finding.message


def test_of_many_findings_of_one_rule_the_first_are_told_and_the_rest_counted() -> None:
    reported = findings(issue(entry(text(style=(style(Severity.WARN),) * 12))))
    assert len(reported) == 6
    assert reported[-1].message.endswith("and 7 more like it")


def test_a_stale_translation_of_the_database_blocks_until_somebody_signs_for_it() -> None:
    piece = factories.commentary()
    source = piece.texts[Language.EN]
    rewritten = factories.document("It was rebuilt.")
    writing.save(source, title=source.title, standfirst=source.standfirst, document=rewritten, by=None)
    approve(source, by=None)
    made = factories.issue(piece)
    assert [(finding.rule, finding.place.split("/")[4]) for finding in examine(made)] == [
        ("stale", "be"),
        ("stale", "ru"),
    ]
    assert sign_all(made, tuple(Language), reason="The change is small.", by="nina") == 2
    assert examine(made) == []


def test_a_text_that_is_approved_and_current_needs_no_signature() -> None:
    made = factories.issue(factories.commentary())
    with pytest.raises(NotWaived, match="approved and current"):
        sign(made, made.entries[0], Language.BE, reason="To be sure.", by="nina")


def test_the_house_style_of_a_text_of_the_database_is_told() -> None:
    piece = factories.commentary()
    piece.texts[Language.BE].title = "Чэргі на мяжы карацеюць, i ўсе радыя"
    (finding,) = [finding for finding in examine(factories.issue(piece)) if finding.blocks]
    assert finding.place.endswith("/be/translating")
    assert "карацеюць, i ўсе" in finding.message


def test_a_number_that_the_source_has_and_a_translation_lacks_is_told() -> None:
    piece = factories.commentary(languages=())
    for language, words in ((Language.EN, "It took 46 days."), (Language.BE, "На гэта пайшло 64 дні.")):
        factories.text(piece, language, document=factories.document(words))
    warned = [finding for finding in examine(factories.issue(piece)) if "46" in finding.message]
    assert [(finding.blocks, finding.place.split("/")[4]) for finding in warned] == [(False, "be")]
