"""Words in another language than their text's."""

import pytest

from newsletter.languages import Language
from tests.housestyle.reading import found

EN, BE, RU = Language.EN, Language.BE, Language.RU


@pytest.mark.parametrize(
    ("words", "language", "run"),
    [
        ("Мы былі там. Он сказал, что ничего не видел. Потым пайшлі.", BE, "Он сказал, что ничего не видел"),
        ("Ён кажа: «Мы не хотим войны, это правда», і маўчыць.", BE, "Мы не хотим войны, это правда"),
        ("Зала сустрэла яго словамі говорите громче, мы не слышим вас і сціхла.", BE, "говорите громче, мы не слышим"),
        ("Яна адказала: we will not accept this decision.", BE, "we will not accept this decision"),
        ("Мы были там. Ён нічога не бачыў і не чуў. Потом ушли.", RU, "Ён нічога не бачыў і не чуў"),
        ("Она ответила: «Гэта ўсё няпраўда, спадары».", RU, "Гэта ўсё няпраўда, спадары"),
        ("Решение суда: the court has no power to decide, и точка.", RU, "the court has no power to decide"),
        ("He said «мы не хотим войны» and left.", EN, "мы не хотим войны"),
        ("Vilnia was founded у 1323 годзе, як кажуць летапісы, by a duke.", EN, "у 1323 годзе, як кажуць летапісы"),
    ],
)
def test_a_sentence_a_quotation_and_a_run_are_found(words: str, language: Language, run: str) -> None:
    assert found(words, language, "wrong-language") == [run]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Піша The Wall Street Journal, а за ім Institute for the Study of War і Bank of the West.", BE),
        ("Апублікавана ў Journal of the American Medical Association.", BE),
        ("Раман «Война и мир» ён чытаў тройчы.", BE),
        ("Де-факта і de jure, status quo ante bellum, ноу-хау.", BE),
        ("Владимир Петров, Наталья Орлова и Сергей Кузнецов", BE),
        ("Газеты «Наша Ніва» і «Звязда» выходят в Вильнюсе.", RU),
        ("Тихон Мартынович, Зьміцер Лукашук, Янка Брыль", RU),
        ("The Gazeta Wyborcza headline said „Nie ma zgody na to”.", EN),
    ],
)
def test_names_titles_and_sayings_are_not(words: str, language: Language) -> None:
    assert found(words, language, "wrong-language") == []


def test_what_a_foreign_sentence_says_is_told_once() -> None:
    words = "Мы былі там. Они ничего не видели и ушли. Потым прыйшоў iншы."
    assert found(words, BE, "other-alphabet") == []
    assert found(words, BE, "mixed-script") == ["iншы"]


def test_two_runs_with_the_texts_own_words_between_are_two() -> None:
    words = "«Мы не хотим войны, это правда», — сказаў ён. Потым дадаў: «Люди всё понимают и без этого»."
    assert found(words, BE, "wrong-language") == ["Мы не хотим войны, это правда", "Люди всё понимают и без этого"]
