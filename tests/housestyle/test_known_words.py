"""Words that spelling knows beside its dictionaries."""

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.housestyle import known_words, spelling
from newsletter.housestyle.models import KnownWord
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests.conftest import SignIn


@pytest.fixture
def translator(client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    sign_in(Role.TRANSLATOR)
    return client


def add(client: FlaskClient, word: str, language: str = "be") -> str:
    return client.post("/desk/words", data={"language": language, "word": word}, follow_redirects=True).text


def test_a_word_is_known_in_its_language_however_its_apostrophe_is_typed(translator: FlaskClient) -> None:
    assert "Spelling knows “Абв’ежы” from now on." in add(translator, " Абв’ежы ")
    add(translator, "абвʼежы")
    add(translator, "Абв'ежы")
    assert known_words.known_words(Language.BE) == {"Абв'ежы", "абв'ежы"}
    assert known_words.known_words(Language.RU) == frozenset()


@pytest.mark.parametrize("word", ["", "ж", "два словы", "word", "змеш1", "ж" * 61, "=слова"])
def test_what_is_no_word_of_the_language_is_refused(translator: FlaskClient, word: str) -> None:
    assert "Write one word of at most 60 letters" in add(translator, word)
    assert not known_words.known_words(Language.BE)


def test_there_is_a_limit_and_it_is_told(translator: FlaskClient) -> None:
    letters = [chr(0x430 + number) for number in range(32)]
    words = [f"{a}{b}{c}ж" for a in letters for b in letters for c in letters][: known_words.MOST]
    db.session.add_all(KnownWord(language=Language.BE, word=word) for word in words)
    db.session.commit()
    assert "There are 2000 known words" in add(translator, "слова")
    assert "from now on" in add(translator, words[0]), "it is known already"
    assert "from now on" in add(translator, "слово", "ru")


def test_a_removed_word_is_no_longer_known(translator: FlaskClient) -> None:
    add(translator, "зыльфікар")
    [known] = known_words.listed(Language.BE)
    chosen = {"known": known.id}
    assert "is removed" in translator.post("/desk/words/removal", data=chosen, follow_redirects=True).text
    assert not known_words.known_words(Language.BE)
    assert translator.post("/desk/words/removal", data=chosen).status_code == 404


def test_authors_see_the_words_and_change_nothing(client: FlaskClient, sign_in: SignIn) -> None:
    db.session.add(KnownWord(language=Language.BE, word="зыльфікар"))
    sign_in(Role.AUTHOR)
    page = client.get("/desk/words").text
    assert "зыльфікар" in page
    assert "Remove" not in page
    for path in ("", "/removal"):
        assert client.post(f"/desk/words{path}").status_code == 403


def test_the_page_says_how_to_get_a_dictionary_that_is_missing(
    translator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "available", lambda language: language is not Language.BE)
    page = translator.get("/desk/words").text
    assert "can install hunspell-be." in page
    assert "hunspell-ru" not in page
