"""What the translation memory keeps, and when it forgets."""

import json

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries import redaction, review, writing
from newsletter.commentaries.models import Revision, Text
from newsletter.db import db
from newsletter.issues.publication import retracting
from newsletter.staff.models import Role
from newsletter.translation import memory
from newsletter.translation.memory_forgetting import forget_names
from newsletter.translation.models import MemoryPair
from tests import factories
from tests.translation.remembering import BE, BRIDGE, BRIDGE_BE, EN, all_pairs, remembered, translated

pytestmark = pytest.mark.usefixtures("app")


def revised(text: Text, document: dict[str, object], **facts: object) -> None:
    words = {"title": text.title, "standfirst": "", "document": document, "by": None, **facts}
    writing.save(text, **words)  # type: ignore[arg-type]


def test_what_is_approved_is_remembered_pair_by_pair() -> None:
    text = translated((BRIDGE, BRIDGE_BE))
    assert all_pairs() == []
    review.approve(text, by=None)
    assert all_pairs() == [("title", "The bridge", "Мост"), ("block00001", BRIDGE, BRIDGE_BE)]
    pair = db.session.scalars(sa.select(MemoryPair)).first()
    assert pair
    assert (pair.text_id, pair.source_language, pair.target_language) == (text.id, EN, BE)


def test_a_newer_approval_takes_the_place_of_the_older() -> None:
    text = remembered((BRIDGE, "Мост стары."))
    document = json.loads(json.dumps(text.document))
    document["content"][0]["content"][0]["text"] = BRIDGE_BE
    revised(text, document)
    assert [target for *_, target in all_pairs()] == ["Мост", "Мост стары."], "until it is approved"
    review.approve(text, by=None)
    assert [target for *_, target in all_pairs()] == ["Мост", BRIDGE_BE]


def test_only_pairs_that_are_current_and_that_a_person_has_seen_are_remembered() -> None:
    text = translated((BRIDGE, BRIDGE_BE), ("Second.", "Другі."), ("Third.", "Трэці."), ("12", "12"))
    _, second, third, _ = text.document["content"]
    second["attrs"]["machine"] = True
    third["attrs"]["seen"] = 0
    sa.orm.attributes.flag_modified(text, "document")
    memory.remember(text)
    assert [part for part, *_ in all_pairs()] == ["title", "block00001"]


def test_blocks_that_were_split_or_merged_are_one_pair() -> None:
    text = translated(("One. Two.", "Адзін."), ("Three.", "Два."))
    first, second = text.document["content"]
    first["attrs"]["of"] = ["block00001", "block00002"]
    second["attrs"]["of"] = ["block00001"]
    sa.orm.attributes.flag_modified(text, "document")
    memory.remember(text)
    assert all_pairs()[1:] == [("block00001", "One. Two.\nThree.", "Адзін.\nДва.")]


def test_a_picture_and_an_original_have_nothing_to_remember() -> None:
    text = translated((BRIDGE, BRIDGE_BE))
    assert text.source
    figure = {"photo": "0" * 64, "width": 1, "height": 1, "alt": "A bridge", "caption": "A bridge", "credit": ""}
    for side, links in ((text.source, {}), (text, {"of": ["picture"], "seen": 1})):
        block = {"type": "figure", "attrs": {"id": "picture", "credit_href": "", **figure, **links}}
        side.document = {"type": "doc", "content": [block]}
        db.session.execute(sa.update(Revision).where(Revision.text_id == side.id).values(document=side.document))
    memory.remember(text.source)
    memory.remember(text)
    assert [part for part, *_ in all_pairs()] == ["title"]


def test_a_withdrawn_text_is_forgotten_and_so_is_what_was_made_from_it() -> None:
    editor = factories.staff(role=Role.ADMIN)
    remembered((BRIDGE, BRIDGE_BE), title=("Stays", "Застаецца"))
    withdrawn, source_withdrawn = remembered((BRIDGE, BRIDGE_BE)), remembered((BRIDGE, BRIDGE_BE))
    assert source_withdrawn.source
    for text in (withdrawn, source_withdrawn.source):
        retracting.withdraw(text.commentary, [text], {}, by=editor)
    assert all_pairs() == [("title", "Stays", "Застаецца"), ("block00001", BRIDGE, BRIDGE_BE)]
    memory.remember(source_withdrawn)
    assert len(all_pairs()) == 2, "its source is withdrawn still"
    review.approve(withdrawn, by=None)
    assert len(all_pairs()) == 4


@pytest.mark.parametrize(
    ("words", "goes"),
    [
        ("Пра гэта піша Ян Ліпень.", True),
        ("Пра гэта пытаемся ў Яна\N{NO-BREAK SPACE}Ліпеня.", True),
        ("Размова з Янам Ліпенем", True),
        ("Так кажа Ада О'Ліс.", True),
        ("Так лічаць Ада О’Ліса і іншыя", True),
        ("Ян прыехаў у ліпені, і Ліпень цвіце.", False),
        ("Янка Ліпеньскі", False),
    ],
)
def test_pairs_that_name_a_redacted_author_are_forgotten_however_the_name_is_declined(words: str, goes: bool) -> None:
    remembered((BRIDGE, words))
    forget_names([], names=["Ян Ліпень", "Ада О’Ліс"])
    assert [target for *_, target in all_pairs()] == ["Мост"] + [words] * (not goes)


def test_redacting_a_byline_reaches_the_memory_of_every_commentary() -> None:
    author = factories.author()
    remembered(("Yan Lipen’s bridge", "Мост"), (BRIDGE, BRIDGE_BE))
    redaction.redact(author, by="nina")
    assert [source for _, source, _ in all_pairs()] == ["The bridge", BRIDGE]


def test_a_name_of_one_everyday_word_takes_no_other_words_with_it() -> None:
    remembered(("Here is the hero of Savet.", "Вось герой Савета."), ("Sava wrote this.", "Піша Сава."))
    forget_names([], names=["Her", "Sava", "Сава"])
    assert [target for *_, target in all_pairs()] == ["Мост", "Вось герой Савета."]


def test_the_command_remembers_what_was_approved_before_there_was_a_memory(app: Flask) -> None:
    translated((BRIDGE, BRIDGE_BE))
    edited, draft = remembered(("Then.", "Тады.")), translated(("Now.", "Цяпер."))
    draft.state, draft.approved_revision = "draft", None  # type: ignore[assignment]
    revised(edited, factories.document("Іншае."))
    db.session.commit()
    for _ in range(2):
        done = app.test_cli_runner().invoke(args=["translation", "memory", "rebuild", "--json"])
        assert (done.exit_code, json.loads(done.stdout)) == (0, {"texts": 1, "pairs": 2})
        assert sorted(target for *_, target in all_pairs()) == sorted(["Мост", BRIDGE_BE, "Мост", "Тады."])


def test_nothing_is_asked_of_each_text_by_itself_when_all_are_remembered(query_count: list[str]) -> None:
    ids = [translated((BRIDGE, f"{BRIDGE_BE} {number}")).id for number in range(8)]
    db.session.commit()
    query_count.clear()
    memory.remember_all(ids[:1])
    one = len(query_count)
    query_count.clear()
    assert memory.remember_all(ids) == 16
    assert len(query_count) == one
