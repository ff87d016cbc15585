"""A picture of a text, in the letter that carries it."""

import pytest
from bs4 import BeautifulSoup

from newsletter.commentaries import photos
from newsletter.issues.composing import editions
from newsletter.languages import EditionKey, Language, Reading
from newsletter.staff import settings
from tests import factories
from tests.commentaries.pictures import document, figure, picture

pytestmark = pytest.mark.usefixtures("app")
SAID = {"alt": "Мост над лугам", "caption": "Апоўдні", "credit": "Ала Рыбак", "credit_href": "https://example.org/ala"}


def test_a_letter_carries_the_pictures_of_its_texts_in_the_words_of_their_language() -> None:
    photo = photos.store(picture())
    piece = factories.commentary(languages=(Language.BE,))
    piece.texts[Language.BE].document = document(figure(photo, **SAID))
    made = editions.composed(factories.issue(piece), EditionKey(Reading.RU_BE))
    assert made
    shown = BeautifulSoup(made.letter.html, "html.parser").select_one(".body img")
    assert shown
    assert shown["src"] == f"https://weekly.example.org/photos/{photo.digest}-1200.jpg"
    assert (shown["alt"], shown["width"]) == (SAID["alt"], "512")
    assert "width:100%" in str(shown["style"]).replace(" ", "")
    below = shown.find_next("p")
    assert below
    assert below.get_text() == "Апоўдні Фота: Ала Рыбак"
    assert below.select_one("a[href='https://example.org/ala']")
    text = made.letter.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "[Фота: Мост над лугам]\nАпоўдні\nФота: Ала Рыбак [1]\n\n[1] https://example.org/ala" in text


def test_the_credit_of_the_leads_photo_leads_where_it_is_to() -> None:
    lead = factories.commentary(photo=photos.store(picture()), credits={"en": "Ala Rybak"})
    lead.credit_href = "https://example.org/ala"
    made = editions.composed(factories.issue(lead), EditionKey(Reading.EN))
    assert made
    link = BeautifulSoup(made.letter.html, "html.parser").select_one("a[href='https://example.org/ala']")
    assert link
    assert link.parent
    assert link.parent.get_text().strip() == "Photo: Ala Rybak"


def test_a_newsroom_that_shows_no_pictures_says_what_they_would_have_shown() -> None:
    settings.save(pictures_in_letters=False)
    photo = photos.store(picture())
    piece = factories.commentary(
        photo=photo, alts={"be": "Млын"}, captions={"be": "Увесну"}, credits={"be": "Н. Лінза"}
    )
    piece.texts[Language.BE].document = document(figure(photo, **SAID))
    made = editions.composed(factories.issue(piece), EditionKey(Reading.BE_RU))
    assert made
    assert "<img" not in made.letter.html
    assert "Н. Лінза" not in made.letter.html
    for part in (made.letter.html, made.letter.text):
        assert "[Мост над лугам] Апоўдні" in part
