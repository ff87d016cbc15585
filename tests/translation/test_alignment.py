"""Which blocks of a draft render which blocks of the source."""

from typing import Any

from newsletter.languages import Language
from newsletter.translation.alignment import Bead, aligned
from tests.translation.test_lineage import paragraph

EN = [
    "The crossing was rebuilt over the summer, and 120 lorries a day pass it now.",
    "Why?",
    "Drivers say that the queue moves twice as fast as in the spring, and that nobody sleeps in the cab any more.",
    "Nobody has said what the works have cost, or who paid. The firm that built it, Gate & Sons, has no telephone.",
]
BE = [
    "Летам пункт пропуску перабудавалі, і цяпер праз яго праязджае 120 фур за дзень.",
    "Чаму?",
    "Кіроўцы кажуць, што чарга рухаецца ўдвая хутчэй, чым увесну, і што ніхто больш не начуе ў кабіне.",
    "Колькі каштавалі работы і хто плаціў, ніхто не сказаў. Фірма Gate & Sons, якая будавала, не мае тэлефона.",
]


def found(source: list[Any], draft: list[Any]) -> list[Bead]:
    def text(given: list[Any], letter: str) -> list[dict[str, Any]]:
        return [paragraph(f"{letter}{n}", each) if isinstance(each, str) else each for n, each in enumerate(given)]

    return aligned(text(source, "s"), text(draft, "d"), Language.EN, Language.BE)


def test_a_faithful_draft_goes_block_by_block() -> None:
    assert found(EN, BE) == [((f"s{n}",), (n,)) for n in range(4)]


def test_a_block_may_become_two_and_two_may_become_one() -> None:
    assert found(EN, [*BE[:2], BE[2][:48], BE[2][48:], BE[3]])[2] == (("s2",), (2, 3))
    assert found(EN, [BE[0], BE[1], f"{BE[2]} {BE[3]}"])[2] == (("s2", "s3"), (2,))


def test_what_was_left_out_or_added_stays_alone() -> None:
    assert (("s2",), ()) in found(EN, [BE[0], BE[1], BE[3]])
    own = "Заўвага перакладчыцы пра тое, як пішуцца назвы рэк і азёраў у гэтым тэксце, паводле слоўніка 1999 года."
    assert ((), (1,)) in found(EN, [BE[0], own, *BE[1:]])


def test_numbers_and_latin_words_find_each_other() -> None:
    even = ["The plan for 2019 is ready.", "The plan for 2024 is ready.", "Belavia has a plan of its own."]
    assert found(even, ["План Belavia ёсць таксама."]) == [(("s0",), ()), (("s1",), ()), (("s2",), (0,))]
    assert (("s1",), (0,)) in found(even[:2], ["План на 2024 год гатовы."])


def test_a_heading_is_rendered_by_a_heading_where_the_draft_has_any() -> None:
    def heading(name: str, words: str) -> dict[str, Any]:
        return paragraph(name, words) | {"type": "heading"}

    source = [EN[0], heading("h", "What it cost and who paid"), EN[3]]
    assert found(source, [BE[0], heading("d", "Колькі і за чый кошт"), BE[3]])[1] == (("h",), (1,))
    assert found(source, [BE[0], "Колькі і за чый кошт", BE[3]])[1] == (("h",), (1,))


def test_a_picture_is_rendered_by_nothing_but_itself() -> None:
    def figure(photo: str, name: str) -> dict[str, Any]:
        words = {"alt": "", "caption": "A gate", "credit": "", "credit_href": ""}
        return {"type": "figure", "attrs": {"id": name, "photo": photo * 64, **words}}

    source = [EN[0], figure("a", "f"), EN[2]]
    assert found(source, [BE[0], "Подпіс", BE[2]])[1] != (("f",), (1,))
    assert (("f",), (1,)) in found(source, [BE[0], figure("a", "g"), BE[2]])
    assert (("f",), ()) in found(source, [BE[0], figure("b", "g"), BE[2]])


def test_blocks_without_words_and_empty_texts_align_with_nothing() -> None:
    assert found([], []) == []
    assert found([EN[0], ""], []) == [(("s0",), ())]
    assert found([], ["", *BE]) == [((), (n,)) for n in range(1, 5)]
