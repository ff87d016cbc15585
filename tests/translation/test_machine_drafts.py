"""A draft is asked for, made in the background, and written down beside what people write."""

import base64
import datetime as dt
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import review, writing
from newsletter.commentaries.document import blocks
from newsletter.commentaries.history import version_of
from newsletter.commentaries.models import Provenance, Revision, Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Role, Staff
from newsletter.translation.machine import asking, drafting
from newsletter.translation.machine.models import DraftRequest, DraftState
from newsletter.translation.sources import change_source
from newsletter.translation.staleness import State
from newsletter.translation.standings import standing_of
from tests import factories
from tests.conftest import SignIn
from tests.jobs import enqueued
from tests.translation import provider
from tests.translation.machinery import SOURCE, paragraph, untranslated, use, words_of, write
from tests.translation.provider import KEY, SAID, ProviderServer, Reply, completed, in_turn

BE, RU = Language.BE, Language.RU

Work = Callable[[], list[str]]


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    with ProviderServer(provider.chat) as running:
        yield running


@pytest.fixture
def nina(sign_in: SignIn, server: ProviderServer) -> Staff:
    nina = sign_in(Role.TRANSLATOR, handle="nina")
    use(server)
    return nina


def address(text: Text) -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}/machine"


def ask(client: FlaskClient, text: Text, **named: Any) -> Any:
    return client.post(address(text), json=named)


def told(client: FlaskClient, text: Text) -> dict[str, Any]:
    found: dict[str, Any] = client.get(address(text)).json or {}
    return found


def test_everything_that_is_missing_is_drafted_marked_and_current(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina)
    answer = ask(client, text)
    assert (answer.status_code, answer.json["request"]["state"], answer.json["missing"]) == (202, "queued", 5)
    assert work() == ["draft_translation"]
    standing = standing_of(text)
    assert standing
    assert [pair.state for pair in standing.pairs] == [State.CURRENT] * 5
    assert all(pair.machine for pair in standing.pairs)
    assert [block["attrs"]["seen"] for block in blocks(text.document)] == [1, 1, 1]
    assert text.title.startswith(SAID[BE])
    assert text.provenance is Provenance.MACHINE
    newest = db.session.scalars(sa.select(Revision).where(Revision.text_id == text.id).order_by(Revision.id)).all()[-1]
    assert (newest.number, newest.staff_id) == (text.revision, None)
    now = told(client, text)
    assert now["host"] == server.host
    assert now["request"] | {"said": ""} == {
        "state": "done", "under_way": False, "wanted": 5, "drafted": 5, "failures": {}, "said": ""
    }  # fmt: skip
    assert "5 parts" in now["request"]["said"]


def test_the_log_of_the_desk_says_what_left_the_machine(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    text = untranslated(nina)
    ask(client, text)
    work()
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "text.drafted")).one()
    assert (entry.staff_handle, entry.subject) == ("nina", f"commentary {text.commentary_id}, be")
    sent = sum(len(each["text"]) for asked in server.translations for each in provider.passages(asked))
    assert entry.details == {"host": server.host, "characters": sent, "parts": 5}
    whole = [db.session.execute(sa.select(table)).all() for table in DraftRequest.metadata.sorted_tables]
    assert KEY not in f"{whole}{caplog.text}{told(client, text)}"
    assert base64.b64encode(KEY.encode()).decode() not in str(whole)
    heard = str([(asked.path, asked.headers, asked.body) for asked in server.asked])
    assert "nina" not in heard


def test_what_people_have_written_stays(client: FlaskClient, nina: Staff, server: ProviderServer, work: Work) -> None:
    text = untranslated(nina)
    write(text, nina, paragraph("Маё.", id="mine", of=["block00002"], seen=1), title="Назва")
    ask(client, text)
    work()
    said = [words_of(block) for block in blocks(text.document)]
    assert said[1] == "Маё."
    assert [words.startswith(SAID[BE]) for words in said] == [True, False, True]
    assert text.title == "Назва"
    assert [block["attrs"].get("machine") for block in blocks(text.document)] == [True, None, True]
    asked = [each["text"] for request in server.translations for each in provider.passages(request)]
    assert SOURCE[1] not in asked


def test_a_changed_block_is_never_drafted_over(client: FlaskClient, nina: Staff, work: Work) -> None:
    text = untranslated(nina, "One sentence of the source stands here.")
    seen = {name: {"seen": 1} for name in ("title", "standfirst")}
    mine = paragraph("Маё.", of=["block00001"], seen=1)
    write(text, nina, mine, title="Назва", standfirst="Лід", heads=seen)
    assert text.source
    write(text.source, None, paragraph("Another sentence of the source is here.", id="block00001"))
    standing = standing_of(text)
    assert standing
    assert standing.changed == 1
    answer = ask(client, text)
    assert answer.status_code == 422
    assert "never writes over" in answer.json["error"]
    assert not enqueued()


def test_one_part_can_be_asked_for(client: FlaskClient, nina: Staff, server: ProviderServer, work: Work) -> None:
    text = untranslated(nina)
    assert ask(client, text, parts=["block00003", "nowhere"]).json["request"]["wanted"] == 1
    work()
    [only] = blocks(text.document)
    assert only["attrs"]["of"] == ["block00003"]
    [asked] = server.translations
    assert [each["text"] for each in provider.passages(asked)] == [SOURCE[2]]


def test_what_somebody_writes_meanwhile_is_not_lost(
    app: Flask, client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina)
    empty, text_id, nina_id = blocks(text.document)[0]["attrs"]["id"], text.id, nina.id

    def slowly(asked: provider.Asked) -> Reply:
        mine = paragraph("Пакуль машына думала.", id=empty, of=["block00001"], seen=1)
        with app.app_context():
            write(db.session.get_one(Text, text_id), db.session.get_one(Staff, nina_id), mine, title="Назва")
        return provider.chat(asked)

    server.behaves = slowly
    ask(client, text)
    work()
    said = [words_of(block) for block in blocks(text.document)]
    assert said[0] == "Пакуль машына думала."
    assert len(said) == 3
    assert text.title == "Назва"
    found = told(client, text)["request"]
    assert (found["drafted"], sorted(found["failures"])) == (3, ["block00001", "title"])
    assert "meanwhile" in found["failures"]["title"]


def test_a_draft_of_another_source_is_let_go(
    app: Flask, client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina)
    russian = factories.text(text.commentary, Language.RU)
    db.session.commit()
    text_id, russian_id, nina_id = text.id, russian.id, nina.id

    def slowly(asked: provider.Asked) -> Reply:
        with app.app_context():
            by, source = db.session.get_one(Staff, nina_id), db.session.get_one(Text, russian_id)
            change_source(db.session.get_one(Text, text_id), source, by)
            db.session.commit()
        return provider.chat(asked)

    server.behaves = slowly
    ask(client, text)
    work()
    assert (text.source, text.title, told(client, text)["request"]["drafted"]) == (russian, "", 0)


def test_an_editor_that_was_open_all_the_time_saves_beside_the_draft(
    client: FlaskClient, nina: Staff, work: Work
) -> None:
    text = untranslated(nina)
    write(text, nina, paragraph("Маё.", id="mine", of=["block00002"], seen=1))
    opened_at = text.revision
    ask(client, text)
    work()
    patch = {"blocks": {"mine": paragraph("Маё, лепшае.", id="mine", of=["block00002"], seen=1)}}
    theirs = writing.save_patch(text, patch, by=nina, opened_at=opened_at, by_hand=False)
    assert theirs
    assert len(theirs["blocks"]) == 2
    assert [words_of(block) for block in blocks(text.document)][1] == "Маё, лепшае."


def test_blocks_that_fail_are_told_and_the_others_stay(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina, *SOURCE, "A fourth sentence that the model passes over.")

    def half(asked: provider.Asked) -> Reply:
        texts = {each["n"]: each["text"] for each in provider.passages(asked)}
        said = {1: "Назва", 2: SAID[BE], 3: texts[3], 4: SAID[RU], 5: SAID[BE], 6: ""}
        return completed(
            str({"translations": [{"n": n, "text": words} for n, words in said.items()]}).replace("'", '"')
        )

    server.behaves = half
    ask(client, text)
    work()
    found = told(client, text)["request"]
    assert (found["state"], found["drafted"]) == ("done", 3)
    assert found["failures"] == {
        "block00001": "The answer was the source again, not translated.",
        "block00002": "The answer was in another language.",
        "block00004": "The answer was empty.",
    }
    assert [block["attrs"]["of"] for block in blocks(text.document)] == [["block00003"]]
    server.behaves = provider.chat
    ask(client, text)
    work()
    assert told(client, text)["missing"] == 0


def test_where_the_provider_gives_up_what_is_drafted_stays(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina, *(f"{sentence} {'word ' * 500}" for sentence in SOURCE))

    def long_winded(asked: provider.Asked) -> Reply:
        if len(server.translations) == 3:
            return Reply(402, {"error": KEY})
        return provider.chat(asked)

    server.behaves = long_winded
    ask(client, text)
    work()
    found = told(client, text)["request"]
    assert (found["state"], found["drafted"]) == ("failed", 4)
    assert f"The account at {server.host} has used up" in found["said"]
    assert "4 parts" in found["said"]
    assert len(blocks(text.document)) == 2


def test_a_refusal_of_one_batch_leaves_the_next_its_chance(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina, *(f"{sentence} {'word ' * 700}" for sentence in SOURCE))
    server.behaves = in_turn(completed(None, refusal="No."), provider.chat)
    ask(client, text)
    work()
    found = told(client, text)["request"]
    assert (found["state"], found["drafted"], len(found["failures"])) == ("done", 2, 3)
    assert "declined" in found["failures"]["title"]


def test_a_crash_in_the_middle_drafts_only_what_is_left(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina)
    ask(client, text, parts=["title"])
    work()
    request = asking.latest(text)
    assert request
    request.state, request.parts = DraftState.RUNNING, []
    db.session.commit()
    server.asked.clear()
    drafting.draft(request.id)
    assert [each["text"] for each in provider.passages(server.asked[0])][1:] == SOURCE
    drafting.draft(request.id)
    assert len(server.asked) == 1


def test_a_text_that_is_being_drafted_waits_for_nobody_else(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina)
    assert ask(client, text).status_code == 202
    assert ask(client, text).status_code == 409
    other = untranslated(nina, language=RU)
    assert ask(client, other).status_code == 202
    assert (client.delete(address(text)).json or {})["request"]["state"] == "cancelled"
    assert ask(client, text).status_code == 202
    assert work() == ["draft_translation"] * 3
    assert len(server.translations) == 2
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)):
        stuck = asking.latest(text)
        assert stuck
        stuck.state, text.title = DraftState.RUNNING, ""
        db.session.commit()
        assert ask(client, text).status_code == 202
        assert stuck.state is DraftState.FAILED


def test_what_comes_after_somebody_stopped_it_is_let_go(
    app: Flask, client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina)
    text_id = text.id

    def stopped(asked: provider.Asked) -> Reply:
        with app.app_context():
            asking.cancel(db.session.get_one(Text, text_id))
            db.session.commit()
        return provider.chat(asked)

    server.behaves = stopped
    ask(client, text)
    work()
    assert (text.revision, text.title) == (0, "")
    assert told(client, text)["request"]["state"] == "cancelled"
    assert db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "text.drafted")) == 1


def test_the_newsroom_has_a_limit(client: FlaskClient, nina: Staff) -> None:
    text = untranslated(nina)
    db.session.add_all(DraftRequest(state=DraftState.DONE) for _ in range(asking.AN_HOUR))
    db.session.commit()
    answer = ask(client, text)
    assert answer.status_code == 422
    assert "30 times" in answer.json["error"]
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(days=31)):
        assert asking.ask(text, by=nina).is_open
        assert asking.purge(dt.datetime.now(dt.UTC)) == asking.AN_HOUR


def test_a_source_that_is_far_too_long_is_not_sent(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina, *["word " * 2_000] * 7)
    ask(client, text)
    work()
    assert "more than 60000 characters" in told(client, text)["request"]["said"]
    text = untranslated(nina, "word " * 2_500, SOURCE[0])
    ask(client, text)
    work()
    assert list(told(client, text)["request"]["failures"]) == ["block00001"]
    asked = [len(each["text"]) for request in server.translations for each in provider.passages(request)]
    assert max(asked) < 100


def test_switched_off_nothing_is_asked_or_sent(
    client: FlaskClient, nina: Staff, server: ProviderServer, work: Work
) -> None:
    text = untranslated(nina)
    ask(client, text)
    settings.save(machine_provider="")
    db.session.commit()
    work()
    found = told(client, text)
    assert (found["host"], found["request"]["state"]) == ("", "failed")
    assert "switched off" in found["request"]["said"]
    assert "switched off" in ask(client, text).json["error"]
    assert not server.asked


def test_parts_that_are_none_are_refused(client: FlaskClient, nina: Staff) -> None:
    text = untranslated(nina)
    for nonsense in ({"parts": "title"}, {"parts": [7]}, {"parts": ["title"] * 500}, [1], {"parts": ["a b"]}):
        assert client.post(address(text), json=nonsense).status_code == 422
    assert client.post(address(text), data={"parts": "title"}).status_code == 422
    assert not enqueued()


def test_an_original_has_nothing_to_draft(client: FlaskClient, nina: Staff) -> None:
    text = untranslated(nina)
    assert text.source
    assert ask(client, text.source).status_code == 422
    assert told(client, text.source)["missing"] == 0


@pytest.fixture
def draft(nina: Staff, client: FlaskClient, work: Work) -> Text:
    text = untranslated(nina)
    ask(client, text)
    work()
    return text


def test_a_draft_is_not_approved_before_somebody_went_through_it(draft: Text, nina: Staff) -> None:
    editor = factories.staff(role=Role.ADMIN)
    with pytest.raises(review.MachineMade, match="confirmed them: 5"):
        review.approve(draft, by=editor)
    with pytest.raises(review.MachineMade):
        review.approve(draft, by=None)
    review.submit(draft, by=nina)
    confirmed = [block | {"attrs": {**block["attrs"], "machine": None}} for block in blocks(draft.document)]
    write(draft, nina, *confirmed, heads={name: {"seen": 1} for name in ("title", "standfirst")})
    assert draft.provenance is Provenance.EDITED
    review.approve(draft, by=editor)
    assert draft.is_approved


def test_what_a_person_edits_is_the_machines_no_more(draft: Text, nina: Staff) -> None:
    first, second, third = blocks(draft.document)
    write(draft, nina, paragraph("Лепш сказана.", **first["attrs"]), second, third, title="Лепшая назва")
    assert version_of(draft).machine_made == ["standfirst", second["attrs"]["id"], third["attrs"]["id"]]
    assert blocks(draft.document)[0]["attrs"]["of"] == ["block00001"]
    patch = {"blocks": {third["attrs"]["id"]: paragraph("І тут лепш.", **third["attrs"])}, "standfirst": "Лід"}
    theirs = writing.save_patch(draft, patch, by=nina, opened_at=draft.revision, by_hand=False)
    assert version_of(draft).machine_made == [second["attrs"]["id"]]
    assert theirs
    assert list(theirs["blocks"]) == [third["attrs"]["id"]]
    assert theirs["heads"] == {"title": {"seen": 1}, "standfirst": {"seen": 1}}


def test_what_nobody_touched_stays_marked_whatever_else_is_saved(draft: Text, nina: Staff) -> None:
    moved = list(reversed(blocks(draft.document)))
    write(draft, nina, *moved, paragraph("Дададзена.", id="new"))
    assert len(version_of(draft).machine_made) == 5


def test_deepl_drafts_too(client: FlaskClient, nina: Staff, server: ProviderServer, work: Work) -> None:
    server.behaves = provider.deepl
    use(server, "deepl-free")
    text = untranslated(nina)
    ask(client, text)
    work()
    assert told(client, text)["missing"] == 0
    glossary = server.asked[0].body["dictionaries"][0]["entries"]
    assert glossary == "Lukashenka\tЛукашэнка"
