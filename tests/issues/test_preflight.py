import datetime as dt

import pytest

from newsletter.commentaries.models import TextState
from newsletter.db import db
from newsletter.issues.building.waivers import sign
from newsletter.issues.composing.editions import every
from newsletter.issues.examining.examination import examination, examine
from newsletter.issues.preflight import SIZE_LIMIT
from newsletter.languages import EditionKey, Language, Reading
from newsletter.translation.cells import cells_of
from tests import factories
from tests.factories import MONDAY
from tests.issues.issue_facts import edition, entry, findings, found, issue, text

pytestmark = pytest.mark.usefixtures("app")


def test_a_sound_issue_passes() -> None:
    assert found(issue()) == []


@pytest.mark.parametrize("language", Language)
def test_a_missing_text_blocks_in_every_language(language: Language) -> None:
    (finding,) = findings(issue(entry(text(language, exists=False, approved=False))))
    assert (finding.rule, finding.blocks, finding.waivable) == ("language", True, (7, language))
    assert finding.message == f"Queues · {language.own_name}: the text is missing"


def test_a_text_that_is_not_approved_blocks() -> None:
    (finding,) = findings(issue(entry(text(approved=False))))
    assert finding.blocks
    assert finding.message.endswith("the text is not approved")


def test_a_waiver_lets_an_entry_leave_without_a_language_and_with_whatever_that_lacks() -> None:
    missing = text(Language.BE, exists=False, approved=False, waived=True, title="", body="", byline="", alt="")
    assert found(issue(entry(missing))) == []


def test_a_waiver_does_not_excuse_what_leaves_after_all() -> None:
    assert found(issue(entry(text(waived=True, title="")))) == [("title", "block", "/text/en")]


@pytest.mark.parametrize(
    ("field", "rule", "severity", "place"),
    [
        ("title", "title", "block", "/text/en"),
        ("standfirst", "standfirst", "warn", "/text/en"),
        ("body", "body", "block", "/text/en"),
        ("byline", "byline", "block", "/commentary"),
        ("alt", "photo-alt", "block", "/commentary"),
        ("credit", "photo-credit", "block", "/commentary"),
    ],
)
def test_an_empty_field_of_a_text_is_found(field: str, rule: str, severity: str, place: str) -> None:
    assert found(issue(entry(text(Language.EN, **{field: "  "})))) == [(rule, severity, place)]


def test_every_picture_of_a_text_wants_a_description_and_a_credit() -> None:
    pictures = (("A bridge", "Ala Rybak"), (" ", "Ala Rybak"), ("Cows", ""))
    facts = issue(entry(text(Language.BE, pictures=pictures)))
    assert found(facts) == [("picture-alt", "block", "/text/be"), ("picture-credit", "block", "/text/be")]
    second, third = findings(facts)
    assert "picture 2" in second.message
    assert "picture 3" in third.message


def test_a_photo_wants_words_in_every_language_but_no_photo_wants_none() -> None:
    bare = [text(language, alt="", credit="") for language in Language]
    assert len(found(issue(entry(*bare)))) == 6
    assert found(issue(entry(*bare, has_photo=False))) == []


def test_an_entry_without_section_or_verdict_is_found() -> None:
    blocked = found(issue(entry(has_section=False, has_verdict=False)))
    assert blocked == [("section", "block", "/commentary"), ("verdict", "block", "/commentary")]


@pytest.mark.parametrize(("words", "rule"), [("subjects", "subject"), ("preheaders", "preheader")])
def test_a_mail_needs_a_subject_and_a_preheader_in_each_language(words: str, rule: str) -> None:
    assert found(issue(**{words: {"en": "A", "be": " "}})) == [(rule, "block", "/issue#words")] * 2


def test_a_language_that_every_entry_leaves_without_needs_no_subject() -> None:
    absent = text(Language.RU, exists=False, approved=False, waived=True)
    facts = issue(entry(absent), subjects={"en": "A", "be": "Б"}, preheaders={"en": "A", "be": "Б"})
    assert found(facts) == []


@pytest.mark.parametrize(
    ("size", "says"), [(66_600, []), (66_601, ["warn"]), (SIZE_LIMIT, ["warn"]), (SIZE_LIMIT + 1, ["block"])]
)
def test_a_mail_near_the_limit_warns_and_one_beyond_it_blocks(size: int, says: list[str]) -> None:
    reported = findings(issue(editions={EditionKey(Reading.BE_RU): edition(size=size)}))
    assert [finding.severity.value for finding in reported] == says
    assert all(finding.message.startswith("BE → RU: ") and "74 kB" in finding.message for finding in reported)


def test_an_entry_of_another_week_warns() -> None:
    assert found(issue(entry(week=MONDAY - dt.timedelta(days=7)))) == [("week", "warn", "/commentary")]


def test_an_issue_with_nothing_to_send_blocks() -> None:
    assert found(issue(editions={})) == [("entries", "block", "/issue")]


@pytest.mark.parametrize("words", ["{}DO: ask Vera".format("TO"), "LOREM ipsum dolor", "the price is TK TK"])
@pytest.mark.parametrize("field", ["title", "standfirst", "body"])
def test_a_placeholder_left_in_a_text_blocks(field: str, words: str) -> None:
    assert found(issue(entry(text(Language.EN, **{field: words})))) == [("placeholder", "block", "/text/en")]


@pytest.mark.parametrize("words", ["Sources: ???", f"on the {'X' * 3} congress"])
def test_what_may_be_a_placeholder_only_warns(words: str) -> None:
    assert found(issue(entry(text(body=words)))) == [("placeholder-perhaps", "warn", "/text/en")]


@pytest.mark.parametrize("words", ["Todor Zhivkov", "a todo el mundo", "What? Why?", "XX congress"])
def test_words_that_only_look_like_a_placeholder_pass(words: str) -> None:
    assert found(issue(entry(text(body=words)))) == []


@pytest.mark.parametrize("part", ["subjects", "preheaders", "openings", "closings"])
def test_a_placeholder_left_in_the_words_of_the_mail_blocks(part: str) -> None:
    words = {"en": "Words", "be": "Lorem ipsum", "ru": "Слова"}
    assert found(issue(**{part: words})) == [("placeholder", "block", "/issue#words")]


def test_what_blocks_comes_before_what_warns() -> None:
    severities = [severity for _rule, severity, _place in found(issue(entry(text(standfirst="", body=""))))]
    assert severities == ["block", "warn"]


def test_a_finished_issue_of_the_database_passes() -> None:
    assert examine(factories.issue(factories.commentary())) == []


def test_an_issue_of_the_database_says_what_it_lacks_and_where() -> None:
    piece = factories.commentary(languages=(Language.EN,))
    factories.text(piece, Language.RU, approved=False).state = TextState.IN_REVIEW
    made = factories.issue(piece)
    assert [(finding.message.partition("· ")[2], finding.place) for finding in examine(made)] == [
        ("Беларуская: the text is missing", f"/desk/commentaries/{piece.id}#texts"),
        ("Русский: the text is not approved", f"/desk/commentaries/{piece.id}/ru/translating"),
    ]
    for language in (Language.BE, Language.RU):
        sign(made, made.entries[0], language, reason="Nobody to translate it this week.", by="nina")
    (finding,) = examine(made)
    assert (finding.rule, finding.blocks) == ("english-card", False)


def test_an_empty_issue_of_the_database_has_nothing_to_send() -> None:
    assert [finding.rule for finding in examine(factories.issue())] == ["entries"]


def test_the_preflight_takes_as_many_statements_for_twelve_entries_as_for_three(query_count: list[str]) -> None:
    taken = []
    for number in (3, 12):
        made = factories.issue(*(factories.commentary() for _ in range(number)))
        db.session.commit()
        cells, editions = cells_of(entry.commentary for entry in made.entries), every(made)
        examination(made, cells, editions)
        query_count.clear()
        examination(made, cells, editions)
        taken.append(len(query_count))
    assert taken[0] == taken[1] < 10
