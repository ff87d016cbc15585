"""ё in one place and е in another, in Russian."""

from newsletter.housestyle.checks import check
from newsletter.housestyle.findings import Passage, Severity
from newsletter.languages import Language

RU = Language.RU


def suggestions(*passages: str) -> list[tuple[str, str | None]]:
    found = check([Passage(f"block-{at}", words) for at, words in enumerate(passages)], RU)
    return [(finding.words, finding.suggestion) for finding in found if finding.rule == "yo"]


def test_the_same_word_without_it_warns_wherever_it_stands() -> None:
    assert suggestions("Мост отремонтировали, отчёт готов.", "Отчет и ОТЧЕТ на столе.") == [
        ("Отчет", "Отчёт"),
        ("ОТЧЕТ", "ОТЧЁТ"),
    ]
    [finding] = check([Passage("title", "Отчёт, отчет")], RU)
    assert finding.severity is Severity.WARN


def test_whoever_writes_it_writes_it_in_the_commonest_words_too() -> None:
    assert suggestions("Пчёлы летят, а ее еще нет.", "Растёт ещё.") == [("ее", "её"), ("еще", "ещё")]


def test_a_text_without_it_stays_without() -> None:
    assert suggestions("Ее отчет еще не готов.", "Летит самолет.") == []


def test_a_name_or_what_would_else_be_another_word_proves_nothing() -> None:
    assert suggestions("Алёна пришла, и всё.", "Ее отчет еще не готов. Все ждут, берег пуст.") == []
