"""The sample newsroom is what a newcomer reads first: its texts meet what a strict editor of each language asks."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from markdown_it import MarkdownIt
from PIL import Image

from newsletter.commentaries.sections import SEEDED
from newsletter.commentaries.verdicts import Verdict
from newsletter.issues.models import BoxKind
from newsletter.languages import Language

DEMO = files("newsletter") / "demo"
FIELDS = {"title", "standfirst", "byline", "alt", "caption", "credit", "body"}
VOWELS = "аеёіоуыэюя"


def read(path: Any) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


COMMENTARIES = {
    path.name.removesuffix(".toml"): read(path)
    for path in (DEMO / "commentaries").iterdir()
    if path.name.endswith(".toml")
}
ISSUES: list[dict[str, Any]] = read(DEMO / "issues.toml")["issue"]
NEWSROOM = read(DEMO / "newsroom.toml")


def texts(language: Language) -> Iterator[str]:
    """Everything that a reader sees in this language, without the addresses of links."""
    for commentary in COMMENTARIES.values():
        yield from (re.sub(r"\]\(\S+?\)", "]", text) for text in commentary[language].values())
    for issue in ISSUES:
        yield from issue[language].values()
    for words in ("mastheads", "sender_names", "about"):
        yield NEWSROOM[words][language]


def found(pattern: str, language: Language) -> list[str]:
    """What the pattern matches in this language, with a few letters around it: an empty list is a pass."""
    return [
        text[max(0, match.start() - 12) : match.end() + 12]
        for text in texts(language)
        for match in re.finditer(pattern, text)
    ]


def blocks(body: str) -> list[str]:
    """The kinds of blocks and marks in the order in which they stand, and where the links lead."""
    tokens = MarkdownIt().parse(body)
    marks = sorted(
        str(child.attrs.get("href", child.type))
        for token in tokens
        for child in token.children or []
        if child.type in ("link_open", "em_open")
    )
    return [token.type + token.tag for token in tokens] + marks


def words(body: str) -> int:
    return len(re.findall(r"[\w’-]*\w", re.sub(r"\]\(\S+?\)", "]", body)))


@pytest.mark.parametrize("slug", COMMENTARIES)
class TestACommentary:
    def test_is_whole_in_three_languages(self, slug: str) -> None:
        for language in Language:
            text = COMMENTARIES[slug][language]
            assert set(text) - {"reason"} == FIELDS
            assert all(value.strip() for value in text.values())

    def test_has_the_same_blocks_in_the_same_order_in_every_language(self, slug: str) -> None:
        original, *translations = (blocks(COMMENTARIES[slug][language]["body"]) for language in Language)
        assert original
        assert all(translation == original for translation in translations)

    def test_keeps_its_title_short_and_its_length_in_bounds(self, slug: str) -> None:
        commentary = COMMENTARIES[slug]
        assert all(len(commentary[language]["title"]) <= 90 for language in Language)
        least, most = (260, 420) if commentary["weeks_ago"] == 0 else (120, 200)
        assert least <= words(commentary["en"]["body"]) <= most

    def test_says_what_the_desk_needs_to_know(self, slug: str) -> None:
        commentary = COMMENTARIES[slug]
        assert Verdict(commentary["verdict"])
        assert Language(commentary["original"])
        assert commentary["section"] in {section.slug for section in SEEDED}

    def test_has_a_photo_that_opens_and_is_small_enough_to_mail(self, slug: str) -> None:
        path = DEMO / "photos" / COMMENTARIES[slug]["photo"]
        with path.open("rb") as file, Image.open(file) as photo:
            assert photo.size == (1600, 900)
        assert len(path.read_bytes()) <= 130_000


def test_every_week_has_one_commentary_in_each_section() -> None:
    for weeks_ago in (0, 1):
        sections = [item["section"] for item in COMMENTARIES.values() if item["weeks_ago"] == weeks_ago]
        assert sorted(sections) == sorted(section.slug for section in SEEDED)


def test_every_language_is_an_original_somewhere() -> None:
    assert {item["original"] for item in COMMENTARIES.values()} == set(Language)


@pytest.mark.parametrize("issue", ISSUES, ids=lambda issue: f"{issue['weeks_ago']}_weeks_ago")
def test_an_issue_carries_its_weeks_commentaries_and_two_of_them_as_teasers(issue: dict[str, Any]) -> None:
    of_the_week = {slug for slug, item in COMMENTARIES.items() if item["weeks_ago"] == issue["weeks_ago"]}
    assert sorted(set(issue["parts"]) - set(BoxKind)) == sorted(of_the_week)
    assert len(issue["teasers"]) == 2
    assert set(issue["teasers"]) < of_the_week


@pytest.mark.parametrize("issue", ISSUES, ids=lambda issue: f"{issue['weeks_ago']}_weeks_ago")
def test_an_issues_subject_and_preheader_fit_an_inbox(issue: dict[str, Any]) -> None:
    for language in Language:
        assert 0 < len(issue[language]["subject"]) <= 60
        assert 0 < len(issue[language]["preheader"]) <= 90
        assert issue[language]["opening"]


@pytest.mark.parametrize("language", Language)
def test_no_word_mixes_two_alphabets(language: Language) -> None:
    assert not found(r"[A-Za-z]\w*[\u0400-\u04ff]|[\u0400-\u04ff]\w*[A-Za-z]", language)


@pytest.mark.parametrize(
    ("language", "foreign"),
    [(Language.EN, "[\u0400-\u04ff]"), (Language.BE, "[иИщЩъЪA-Za-z]"), (Language.RU, "[іІўЎA-Za-z]")],
)
def test_no_letter_comes_from_another_alphabet(language: Language, foreign: str) -> None:
    assert not found(foreign, language)


@pytest.mark.parametrize("language", Language)
def test_quotes_apostrophes_dashes_and_dots_are_typographic(language: Language) -> None:
    assert not found(r"[\"'`\u02bc]|\.\.\.|--| - |  ", language)
    strange = "[«»„—]" if language is Language.EN else "[“”–]"
    assert not found(strange, language)


@pytest.mark.parametrize("language", [Language.BE, Language.RU])
def test_no_one_letter_word_percent_or_dash_is_left_at_a_line_edge(language: Language) -> None:
    assert not found(r"(?<![\w’-])[^\W\d_] |\d %| —", language)


def test_belarusian_writes_short_u_after_a_vowel_and_only_there() -> None:
    assert not found(rf"(?i:[{VOWELS}])[\s\[*]+у", Language.BE)
    assert not found(rf"(?i:[^\W\d_{VOWELS}])[\s\[*]*ў|[.,:;!?»—)]\s+ў", Language.BE)


def test_russian_never_writes_the_same_word_with_yo_and_without() -> None:
    told_apart = {"всё", "чём"}  # with е these are other words
    spoken = {word for text in texts(Language.RU) for word in re.findall(r"\w*ё\w*", text.lower())} - told_apart
    assert spoken
    without = "|".join(word.replace("ё", "е") for word in spoken)
    assert not found(rf"\b(?i:{without}|еще|ее|идет|четырем|трем)\b", Language.RU)
