"""Telling translators what has changed in the sources of their texts: one letter for many edits, and none for none."""

import datetime as dt
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.commentaries import writing
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db, now
from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.letters.letter import Letter
from newsletter.planning import digests
from newsletter.planning.telling import last_told
from newsletter.staff.models import AuditEntry, Role, Staff
from tests import factories
from tests.jobs import enqueued

EN, BE, RU = Language.EN, Language.BE, Language.RU
WORDS = ("The crossing was built anew.", "It took a summer.")


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2024-11-10T09:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def nina(app: Flask) -> Staff:
    return factories.staff(handle="nina", role=Role.AUTHOR)


@pytest.fixture
def vera(app: Flask) -> Staff:
    return factories.staff(handle="vera", role=Role.TRANSLATOR, language=EN)


@pytest.fixture
def piece(app: Flask, nina: Staff, vera: Staff) -> Commentary:
    """In two languages: nina's original, and vera's translation of it."""
    made = factories.commentary(languages=(EN, BE))
    made.texts[EN].owner, made.texts[BE].owner = nina, vera
    db.session.flush()
    return made


def rewrite(piece: Commentary, *words: str, by: Staff | None, minor: bool = False) -> None:
    text = piece.texts[piece.original]
    document = factories.document(*words)
    writing.save(text, title=text.title, standfirst=text.standfirst, document=document, by=by, minor=minor)


def told(minutes: float = 30) -> list[str]:
    """Who is sent a letter when the timetable comes to it `minutes` later."""
    return [each.staff.handle for each in digests.tell(now() + dt.timedelta(minutes=minutes))]


def letter_to(handle: str) -> Letter:
    parcel = digests.parcel(last_told(digests.TOLD)[handle].id)
    assert parcel
    return parcel[1]


def test_many_edits_make_one_letter_once_the_source_is_at_rest(piece: Commentary, nina: Staff) -> None:
    for words in ("It was rebuilt.", "They rebuilt it.", "The crossing was built anew."):
        rewrite(piece, words, by=nina)
    assert told(minutes=10) == []
    assert told(minutes=21) == ["vera"]
    assert enqueued() == ["send_translation_digest"]
    assert told(minutes=36) == []
    assert told(minutes=600) == [], "she knows"
    assert enqueued() == ["send_translation_digest"]


def test_the_letter_says_which_texts_and_how_much_but_none_of_the_words(piece: Commentary, nina: Staff) -> None:
    rewrite(piece, *WORDS, by=nina)
    told()
    letter = letter_to("vera")
    assert f"{factories.TITLES[EN]}, into Belarusian:\n  1 block changed, 1 block to write" in letter.text
    assert f'href="https://weekly.example.org/desk/commentaries/{piece.id}/be/translating"' in letter.html
    assert not any(each in letter.text + letter.html for each in (*WORDS, "nina"))


def test_what_was_taken_back_is_told_to_nobody(piece: Commentary, nina: Staff) -> None:
    rewrite(piece, *WORDS, by=nina)
    rewrite(piece, factories.PARAGRAPHS[EN], by=nina)
    assert told() == []
    rewrite(piece, *WORDS, by=nina)
    assert told() == ["vera"]
    rewrite(piece, factories.PARAGRAPHS[EN], by=nina)
    assert digests.parcel(last_told(digests.TOLD)["vera"].id) is None, "it hadn't left yet"


def test_what_is_minor_is_told_to_nobody(piece: Commentary, nina: Staff) -> None:
    rewrite(piece, *WORDS, by=nina, minor=True)
    assert told() == []


def test_later_changes_are_told_again_but_hours_apart(
    piece: Commentary, nina: Staff, clock: time_machine.Traveller
) -> None:
    rewrite(piece, WORDS[0], by=nina)
    clock.shift(1800)
    assert told(minutes=0) == ["vera"]
    rewrite(piece, *WORDS, by=nina)
    assert told(minutes=60) == []
    assert told(minutes=181) == ["vera"]


def test_a_source_that_is_written_in_again_forgets_nothing_of_what_was_told(
    piece: Commentary, nina: Staff, vera: Staff, clock: time_machine.Traveller
) -> None:
    other = factories.commentary(languages=(EN, BE), section=factories.section("ruling-elite"))
    other.texts[BE].owner = vera
    rewrite(piece, WORDS[0], by=nina)
    clock.shift(1800)
    assert told(minutes=0) == ["vera"]
    clock.shift(4 * 3600)
    rewrite(other, WORDS[0], by=nina)
    clock.shift(1800)
    piece.texts[EN].updated_at = now()
    assert told(minutes=0) == ["vera"], "of the other one"
    clock.shift(4 * 3600)
    assert told(minutes=0) == []


def test_nobody_is_told_of_what_they_changed_themselves(piece: Commentary, nina: Staff, vera: Staff) -> None:
    piece.texts[BE].owner = nina
    rewrite(piece, WORDS[0], by=nina)
    assert told() == []
    rewrite(piece, WORDS[1], by=vera)
    assert told() == ["nina"]


def test_a_text_that_nobody_has_is_told_to_whom_the_plan_asks(piece: Commentary, nina: Staff) -> None:
    piece.texts[BE].owner = None
    rewrite(piece, WORDS[0], by=nina)
    assert told() == []
    factories.assignment(factories.staff(handle="taras"), language=BE)
    beside = factories.commentary(languages=(EN, BE))
    rewrite(beside, WORDS[0], by=nina)
    assert told() == ["taras"]
    assert letter_to("taras").text.count("into Belarusian") == 1, "the plan means the first of the section"


def test_closed_accounts_are_told_nothing(piece: Commentary, nina: Staff, vera: Staff) -> None:
    vera.active = False
    rewrite(piece, WORDS[0], by=nina)
    assert told() == []
    vera.active = True
    assert told() == ["vera"]
    vera.active = False
    assert digests.parcel(last_told(digests.TOLD)["vera"].id) is None


def test_what_is_long_over_is_told_to_nobody_unless_its_issue_is_still_to_leave(
    piece: Commentary, nina: Staff, clock: time_machine.Traveller
) -> None:
    issue = factories.issue(piece, state=IssueState.SENT)
    clock.shift(dt.timedelta(weeks=6))
    rewrite(piece, WORDS[0], by=nina)
    assert told() == []
    issue.state = IssueState.ASSEMBLING
    assert told() == ["vera"]


def test_a_draft_asks_for_what_has_changed_not_for_what_is_left_to_do(piece: Commentary, nina: Staff) -> None:
    text = piece.texts[BE]
    text.state, text.document = TextState.DRAFT, {"type": "doc", "content": []}
    rewrite(piece, *WORDS, by=nina)
    assert told() == []


def test_a_photo_that_is_described_otherwise_is_told_of(piece: Commentary) -> None:
    piece.photo = Photo(digest="a" * 64, width=1600, height=900, alts={}, captions={}, credits={})
    piece.alts, piece.photo_seen = {"en": "Old lime trees", "be": "Ліпы"}, {"be": {"alt": "Lime trees"}}
    assert told() == ["vera"]


def test_texts_made_from_each_other_are_told_of_and_do_no_harm(piece: Commentary, nina: Staff, vera: Staff) -> None:
    english, belarusian = piece.texts[EN], piece.texts[BE]
    english.source, english.owner = belarusian, vera
    english.document = factories.tied(english.document, belarusian)
    english.heads = {"title": {"seen": 1}, "standfirst": {"seen": 1}}
    rewrite(piece, WORDS[0], by=nina)
    belarusian.document = factories.document("Яго перабудавалі.")
    assert told() == ["vera"]
    assert letter_to("vera")


def test_no_other_entry_of_the_audit_log_becomes_a_letter(piece: Commentary, nina: Staff) -> None:
    rewrite(piece, WORDS[0], by=nina)
    told()
    assert "@" not in str(list(db.session.scalars(sa.select(AuditEntry.details))))
    entry = AuditEntry(at=now(), staff_handle="nina", action="plan.told", subject="vera", details={}, hash=b"1")
    db.session.add(entry)
    db.session.flush()
    assert digests.parcel(entry.id) is None
    assert digests.parcel(987_654) is None


def test_two_hundred_texts_take_as_many_statements_as_two(nina: Staff, query_count: list[str]) -> None:
    def asked(count: int) -> int:
        for _ in range(count):
            made = factories.commentary(languages=(EN, BE))
            made.texts[BE].owner = factories.staff()
            rewrite(made, WORDS[0], by=nina)
        db.session.flush()
        db.session.expunge_all()
        query_count.clear()
        found = digests.news(now() + dt.timedelta(hours=1))
        assert len(found) == len(db.session.scalars(sa.select(Text.id).where(Text.language == BE)).all())
        return len(query_count)

    assert asked(1) == asked(99)
