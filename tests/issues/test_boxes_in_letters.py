"""What an issue carries beside its entries, as its readers get it."""

import datetime as dt

import pytest

from newsletter.commentaries.models import Commentary
from newsletter.commentaries.verdicts import Verdict
from newsletter.issues.composing import editions
from newsletter.issues.composing.editing import edition_view
from newsletter.issues.models import Box, BoxKind, Issue
from newsletter.languages import Language, Reading
from newsletter.letters.views import (
    EarlierView,
    EntryView,
    NoteView,
    PartView,
    SituationView,
    SupportView,
    VerdictLine,
)
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
EN, BE, RU = Language.EN, Language.BE, Language.RU
A_WEEK = dt.timedelta(days=7)


def with_box(kind: BoxKind, *pieces: Commentary, position: int = 0, **facts: object) -> Issue:
    issue = factories.issue(*pieces or [factories.commentary()])
    issue.boxes.append(Box(kind=kind, position=position, **{"words": {}, **facts}))
    return issue


def parts(issue: Issue, reading: Reading = Reading.EN) -> tuple[PartView, ...]:
    return edition_view(issue, reading).parts


def test_the_situation_says_how_each_section_was_found_and_how_before() -> None:
    elite, security = factories.section("ruling-elite"), factories.section("security")
    factories.commentary(section=security, verdict=Verdict.WORSENED, week=factories.MONDAY - 3 * A_WEEK)
    factories.commentary(section=elite, verdict=Verdict.UNCHANGED, week=factories.MONDAY - A_WEEK)
    issue = with_box(
        BoxKind.SITUATION,
        factories.commentary(section=security, verdict=Verdict.IMPROVED),
        factories.commentary(section=elite, verdict=Verdict.UNCHANGED),
        factories.commentary(section=security, verdict=Verdict.UNCHANGED),
        factories.commentary(section=factories.section("belarus-west"), verdict=Verdict.WORSENED),
    )
    table = parts(issue, Reading.BE_RU)[0]
    assert isinstance(table, SituationView)
    assert table.lines == (
        VerdictLine("Пытанні бяспекі", "▲", "Паляпшэнне", "improved", "пагаршэнне"),
        VerdictLine("Кіроўная эліта", "●", "Без змен", "unchanged", ""),
        VerdictLine("Адносіны Беларусь — Захад", "▼", "Пагаршэнне", "worsened", ""),
    )


def test_what_was_found_before_is_asked_once_for_all_editions(query_count: list[str]) -> None:
    pieces = [factories.commentary() for _ in range(3)]
    issue = with_box(BoxKind.SITUATION, *pieces)
    editions.every(issue)
    query_count.clear()
    editions.every(issue)
    assert len(query_count) == 1


def test_parts_stand_where_the_issue_has_them() -> None:
    issue = with_box(BoxKind.NOTE, factories.commentary(), factories.commentary(), words={"en": "A word."}, position=2)
    issue.entries[1].position = 3
    assert [type(part) for part in parts(issue)] == [EntryView, NoteView, EntryView]
    assert [part.key for part in parts(issue)] == [part.key for part in issue.parts]


def test_words_fall_back_to_the_second_language_and_say_which_they_are_in() -> None:
    issue = with_box(BoxKind.NOTE, words={"ru": "Слово.", "en": "A word."})
    assert parts(issue, Reading.BE_RU)[0] == NoteView(issue.boxes[0].key, RU, "Слово.")
    assert parts(issue, Reading.EN)[0] == NoteView(issue.boxes[0].key, EN, "A word.")


def test_a_donation_line_leads_where_the_newsroom_says() -> None:
    issue = with_box(BoxKind.SUPPORT, words={"be": "Дапамажыце."}, href="https://a.example/be")
    assert parts(issue, Reading.BE_RU)[0] == SupportView(issue.boxes[0].key, BE, "Дапамажыце.", "https://a.example/be")
    assert len(parts(issue, Reading.EN)) == 1


def test_an_earlier_piece_comes_in_the_first_language_that_it_has_labelled_where_it_is_another() -> None:
    old = factories.commentary(languages=(EN, RU), week=factories.MONDAY - A_WEEK)
    issue = with_box(BoxKind.EARLIER, commentary=old)
    found = parts(issue, Reading.BE_RU)[0]
    assert isinstance(found, EarlierView)
    assert (found.language, found.title, found.label) == (RU, factories.TITLES[RU], "тэкст па-руску")
    assert found.url == f"https://weekly.example.org/ru/commentaries/{old.texts[RU].slug}"
    assert "28 кастрычніка – 3 лістапада 2024 г." in found.week.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("cards", [True, False])
def test_english_stands_in_only_where_the_issue_wants_it(cards: bool) -> None:
    english = factories.commentary(languages=(EN,))
    issue = with_box(BoxKind.EARLIER, factories.commentary(), english, commentary=english)
    issue.english_cards = cards
    found = [part.language for part in parts(issue, Reading.BE_RU) if isinstance(part, EntryView | EarlierView)]
    assert found == ([EN, BE, EN] if cards else [BE])


@pytest.mark.parametrize("kind", [BoxKind.NOTE, BoxKind.SUPPORT, BoxKind.EARLIER])
def test_a_box_with_nothing_to_say_leaves_no_hole(kind: BoxKind) -> None:
    issue = with_box(kind)
    with_nothing = editions.every(issue)
    issue.boxes.clear()
    assert editions.every(issue) == with_nothing
