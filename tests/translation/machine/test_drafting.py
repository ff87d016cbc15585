"""A draft is asked for, made in the background, and written down beside what people write."""

import base64
import datetime as dt
import logging

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import writing
from newsletter.commentaries.document import blocks
from newsletter.commentaries.models import Provenance, Revision, Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.models import AuditEntry, Staff
from newsletter.translation.machine import asking
from newsletter.translation.machine.models import DraftRequest, DraftState
from newsletter.translation.sources import change_source
from newsletter.translation.staleness import State
from newsletter.translation.standings import standing_of
from tests import factories
from tests.jobs import enqueued
from tests.translation.machine import provider
from tests.translation.machine.asking import Work, address, ask, told
from tests.translation.machine.machinery import SOURCE, paragraph, untranslated, use, words_of, write
from tests.translation.machine.provider import KEY, SAID, ProviderServer, Reply

BE, RU = Language.BE, Language.RU


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


def test_deepl_drafts_too(client: FlaskClient, nina: Staff, server: ProviderServer, work: Work) -> None:
    server.behaves = provider.deepl
    use(server, "deepl-free")
    text = untranslated(nina)
    ask(client, text)
    work()
    assert told(client, text)["missing"] == 0
    glossary = server.asked[0].body["dictionaries"][0]["entries"]
    assert glossary == "Lukashenka\tЛукашэнка"
