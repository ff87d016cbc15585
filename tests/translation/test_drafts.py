"""A whole translation made elsewhere comes into a text, and nothing changes before somebody confirms it."""

import html
import io
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries import photos, writing
from newsletter.commentaries.developing import develop
from newsletter.commentaries.document import block_text, blocks, checked
from newsletter.commentaries.models import Revision, Text, TextState
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import Role, Staff
from newsletter.translation.staleness import State
from newsletter.translation.standings import standing_of
from tests import factories
from tests.commentaries.pictures import picture
from tests.commentaries.word import docx, written
from tests.conftest import SignIn

SOURCE = [
    "The crossing was rebuilt over the summer, and 120 lorries a day pass it now.",
    "Drivers say that the queue moves twice as fast as in the spring, and that nobody sleeps in the cab any more.",
    "Nobody has said what the works have cost.",
]
DRAFT = [
    "Летам пункт пропуску перабудавалі, і цяпер праз яго праязджае 120 фур за дзень.",
    "Кіроўцы кажуць, што чарга рухаецца ўдвая хутчэй, чым увесну, і што ніхто больш не начуе ў кабіне.",
    "Колькі каштавалі работы, ніхто не сказаў.",
]


@pytest.fixture
def text(sign_in: SignIn) -> Text:
    staff = sign_in(Role.TRANSLATOR)
    commentary = factories.commentary(languages=(Language.EN,), approved=False)
    source = commentary.texts[Language.EN]
    save(source, factories.document(*SOURCE), staff)
    text = writing.take(commentary, Language.BE, staff)
    db.session.commit()
    return text


def save(text: Text, document: dict[str, Any], staff: Staff | None, **more: Any) -> None:
    writing.save(text, title=text.title or "Загаловак", standfirst=text.standfirst, document=document, by=staff, **more)
    db.session.commit()


def address(text: Text) -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}/own-draft"


def pasted(client: FlaskClient, text: Text, *lines: str) -> TestResponse:
    return client.post(address(text), data={"words": "\n\n".join(["Мост адкрыты", *lines])})


def filled(page: TestResponse) -> dict[str, Any]:
    """What a browser would send of the form, as it was shown."""
    inputs = re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', page.text)
    data: dict[str, Any] = {name: html.unescape(value) for name, value in inputs if name != "figure"}
    data |= {
        name: html.unescape(words)
        for name, words in re.findall(r'<textarea[^>]*? name="(\w+)"[^>]*>(.*?)</textarea>', page.text, re.DOTALL)
    }
    data["figure"] = re.findall(r'name="figure" value="([^"]+)" checked', page.text)
    for name, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def confirmed(client: FlaskClient, text: Text, data: dict[str, Any]) -> TestResponse:
    return client.post(f"{address(text)}/confirmation", data=data)


def states(text: Text) -> list[State]:
    db.session.refresh(text)
    standing = standing_of(text)
    assert standing
    return [pair.state for pair in standing.pairs]


def said(text: Text) -> list[str]:
    db.session.refresh(text)
    return [block_text(block) for block in blocks(text.document)]


def test_plain_lines_become_the_list_and_the_heading_that_they_render(client: FlaskClient, text: Text) -> None:
    body = factories.document(SOURCE[0], "What to watch", SOURCE[1])
    opening, heading, closing = blocks(body)
    items = [f"Gate {number} opens at {number} in the morning." for number in range(1, 6)]
    gates = {"type": "bulletList", "attrs": {"id": "blockgates"}, "content": list(map(item, items))}
    heading |= {"type": "heading", "attrs": heading["attrs"] | {"level": 3}}
    assert text.source
    save(text.source, checked({"type": "doc", "content": [opening, gates, heading, closing]}), None)
    lines = [f"- Брама {number} адчыняецца а {number}-й раніцы." for number in range(1, 6)]
    data = filled(
        pasted(client, text, DRAFT[0], *lines, "За чым сачыць", "— Чарга, — кажуць кіроўцы, — рухаецца хутчэй.")
    )
    assert confirmed(client, text, data).status_code == 302
    db.session.refresh(text)
    assert [block["type"] for block in blocks(text.document)] == ["paragraph", "bulletList", "heading", "paragraph"]
    assert [block["attrs"]["of"] for block in blocks(text.document)[:3]] == [
        ["block00001"],
        ["blockgates"],
        ["block00002"],
    ]
    assert said(text)[1].splitlines() == [line.removeprefix("- ") for line in lines]
    assert said(text)[3].startswith("— Чарга")


def item(words: str) -> dict[str, Any]:
    return {"type": "listItem", "content": [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]}


def test_a_draft_is_laid_beside_its_source_and_taken_over_when_confirmed(client: FlaskClient, text: Text) -> None:
    assert "<textarea" in client.get(address(text)).text
    before = text.revision
    page = pasted(client, text, *DRAFT)
    assert page.status_code == 200
    db.session.refresh(text)
    assert text.revision == before
    data = filled(page)
    assert [data[name] for name in data if name.startswith("of-")] == ["block00001", "block00002", "block00003"]
    answer = confirmed(client, text, data)
    assert answer.status_code == 302
    assert said(text) == DRAFT
    assert text.title == "Мост адкрыты"
    assert set(states(text)) == {State.CURRENT, State.MISSING}  # the standfirst is still to be written
    assert states(text).count(State.MISSING) == 1


def test_a_standfirst_is_one_only_if_it_renders_the_sources(client: FlaskClient, text: Text) -> None:
    standfirst = factories.STANDFIRSTS[Language.BE]
    assert filled(pasted(client, text, standfirst, *DRAFT))["standfirst"] == standfirst
    without = filled(pasted(client, text, *DRAFT))
    assert without["standfirst"] == ""
    assert sum(name.startswith("of-") for name in without) == 3


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (docx(written("Мост адкрыты", "Heading1") + "".join(map(written, DRAFT))), "пераклад.docx"),
        ("\n\n".join(["# Мост адкрыты", *DRAFT]).encode(), "draft.md"),
        ("".join(["<h1>Мост адкрыты</h1>", *(f"<p>{line}</p>" for line in DRAFT)]).encode(), "draft.html"),
    ],
)
def test_a_draft_may_be_a_file(client: FlaskClient, text: Text, data: bytes, name: str) -> None:
    page = client.post(address(text), data={"file": (io.BytesIO(data), name)})
    assert confirmed(client, text, filled(page)).status_code == 302
    assert said(text) == DRAFT


def test_what_was_aligned_wrongly_is_chosen_by_hand(client: FlaskClient, text: Text) -> None:
    own = "Ад перакладчыцы: назвы рэк пададзены паводле слоўніка."
    data = filled(pasted(client, text, *DRAFT, own))
    names = [name for name in data if name.startswith("of-")]
    data[names[0]], data[names[1]] = "block00001 block00002", "block00003"
    data[names[2]] = data[names[3]] = ""
    again = confirmed(client, text, data | {"again": "yes"})
    assert [filled(again)[name] for name in names] == [data[name] for name in names]
    assert confirmed(client, text, data).status_code == 302
    db.session.refresh(text)
    assert [block["attrs"].get("of") for block in blocks(text.document)] == [
        ["block00001", "block00002"],
        ["block00003"],
        None,
        None,
    ]
    assert states(text).count(State.OWN) == 2


def test_what_has_no_words_cannot_be_chosen(client: FlaskClient, text: Text) -> None:
    data = filled(pasted(client, text, *DRAFT))
    assert text.source
    rule = {"type": "horizontalRule", "attrs": {"id": "rule"}}
    save(text.source, text.source.document | {"content": [*blocks(text.source.document), rule]}, None)
    chosen = next(name for name in data if name.startswith("of-"))
    again = confirmed(client, text, data | {chosen: "rule", "again": "yes"})
    assert (again.status_code, filled(again)[chosen]) == (200, "")


def test_the_translation_before_stays_in_the_history_and_the_same_words_keep_their_block(
    client: FlaskClient, text: Text
) -> None:
    """Also one that was typed a minute ago, which would be a step of the same sitting."""
    earlier = factories.document(
        "Гэтых слоў у чарнавіку няма, бо яны былі раней.", DRAFT[1].replace("кабіне", "машыне")
    )
    earlier["content"][1]["attrs"]["id"] = "kept"
    save(text, earlier, text.owner, by_hand=False)
    confirmed(client, text, filled(pasted(client, text, *DRAFT)))
    db.session.refresh(text)
    assert blocks(text.document)[1]["attrs"]["id"] == "kept"
    kept = db.session.scalars(sa.select(Revision).where(Revision.text_id == text.id).order_by(Revision.number)).all()
    assert [revision.by_hand for revision in kept[-2:]] == [True, True]
    assert kept[-1].sitting != kept[-2].sitting
    assert "Гэтых слоў" in str(kept[-2].document)


def test_a_source_that_moved_meanwhile_is_shown_again(client: FlaskClient, text: Text) -> None:
    data = filled(pasted(client, text, *DRAFT))
    assert text.source
    save(text.source, factories.document(SOURCE[0], "Other words.", SOURCE[2]), None)
    answer = confirmed(client, text, data)
    assert answer.status_code == 409
    assert "The source has changed meanwhile" in answer.text
    assert "Other words." in answer.text
    assert said(text) == [""]
    assert confirmed(client, text, filled(answer)).status_code == 302
    assert said(text) == DRAFT


def test_who_saved_the_translation_meanwhile_is_not_overwritten_unasked(client: FlaskClient, text: Text) -> None:
    save(text, factories.document("Ранейшыя словы."), text.owner)
    data = filled(pasted(client, text, *DRAFT))
    save(text, factories.document("Ранейшыя словы, але іншыя."), None)
    answer = confirmed(client, text, data)
    assert answer.status_code == 409
    assert said(text) == ["Ранейшыя словы, але іншыя."]
    assert confirmed(client, text, filled(answer)).status_code == 302
    assert said(text) == DRAFT


def test_pictures_of_the_source_are_carried_over_where_they_stand(client: FlaskClient, text: Text) -> None:
    photo = photos.keep(develop(picture()))
    words = {"alt": "A gate", "caption": "At noon", "credit": "Lipen", "credit_href": ""}
    facts = {"id": "gate", "photo": photo.digest, "width": photo.width, "height": photo.height}
    document = factories.document(*SOURCE)
    document["content"].insert(1, {"type": "figure", "attrs": {**facts, **words}})
    assert text.source
    save(text.source, document, None)
    data = filled(pasted(client, text, *DRAFT))
    assert data["figure"] == ["gate"]
    confirmed(client, text, data)
    db.session.refresh(text)
    assert [block["type"] for block in blocks(text.document)] == ["paragraph", "figure", "paragraph", "paragraph"]
    assert states(text)[3] is State.CHANGED  # somebody has to look at its words
    confirmed(client, text, filled(pasted(client, text, *DRAFT)) | {"figure": []})
    db.session.refresh(text)
    assert "figure" not in [block["type"] for block in blocks(text.document)]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose a file, or paste the words."),
        ({"file": (b"", "a.txt")}, "The file is empty"),
        ({"file": (b"words", "a.pdf")}, "Only .txt, .md, .html and .docx"),
        ({"file": (b"PK\x03\x04", "a.docx")}, "damaged"),
        ({"words": "Загаловак\n" + "\n".join(f"Радок {n}" for n in range(201))}, "more than 200 paragraphs"),
        ({"words": "ы" * 200_001}, "At most 200000 characters."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    client: FlaskClient, text: Text, data: dict[str, Any], sentence: str
) -> None:
    sent = {name: (io.BytesIO(value[0]), value[1]) if name == "file" else value for name, value in data.items()}
    answer = client.post(address(text), data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_draft_that_acts_or_says_nonsense_does_no_harm(client: FlaskClient, text: Text) -> None:
    page = (
        "<h1>Мост</h1><p>Словы<script>steal()</script> <a href='javascript:steal()'>тут</a><img src=x onerror=steal()>"
    )
    checked = client.post(address(text), data={"file": (io.BytesIO(page.encode()), "a.html")})
    assert "steal" not in checked.text
    data = filled(checked)
    names = [name for name in data if name.startswith("of-")]
    data |= dict.fromkeys(names, "nowhere block00001 title") | {"figure": ["nowhere"]}
    assert confirmed(client, text, data).status_code == 302
    assert blocks(text.document)[0]["attrs"]["of"] == ["block00001"]
    for broken in ({"document": "{"}, {"seen": "x"}, {"revision": ""}):
        answer = confirmed(client, text, data | broken)
        assert answer.location.endswith(address(text))


def test_only_a_translation_has_a_place_for_a_draft(client: FlaskClient, text: Text) -> None:
    original = address(text).replace("/be/", "/en/")
    assert client.get(original).status_code == 404
    assert client.post(original, data={"words": "Words"}).status_code == 404
    assert client.post(f"{original}/confirmation").status_code == 404


def test_a_translation_from_before_there_were_ties_is_tied_without_touching_a_word(
    client: FlaskClient, text: Text
) -> None:
    save(text, factories.document(*DRAFT), factories.staff())
    text.approved_revision, text.state = text.revision, TextState.APPROVED
    db.session.commit()
    desk = client.get(f"/desk/commentaries/{text.commentary_id}/be/translating")
    assert "isn’t tied to its source yet" in html.unescape(desk.text)
    ids = [block["attrs"]["id"] for block in blocks(text.document)]
    page = client.post(address(text), data={"present": "yes"})
    assert confirmed(client, text, filled(page)).status_code == 302
    assert said(text) == DRAFT
    assert [block["attrs"]["id"] for block in blocks(text.document)] == ids
    assert states(text).count(State.CURRENT) == 4
    assert text.state is TextState.APPROVED
    assert "isn’t tied" not in html.unescape(client.get(desk.request.path).text)


def test_a_picture_keeps_its_translated_words_when_what_is_there_is_tied(client: FlaskClient, text: Text) -> None:
    photo = photos.keep(develop(picture()))
    figure = {"photo": photo.digest, "width": photo.width, "height": photo.height, "alt": "A bridge", "credit": "Ales"}
    source = text.source
    assert source
    english, belarusian = factories.document(*SOURCE), factories.document(*DRAFT)
    english["content"].insert(1, {"type": "figure", "attrs": figure | {"id": "picture1"}})
    belarusian["content"].insert(1, {"type": "figure", "attrs": figure | {"id": "picture2", "alt": "Мост"}})
    save(source, checked(english), factories.staff())
    save(text, checked(belarusian), factories.staff())
    data = filled(client.post(address(text), data={"present": "yes"}))
    assert data["figure"] == ["picture1"]
    assert confirmed(client, text, data).status_code == 302
    assert said(text)[:1] + said(text)[2:] == DRAFT
    assert blocks(text.document)[1]["attrs"]["alt"] == "Мост"
    assert blocks(text.document)[1]["attrs"]["of"] == ["picture1"]
