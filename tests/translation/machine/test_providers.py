"""DeepL's interface and OpenAI's, with their errors and limits, spoken by a server on this machine."""

import json
import logging
from collections.abc import Callable

import pytest

from newsletter.commentaries.refusals import Refusal
from newsletter.languages import Language
from newsletter.translation.machine import failures
from newsletter.translation.machine.chat import Chat
from newsletter.translation.machine.provider import Provider
from tests.translation.machine import provider
from tests.translation.machine.provider import KEY, ProviderServer, Reply, completed, in_turn
from tests.translation.machine.speaking import BOTH, PASSAGES, TERMS, chat, deepl, draft

EN, BE, RU = Language.EN, Language.BE, Language.RU


def test_deepl_is_asked_in_its_own_words(deepl_server: ProviderServer) -> None:
    answers = draft(deepl(deepl_server))
    assert ["</b>" in answers[0], '<a id="1">' in answers[1]] == [True, True]
    [asked] = deepl_server.asked
    assert asked.path == "/v2/translate"
    assert asked.headers["authorization"] == f"DeepL-Auth-Key {KEY}"
    assert asked.body["text"] == PASSAGES
    assert (asked.body["source_lang"], asked.body["target_lang"]) == ("EN", "BE")
    assert asked.body["tag_handling"] == "html"
    assert "model_type" not in asked.body  # Belarusian is for the newer models, which it then picks by itself
    deepl(deepl_server).draft(["Мяжа адкрыта."], BE, EN, [], "")
    assert deepl_server.asked[-1].body["target_lang"] == "EN-GB"


def test_a_glossary_lives_as_long_as_the_request(deepl_server: ProviderServer) -> None:
    draft(deepl(deepl_server), terms=TERMS)
    made, translated, deleted = deepl_server.asked
    [dictionary] = made.body["dictionaries"]
    assert dictionary["entries"] == "Lukashenka\tЛукашэнка"
    assert translated.body["glossary_id"] == "g-1"
    assert (deleted.method, deleted.path) == ("DELETE", "/v3/glossaries/g-1")


def test_where_deepl_makes_no_glossary_the_words_go_without_one(deepl_server: ProviderServer) -> None:
    for refusal in (Reply(400, {"message": "Unsupported pair"}), Reply(456), Reply(200, b"[]")):
        deepl_server.behaves = in_turn(refusal, provider.deepl)
        assert len(draft(deepl(deepl_server), terms=TERMS)) == 2
        assert "glossary_id" not in deepl_server.asked[-1].body


def test_a_glossary_goes_even_where_the_translation_fails(deepl_server: ProviderServer) -> None:
    deepl_server.behaves = in_turn(provider.deepl, Reply(456), provider.deepl)
    with pytest.raises(failures.QuotaUsedUp):
        draft(deepl(deepl_server), terms=TERMS)
    assert deepl_server.asked[-1].method == "DELETE"


def test_a_model_is_told_the_languages_the_terms_and_the_notes(chat_server: ProviderServer) -> None:
    answers = draft(chat(chat_server), terms=TERMS)
    assert ["</b>" in answers[0], '<a id="1">' in answers[1]] == [True, True]
    [asked] = chat_server.asked
    assert (asked.path, asked.body["model"]) == ("/chat/completions", "gemma3:27b")
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    task, given = [message["content"] for message in asked.body["messages"]]
    assert "from English into Belarusian" in task
    assert "narkamauka" in task
    assert "Short sentences." in task
    assert json.loads(given)["terms"] == {"Lukashenka": "Лукашэнка"}


def test_a_model_of_ones_own_needs_no_key(chat_server: ProviderServer) -> None:
    draft(Chat(chat_server.address, "gemma3:27b"))
    assert "authorization" not in chat_server.asked[0].headers


def test_a_server_that_knows_no_json_format_is_asked_in_words_alone(chat_server: ProviderServer) -> None:
    chat_server.behaves = in_turn(Reply(400, {"error": {"message": "response_format"}}), provider.chat)
    assert len(draft(chat(chat_server))) == 2
    assert "response_format" not in chat_server.asked[-1].body


def test_json_is_found_in_what_models_put_around_it(chat_server: ProviderServer) -> None:
    chat_server.behaves = in_turn(
        completed('Here it is:\n```json\n{"translations": [{"n": 2, "text": "Два"}, {"n": 1, "text": "Раз"}]}\n```')
    )
    assert draft(chat(chat_server)) == ["Раз", "Два"]


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        ('{"translations": [{"n": 2, "text": "Два"}]}', ["", "Два"]),
        ('{"translations": [{"n": 1, "text": null}, {"n": 2, "text": 7}, {"n": 9, "text": "x"}]}', ["", ""]),
        ('{"translations": []}', ["", ""]),
    ],
)
def test_what_a_model_passes_over_is_empty(chat_server: ProviderServer, said: str, answers: list[str]) -> None:
    chat_server.behaves = in_turn(completed(said))
    assert draft(chat(chat_server)) == answers


def test_an_answer_that_breaks_off_is_asked_for_in_halves(chat_server: ProviderServer) -> None:
    def short_of_breath(asked: provider.Asked) -> Reply:
        return provider.chat(asked) if len(provider.passages(asked)) == 1 else completed('{"transl', "length")

    chat_server.behaves = short_of_breath
    answers = draft(chat(chat_server), ["One.", "Two two.", "Three."])
    assert all(answers)
    assert len(chat_server.asked) == 5
    chat_server.behaves = in_turn(completed('{"transl', "length"))
    with pytest.raises(failures.CutShort):
        draft(chat(chat_server), ["One."])
    assert draft(chat(chat_server), ["One.", "Two."]) == ["", ""]


@pytest.mark.parametrize(
    ("reply", "failure"),
    [
        (completed(None, refusal="I can't help with that."), failures.Declined),
        (completed(None, "content_filter"), failures.Declined),
        (completed("I can't help with that."), failures.Malformed),
        (completed('{"translations": "Раз"}'), failures.Malformed),
        (completed("[" * 100_000), failures.Malformed),
        (completed(None), failures.Malformed),
        (Reply(200, {"choices": []}), failures.Malformed),
        (Reply(200, "<html>Welcome</html>"), failures.Malformed),
    ],
)
def test_what_is_no_answer_of_a_model_is_said(
    chat_server: ProviderServer, reply: Reply, failure: type[Refusal]
) -> None:
    chat_server.behaves = in_turn(reply)
    with pytest.raises(failure):
        draft(chat(chat_server))


@pytest.mark.parametrize("body", [{"translations": [{"text": "Раз"}]}, {"translations": "Раз"}, {}, b"", b"\xff"])
def test_what_is_no_answer_of_deepl_is_said(deepl_server: ProviderServer, body: bytes) -> None:
    deepl_server.behaves = in_turn(Reply(200, body))
    with pytest.raises(failures.Malformed):
        draft(deepl(deepl_server))


@pytest.mark.parametrize("of", BOTH)
@pytest.mark.parametrize(
    ("status", "failure", "tries"),
    [
        (400, failures.NotTaken, 1),
        (401, failures.WrongKey, 1),
        (403, failures.WrongKey, 1),
        (402, failures.QuotaUsedUp, 1),
        (404, failures.NotTaken, 1),
        (413, failures.NotTaken, 1),
        (456, failures.QuotaUsedUp, 1),
        (429, failures.TooBusy, 3),
        (529, failures.TooBusy, 3),
        (500, failures.OutOfOrder, 3),
        (503, failures.OutOfOrder, 3),
    ],
)
def test_every_refusal_is_a_sentence_without_the_key(
    of: Callable[[ProviderServer], Provider],
    status: int,
    failure: type[Refusal],
    tries: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with ProviderServer(in_turn(Reply(status, {"message": f"{KEY} is refused"}, {"Retry-After": "0"}))) as server:
        with pytest.raises(failure) as refused:
            draft(of(server))
        asked_twice = of is chat and status == 400  # without response_format
        assert len(server.asked) == tries + asked_twice
        assert server.host in str(refused.value)
    assert KEY not in str(refused.value) + caplog.text
