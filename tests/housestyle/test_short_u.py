"""ў and у in Belarusian."""

import pytest

from newsletter.languages import Language
from tests.housestyle.reading import findings, found, suggested

BE = Language.BE


@pytest.mark.parametrize(
    ("words", "wrong", "right"),
    [
        ("яна узяла", "узяла", "ўзяла"),
        ("была у горадзе", "у", "ў"),
        ("Я усё ведаю", "усё", "ўсё"),
        ("для універсітэта", "універсітэта", "ўніверсітэта"),
        ("заусёды", "заусёды", "заўсёды"),
        ("паўночна-усходні", "усходні", "ўсходні"),
        ("ён ўзяў", "ўзяў", "узяў"),
        ("быў ў горадзе", "ў", "у"),
        ("кўпіць", "кўпіць", "купіць"),
        ("Яна прыйшла, ўзяла", "ўзяла", "узяла"),
        ("Ўсе тут", "Ўсе", "Усе"),
        ("Так было. Ў горадзе", "Ў", "У"),
        ("«ўсе» тут", "ўсе", "усе"),
    ],
)
def test_the_other_letter_is_suggested(words: str, wrong: str, right: str) -> None:
    assert found(words, BE, "short-u") == [wrong]
    assert suggested(words, BE, "short-u") == [right]


@pytest.mark.parametrize(
    "words",
    [
        "прэзідыум, радыусам, страусавы, саксаул, алеут, трыумфальны, шоу",
        "да урны, пра унію, тры унцыі",
        "на Украіне, для Ульяны, з Уладзімірам",
        "ДЛЯ УСІХ",
        "у 2024 г. у Мінску, у 2024 г. ў Мінску",
        "Google у Варшаве, Apple ў Празе, ААН у Жэневе, ЗША ў Мексіцы",
        "«Звязда» у Мінску, «Звязда» ў Мінску",
        "яна, у сваю чаргу, і ён — у школе",
        "салаўёў, здароўе, ваўкаў",
        "за\u0301ула\u0301к і ау\u0301л",
    ],
)
def test_what_is_right_or_depends_on_how_it_is_read_stays(words: str) -> None:
    assert findings(words, BE) == []
