"""What waits for somebody, and their drafts."""

import datetime as dt

import time_machine
from flask import Flask

from newsletter.commentaries import writing
from newsletter.commentaries.models import Text, TextState
from newsletter.commentaries.remark_models import Remark
from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.planning import personal
from newsletter.planning.personal import Wait
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.factories import PARAGRAPHS

EN, BE, RU = Language.EN, Language.BE, Language.RU
MONDAY = factories.MONDAY
NOON = dt.datetime(2024, 11, 11, 12, tzinfo=dt.UTC)
"""On the Monday after."""
DAY = dt.timedelta(days=1)


def of(staff: Staff) -> list[tuple[Wait, Text | None]]:
    return [(each.why, each.text) for each in personal.waiting_for(staff)]


def test_reviews_wait_for_editors_but_not_their_own_texts(app: Flask) -> None:
    nina, vera = factories.staff(role=Role.EDITOR), factories.staff(role=Role.AUTHOR)
    with time_machine.travel(NOON, tick=False):
        commentary = factories.commentary(approved=False)
        for language, owner in ((EN, nina), (BE, vera)):
            commentary.texts[language].owner_id = owner.id
            commentary.texts[language].state = TextState.IN_REVIEW
        db.session.flush()
        assert of(nina) == [(Wait.REVIEW, commentary.texts[BE])]
        assert of(vera) == []


def test_remarks_of_others_wait_for_the_owner_until_they_are_settled(app: Flask) -> None:
    vera, nina = factories.staff(role=Role.AUTHOR), factories.staff(role=Role.AUTHOR)
    text = factories.commentary(approved=False).texts[EN]
    text.owner_id = vera.id
    db.session.add(Remark(text_id=text.id, staff_id=vera.id, revision=1, words="To myself"))
    remark = Remark(text_id=text.id, staff_id=nina.id, revision=1, words="Is that so?")
    db.session.add(remark)
    db.session.flush()
    assert of(vera) == [(Wait.REMARKS, text)]
    remark.block = "changes"
    db.session.flush()
    assert of(vera) == [(Wait.CHANGES, text)]
    remark.settled_at, remark.settled = now(), "done"  # type: ignore[assignment]
    db.session.flush()
    assert of(vera) == []


@time_machine.travel(NOON, tick=False)
def test_tasks_wait_a_week_ahead_whether_their_text_is_begun_or_not(app: Flask) -> None:
    vera = factories.staff(role=Role.TRANSLATOR)
    commentary = factories.commentary(languages=(EN, BE), approved=False)
    factories.assignment(vera, language=BE, due_at=NOON + 6 * DAY)
    factories.assignment(vera, language=RU, due_at=NOON - DAY)
    factories.assignment(vera, language=EN, slug="ruling-elite", due_at=NOON + DAY)
    factories.assignment(vera, language=EN, slug="belarus-west", due_at=NOON + 8 * DAY)
    factories.assignment(vera, language=BE, week=MONDAY - 70 * DAY, due_at=NOON - 60 * DAY)
    found = personal.waiting_for(vera)
    assert [(each.why, each.text, each.commentary) for each in found] == [
        (Wait.OVERDUE, None, commentary),
        (Wait.DUE, None, None),
        (Wait.DUE, commentary.texts[BE], commentary),
    ]


def test_drafts_are_what_one_owns_or_is_asked_for_and_nobody_has(app: Flask) -> None:
    vera, nina = factories.staff(), factories.staff()
    commentary = factories.commentary(approved=False)
    owned, asked, taken = (commentary.texts[language] for language in (EN, BE, RU))
    owned.owner_id, taken.owner_id = vera.id, nina.id
    owned.updated_at, asked.updated_at = NOON, NOON - DAY
    factories.assignment(vera, language=BE)
    factories.assignment(vera, language=RU)
    approved = factories.commentary().texts[EN]
    approved.owner_id = vera.id
    db.session.flush()
    assert personal.drafts_of(vera) == [owned, asked]
    assert personal.drafts_of(vera, limit=1) == [owned]


def test_translations_wait_for_whoever_has_them_once_their_source_has_changed(app: Flask) -> None:
    vera = factories.staff(role=Role.TRANSLATOR)
    with time_machine.travel(NOON, tick=False):
        commentary = factories.commentary()
        commentary.texts[BE].owner_id = vera.id
        source = commentary.texts[EN]
        for words, waits in (("It was rebuilt.", [(Wait.STALE, commentary.texts[BE])]), (PARAGRAPHS[EN], [])):
            title, standfirst = source.title, source.standfirst
            document = factories.document(words)
            writing.save(source, title=title, standfirst=standfirst, document=document, by=None)
            assert of(vera) == waits
