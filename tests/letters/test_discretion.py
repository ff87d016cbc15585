import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from newsletter.languages import Language
from newsletter.letters.composing import compose_edition
from newsletter.letters.discretion import Indiscreet, betrayals, betrayals_in_head, without_addresses
from newsletter.letters.letter import Letter
from newsletter.letters.mime import Sender, message
from newsletter.letters.slots import Slot
from tests.letters import sample_discreet
from tests.letters.sample_discreet import BELARUSIAN, ENGLISH
from tests.letters.samples import letters

NOTES = [name for name in letters() if name.startswith("discreet")]
OWN_LINK = f'<a href="{Slot.PREFERENCES_LINK.marker}">Stop</a>'
SENDER = Sender("Нататкі", "notes@notes.example.net")


def letter(html: str = "", text: str = "", subject: str = "Notes") -> Letter:
    return Letter(Language.EN, subject, f"<p>{html}</p>{OWN_LINK}", text)


@pytest.mark.parametrize("name", NOTES)
def test_nothing_of_a_discreet_letter_gives_it_away(name: str) -> None:
    assert betrayals(letters()[name], ["The Sample Weekly", "weekly.example.org", "Прыкладны тыднёвік"]) == []


@pytest.mark.parametrize("name", NOTES)
def test_a_discreet_letter_has_one_link_in_either_part_and_nothing_that_names_a_style(name: str) -> None:
    note = letters()[name]
    page = BeautifulSoup(note.html, "html.parser")
    assert [link["href"] for link in page.select("[href]")] == [Slot.PREFERENCES_LINK.marker]
    assert note.text.count(Slot.PREFERENCES_LINK.marker) == 1
    assert "://" not in note.text + note.html
    assert not page.select("[class], [id], [src], img, link, style, script")


@pytest.mark.parametrize(
    "given",
    [
        '<img src="cid:logo">',
        '<a href="https://weekly.example.org/">more</a>',
        '<span class="masthead">Hello</span>',
        '<b id="weekly">Hello</b>',
        '<div style="background:url(//a.example/b)">Hello</div>',
        '<p style="@import x">Hello</p>',
        '<link rel="stylesheet" href="a.css">',
        '<meta http-equiv="refresh" content="0">',
        "<script>1</script>",
        "<!-- issue 45 -->",
        OWN_LINK,
        "See https://weekly.example.org/be",
        "See weekly.example.org/be",
        "Write to desk@example.org",
        "https<em>://weekly.example.org</em>/be",
    ],
)
def test_what_loads_or_leads_or_names_something_is_found(given: str) -> None:
    assert betrayals(letter(given))
    if "<" not in given:
        assert betrayals(letter("", given))
        assert betrayals(letter("", "", given))


@pytest.mark.parametrize("said", ["«The  sample weekly»", "THE SAMPLE WEEKLY.", "the sample\N{NO-BREAK SPACE}weekly"])
def test_a_telling_word_is_found_in_whatever_case_and_spacing(said: str) -> None:
    for spoken in (letter(said), letter("", said), letter("", "", said)):
        assert betrayals(spoken, ["The Sample Weekly"]) == ["The Sample Weekly"]
    assert betrayals(letter("The Sample Weeklies"), ["The Sample Weekly"]) == []


@pytest.mark.parametrize(
    "said",
    [
        "Балотны\N{SOFT HYPHEN} вес\N{SOFT HYPHEN}нік п'ес",
        "Балотны веснік п’ес",
        "Балотны\N{NARROW NO-BREAK SPACE}веснік п\N{MODIFIER LETTER APOSTROPHE}ес",
        unicodedata.normalize("NFD", "Балотны веснік п'ес, кожны май"),
        "\N{LEFT-TO-RIGHT ISOLATE}Балотны\N{POP DIRECTIONAL ISOLATE} ве\N{ZERO WIDTH JOINER}снік п\N{WORD JOINER}'ес",
    ],
)
def test_a_telling_word_is_found_however_it_is_made_of_characters(said: str) -> None:
    for spoken in (letter(said), letter("", said), letter("", "", said)):
        for name in ("Балотны веснік п'ес", unicodedata.normalize("NFD", "Балотны веснік п’ес")):
            assert betrayals(spoken, [name]) == [name]


def test_a_telling_word_is_found_in_the_fields_of_a_message_too() -> None:
    note = letters()["discreet.be"]
    quiet = message(note, sender=SENDER, list_id="be-ru.notes.example.net")
    assert betrayals_in_head(quiet, ["Прыкладны тыднёвік", "weekly.example.org"]) == []
    loud = message(
        replace(note, subject="Прыкладны тыднёвік, 10 лістапада"),
        sender=Sender("Weekly", "a@weekly.example.org"),
        list_id="be-ru.weekly.example.org",
    )
    assert betrayals_in_head(loud, ["Прыкладны тыднёвік", "weekly.example.org"]) == [
        "Прыкладны тыднёвік",
        "weekly.example.org",
    ]


def test_a_discreet_letter_that_leads_anywhere_is_not_composed() -> None:
    entry = replace(ENGLISH.entries[0], body_html='<p><a href="https://weekly.example.org/">more</a></p>')
    with pytest.raises(Indiscreet, match="weekly"):
        compose_edition(replace(ENGLISH, entries=(entry,)))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Look at https://a.example/b?c=1, then go on.", "Look at […], then go on."),
        ("(www.a.example)", "([…])"),
        ("Write to desk@a.example.", "Write to […]."),
        ("It was on t.me/somebody first", "It was on […] first"),
        ("On a.example:8443/b, on сайт.укр/б and on xn--80ak6.xn--90ais/b", "On […], on […] and on […]"),
        ("Zerkalo.io wrote that", "Zerkalo.io wrote that"),
        ("3.5/10, 24.02/25.02, руб./чел., км/ч", "3.5/10, 24.02/25.02, руб./чел., км/ч"),
    ],
)
def test_an_address_gives_way_to_a_sign_and_nothing_else_does(said: str, left: str) -> None:
    assert without_addresses(said) == left


@given(st.text(max_size=200))
def test_words_without_addresses_never_betray(words: str) -> None:
    quiet = without_addresses(words.replace("\r", " "))
    note = compose_edition(replace(BELARUSIAN, note=quiet, subject=quiet)).letter
    assert betrayals(note) == []


def test_headings_of_a_discreet_letter_go_down_in_steps() -> None:
    for name in NOTES:
        page = BeautifulSoup(letters()[name].html, "html.parser")
        levels = [int(heading.name[1]) for heading in page.select("h1, h2, h3, h4, h5, h6")]
        assert levels[0] == 2
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_piece_in_the_second_language_is_labelled_and_marked_for_speech() -> None:
    note = compose_edition(sample_discreet.BELARUSIAN).letter
    page = BeautifulSoup(note.html, "html.parser")
    assert {element.name for element in page.select("[lang=ru]")} == {"h2", "p", "div"}
    assert "▼ Сітуацыя пагоршылася · тэкст па-руску" in page.get_text()
    assert "Сітуацыя пагоршылася, тэкст па-руску" in note.text
