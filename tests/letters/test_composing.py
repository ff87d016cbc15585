import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from newsletter.languages import Language
from newsletter.letters.composing import compose, compose_edition, weight
from newsletter.letters.slots import MARKER, Slot
from newsletter.letters.views import DiscreetView, EditionView
from tests.letters import sample_discreet
from tests.letters.sample_editions import BELARUSIAN, ENGLISH
from tests.letters.sample_pieces import SITE
from tests.letters.samples import READER, letters


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_both_parts_of_an_edition_let_the_reader_change_and_leave() -> None:
    edition = compose_edition(ENGLISH).letter
    for body in (edition.html, edition.text):
        assert {Slot(found) for found in MARKER.findall(body)} == {Slot.PREFERENCES_LINK, Slot.UNSUBSCRIBE_LINK}


def test_composing_twice_gives_the_same_letter() -> None:
    assert compose_edition(BELARUSIAN) == compose_edition(BELARUSIAN)


def test_a_text_that_looks_like_a_marker_stays_a_text() -> None:
    odd = f"{Slot.TO.marker} and \x01{Slot.UNSUBSCRIBE_LINK} {{{{ unsubscribe_link }}}}"
    edition = compose_edition(replace(ENGLISH, opening=odd, subject=odd)).letter
    seen = edition.filled(READER)
    assert edition.subject == "to and unsubscribe-link {{ unsubscribe_link }}"
    assert "to and unsubscribe-link {{ unsubscribe_link }}" in seen.text
    assert READER[Slot.TO] not in seen.text + seen.html


def test_words_are_escaped_in_html_and_left_alone_in_text() -> None:
    edition = compose_edition(replace(ENGLISH, opening="Bread & <b>salt</b>")).letter
    assert "Bread &amp; &lt;b&gt;salt&lt;/b&gt;" in edition.html
    assert "Bread & <b>salt</b>" in edition.text


def test_a_link_of_the_reader_is_escaped_where_it_is_markup() -> None:
    edition = compose_edition(ENGLISH).letter.filled(READER)
    link = READER[Slot.PREFERENCES_LINK]
    assert link in edition.text
    assert ("a", link) in [(tag, attributes.get("href")) for tag, attributes in Elements(edition.html).seen]


def test_a_template_that_misses_something_says_so() -> None:
    with pytest.raises(UndefinedError):
        compose("confirm", Language.EN, masthead="The Sample Weekly", link=SITE)


@pytest.mark.parametrize("name", letters())
def test_every_letter_is_whole_without_its_images_and_styles(name: str) -> None:
    letter = letters()[name]
    elements = Elements(letter.html).seen
    assert letter.html.startswith("<!DOCTYPE html>")
    assert letter.subject
    assert "\n" not in letter.subject
    assert ("html", {"lang": letter.language, "dir": "ltr"}) in elements
    assert all(attributes.get("role") == "presentation" for tag, attributes in elements if tag == "table")
    assert all(attributes.get("alt") and attributes.get("width") for tag, attributes in elements if tag == "img")
    assert not {tag for tag, _ in elements} & {"script", "svg", "link", "form", "iframe", "video"}
    assert not re.search(r"data:|var\(|@import|@font-face|url\(", letter.html)


@pytest.mark.parametrize("name", letters())
def test_a_plain_text_is_at_most_72_wide_but_for_its_links(name: str) -> None:
    lines = letters()[name].filled(READER).text.splitlines()
    assert not [line for line in lines if len(line) > 72 and "https://" not in line]


def test_a_text_in_another_language_is_marked_for_speech_and_labelled_for_eyes() -> None:
    edition = compose_edition(BELARUSIAN).letter
    elements = Elements(edition.html).seen
    assert {tag for tag, attributes in elements if attributes.get("lang") == "ru"} == {"h2", "p", "div"}
    assert "Пытанні бяспекі · тэкст па-руску" in edition.html
    assert "Пытанні бяспекі, тэкст па-руску" in edition.text


def test_belarusian_and_russian_are_not_set_in_a_face_without_cyrillic() -> None:
    written = letters()
    assert "Charter" in written["edition.en"].html
    assert "Charter" not in written["edition.be"].html + written["edition.ru"].html


def test_a_photo_is_as_wide_as_the_column_and_keeps_its_shape_on_a_phone() -> None:
    elements = Elements(compose_edition(ENGLISH).letter.html).seen
    photos = [attributes for tag, attributes in elements if tag == "img"]
    assert len(photos) == 2
    for photo in photos:
        assert photo["width"] == "512"
        assert "height" not in photo
        assert "height:" not in str(photo["style"]).replace("line-height:", "")


@pytest.mark.parametrize("view", [ENGLISH, BELARUSIAN, sample_discreet.RUSSIAN])
def test_every_part_knows_its_share_of_the_size(view: EditionView | DiscreetView) -> None:
    made = compose_edition(view)
    keys = [part.key for part in (view.parts if isinstance(view, EditionView) else view.entries)]
    whole = weight(made.letter.html)
    assert list(made.part_sizes) == keys
    assert min(made.part_sizes.values()) > 0
    assert whole / 4 < sum(made.part_sizes.values()) < whole


def test_an_edition_without_a_part_is_smaller_by_just_what_the_part_took() -> None:
    made, last = compose_edition(ENGLISH), ENGLISH.parts[-1]
    less = compose_edition(replace(ENGLISH, parts=ENGLISH.parts[:-1]))
    assert weight(made.letter.html) - weight(less.letter.html) == made.part_sizes[last.key]


def test_a_mail_holds_nothing_of_how_it_was_measured() -> None:
    assert "entry-" not in compose_edition(ENGLISH).letter.html
    assert "<!--" not in compose_edition(sample_discreet.BELARUSIAN).letter.html


def test_the_situation_says_in_words_what_changed_since_the_last_time() -> None:
    edition = compose_edition(ENGLISH).letter
    assert "Security issues: worsened (before: improved)\n" in edition.text
    assert "Belarus–West relations: unchanged\n" in edition.text


def test_a_plain_text_holds_no_sign_that_a_voice_would_spell_out() -> None:
    for name, letter in letters().items():
        if name.startswith(("edition", "discreet")):
            assert not set("▲●▼·→") & set(letter.text), name


def test_headings_of_a_plain_text_are_told_apart_without_markup() -> None:
    lines = compose_edition(ENGLISH).letter.text.splitlines()
    for heading in ("A town keeps its river embankment", "What was asked", "From the archive"):
        assert lines[lines.index(heading) + 1] == "-" * len(heading)
