"""What ties a translation to its source travels with its words, and is no part of them."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from newsletter.commentaries import history, writing
from newsletter.commentaries.document import blocks, checked
from newsletter.commentaries.merging import Version, merge, patched, same_reading, same_version
from newsletter.commentaries.models import Provenance, Text, TextState
from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.staff.models import Staff
from tests import factories

EN, BE = Language.EN, Language.BE
START = dt.datetime(2024, 11, 4, 9, tzinfo=dt.UTC)


def linked(name: str = "x", words: str = "Мост зачынены.", **links: Any) -> dict[str, Any]:
    known: dict[str, Any] = {"id": name, **links}
    block = {"type": "paragraph", "attrs": known, "content": [{"type": "text", "text": words}]}
    return checked({"type": "doc", "content": [block]})


def attrs(document: dict[str, Any]) -> dict[str, Any]:
    return dict(blocks(document)[0]["attrs"])


@pytest.fixture
def vera(app: object) -> Staff:
    return factories.staff(handle="vera")


@pytest.fixture
def source(vera: Staff) -> Text:
    made = factories.commentary(languages=(EN,), approved=False).texts[EN]
    for title in ("Second", "Third", "Fourth"):
        writing.save(made, title=title, standfirst="", document=made.document, by=vera, by_hand=False)
    return made


@pytest.fixture
def text(source: Text, vera: Staff) -> Text:
    return writing.take(source.commentary, BE, vera)


def save(text: Text, by: Staff, title: str = "Мост", **facts: Any) -> bool:
    return writing.save(text, title=title, standfirst="", by=by, **facts)


def test_a_block_keeps_its_links() -> None:
    links: dict[str, Any] = {"of": ["a", "b"], "seen": 3, "derived_from": "y", "machine": True}
    assert attrs(linked(**links)) == {"id": "x", **links}


@pytest.mark.parametrize(
    "nonsense",
    [
        {"of": "a"},
        {"of": [1, {}, "a b", "title"]},
        {"seen": -1},
        {"seen": True},
        {"seen": "3"},
        {"seen": 10**12},
        {"derived_from": "<b>"},
        {"machine": "yes"},
    ],
)
def test_a_link_that_makes_no_sense_is_dropped_and_its_words_stay(nonsense: dict[str, Any]) -> None:
    document = linked(**nonsense)
    assert attrs(document) == {"id": "x"}
    assert blocks(document)[0]["content"][0]["text"] == "Мост зачынены."


def test_a_paragraph_within_a_list_has_no_links() -> None:
    inner = {
        "type": "paragraph",
        "attrs": {"id": "p", "of": ["a"], "seen": 1},
        "content": [{"type": "text", "text": "А"}],
    }
    items = [{"type": "listItem", "content": [inner]}]
    (block,) = blocks(
        checked({"type": "doc", "content": [{"type": "bulletList", "attrs": {"of": ["l"]}, "content": items}]})
    )
    assert block["attrs"]["of"] == ["l"]
    assert not {"id", "of", "seen"} & set(block["content"][0]["content"][0].get("attrs", {}))


def test_a_translation_is_made_from_the_original(text: Text, source: Text) -> None:
    assert text.source is source
    assert source.source is None


def test_still_right_is_a_revision_that_leaves_the_text_approved(text: Text, vera: Staff) -> None:
    save(text, vera, document=linked(of=["a"], seen=1))
    text.approved_revision, text.state = text.revision, TextState.APPROVED
    db.session.flush()
    assert save(text, vera, document=linked(of=["a"], seen=4))
    assert (text.state, text.approved_revision) == (TextState.APPROVED, 2)
    save(text, vera, document=linked(words="Мост адчынены.", of=["a"], seen=4))
    assert text.state is TextState.DRAFT


def test_going_back_to_old_words_goes_back_to_what_they_were_made_from(text: Text, vera: Staff) -> None:
    save(text, vera, document=linked(of=["a"], seen=1), heads={"title": {"seen": 1}})
    save(text, vera, document=linked(words="Новы мост.", of=["a"], seen=4), heads={"title": {"seen": 4}})
    old = history.version_at(text, 1)
    assert old
    writing.save(text, title=old.title, standfirst=old.standfirst, document=old.document, heads=old.heads, by=vera)
    assert attrs(text.document)["seen"] == 1
    assert text.heads == {"title": {"seen": 1}}


def test_nobody_has_seen_a_revision_that_is_not_there_yet(text: Text, source: Text, vera: Staff) -> None:
    save(text, vera, document=linked(of=["a"], seen=source.revision + 1), heads={"title": {"seen": 99}})
    assert "seen" not in attrs(text.document)
    assert text.heads == {}


def test_a_revision_that_a_translation_has_seen_is_kept(text: Text, source: Text, vera: Staff) -> None:
    assert source.revision == 4
    save(text, vera, document=linked(of=["a"], seen=2), heads={"title": {"seen": 3}})
    with time_machine.travel(now() + history.KEPT_WHOLE + dt.timedelta(minutes=1)):
        history.thin(now())
    assert [number for number in range(1, 5) if history.revision_of(source, number)] == [1, 2, 3, 4]
    save(text, vera, document=linked(of=["a"], seen=4), heads={"title": {"seen": 4}}, by_hand=False)
    with time_machine.travel(now() + history.KEPT_WHOLE + dt.timedelta(minutes=1)):
        history.thin(now())
    # An old version of the translation names them still, and somebody may go back to it.
    assert history.revision_of(source, 2)


def test_what_is_minor_is_a_sitting_of_its_own(text: Text, vera: Staff) -> None:
    with time_machine.travel(START, tick=False):
        for title, minor in (("One", False), ("Two", False), ("Two!", True), ("Three!", True), ("Three", False)):
            save(text, vera, title, document=text.document, by_hand=False, minor=minor)
    assert [(step.title, step.minor) for step in history.sittings_of(text)] == [
        ("Three", False),
        ("Three!", True),
        ("Two", False),
    ]


def test_the_machine_s_words_are_marked_until_a_person_has_been_over_all_of_them(text: Text, vera: Staff) -> None:
    stages: list[Provenance] = []
    for document, heads in (
        (linked(machine=True), {"title": {"machine": True}}),
        (linked(), {"title": {"machine": True}}),
        (linked(), {}),
    ):
        save(text, vera, document=document, heads=heads)
        stages.append(text.provenance)
    assert stages == [Provenance.MACHINE, Provenance.MACHINE, Provenance.EDITED]


def test_links_make_two_versions_differ_and_not_two_readings() -> None:
    one, other = (Version("Мост", "", linked(of=["a"], seen=seen), {"title": {"seen": seen}}) for seen in (1, 2))
    assert not same_version(one, other)
    assert same_reading(one, other)


def test_links_of_two_people_are_merged_without_asking() -> None:
    base, theirs, mine = (
        Version("Мост", "", linked(), heads)
        for heads in ({"title": {"seen": 1}}, {"title": {"seen": 2}}, {"title": {"seen": 1}, "standfirst": {"seen": 3}})
    )
    found = merge(base, theirs, mine)
    assert found.version.heads == {"title": {"seen": 2}, "standfirst": {"seen": 3}}
    assert found.clashes == ()


def test_a_browser_sends_the_links_of_title_and_standfirst_by_themselves() -> None:
    base = Version("Мост", "", linked(), {"standfirst": {"seen": 1}})
    found = patched(base, {"heads": {"title": {"seen": 2, "of": ["a"]}, "body": {"seen": 1}, "standfirst": 5}})
    assert found.heads == {"title": {"seen": 2}, "standfirst": {"seen": 1}}
