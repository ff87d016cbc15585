"""What a draft that fails, is stopped or refused leaves behind."""

import datetime as dt

import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries.document import blocks
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Staff
from newsletter.translation.machine import asking, drafting
from newsletter.translation.machine.models import DraftRequest, DraftState
from tests.jobs import enqueued
from tests.translation.machine import provider
from tests.translation.machine.asking import Work, address, ask, told
from tests.translation.machine.machinery import SOURCE, untranslated
from tests.translation.machine.provider import KEY, SAID, ProviderServer, Reply, completed, in_turn

BE, RU = Language.BE, Language.RU


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
