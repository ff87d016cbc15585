"""An issue as readers get it who asked for a mail that nobody would look at twice."""

from email import message_from_bytes
from email.policy import default

import pytest

from newsletter.commentaries import photos
from newsletter.issues.composing import editions
from newsletter.issues.composing.editions import Composed
from newsletter.issues.examining.surroundings import brand_words
from newsletter.issues.models import Box, BoxKind, EntryForm, Issue
from newsletter.languages import EditionKey, Language, Reading, Variant
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.discretion import betrayals, betrayals_in_head
from newsletter.letters.slots import Slot
from newsletter.staff import settings
from tests import factories
from tests.commentaries.pictures import document, figure, picture

pytestmark = pytest.mark.usefixtures("app", "newsroom")
EN, BE, RU = Language.EN, Language.BE, Language.RU


@pytest.fixture
def newsroom() -> None:
    settings.save(
        mastheads={"en": "The Sample Weekly", "be": "Прыкладны тыднёвік"},
        sender_names={"be": "Тыднёвік"},
        sender_address="weekly@news.example.org",
        reply_to="desk@example.org",
        discreet_address="notes@notes.example.net",
        discreet_reply_to="me@notes.example.net",
    )


def composed(issue: Issue, reading: Reading = Reading.EN) -> Composed:
    made = editions.composed(issue, EditionKey(reading, Variant.DISCREET))
    assert made is not None
    return made


def test_nothing_in_any_discreet_edition_gives_it_away() -> None:
    photo = photos.store(picture())
    piece = factories.commentary(photo=photo, alts={"en": "A mill"}, credits={"en": "N. Lens"})
    linked = [{"type": "link", "attrs": {"href": "https://weekly.example.org/en/"}}]
    parts = document(
        figure(photo, alt="A mill", caption="", credit="N. Lens", credit_href="https://a.example"),
        {"type": "paragraph", "attrs": {"id": "b"}, "content": [{"type": "text", "text": "there", "marks": linked}]},
    )
    for text in piece.texts.values():
        text.document, text.standfirst = parts, "More on https://weekly.example.org/en/ and desk@example.org."
    issue = factories.issue(piece, closings={"en": "The Sample Weekly wishes you a good week."})
    issue.boxes += [
        Box(kind=BoxKind.NOTE, position=0, words={"en": "The map was wrong: https://maps.example/1"}),
        Box(kind=BoxKind.SUPPORT, position=9, words={"en": "Help us."}, href="https://weekly.example.org/help"),
    ]
    words = (*brand_words(), "example.org")
    assert {"The Sample Weekly", "Тыднёвік", "weekly.example.org", "news.example.org"} <= set(words)
    for reading in Reading:
        made = composed(issue, reading)
        assert betrayals(made.letter, words) == []
        assert betrayals_in_head(made.template, words) == []
        assert "[A mill]" in made.letter.text


def test_its_fields_are_those_of_the_discreet_sender() -> None:
    made = composed(factories.issue(factories.commentary()), Reading.BE_RU)
    mail = message_from_bytes(
        ByteTemplate.of(made.template).splice(dict.fromkeys(Slot, "https://n.example/t")), policy=default
    )
    assert str(mail["From"]) == "Нататкі <notes@notes.example.net>"
    assert str(mail["Subject"]) == "Нататкі, 10 лістапада"
    assert mail["Reply-To"] == "me@notes.example.net"
    assert mail["List-Id"] == "<be-ru.notes.example.net>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Feedback-ID"] is None


def test_every_piece_is_whole_also_where_the_others_get_a_teaser() -> None:
    issue = factories.issue(factories.commentary())
    issue.entries[0].form = EntryForm.TEASER
    letter = composed(issue).letter
    assert factories.PARAGRAPHS[EN] in letter.html
    assert factories.PARAGRAPHS[EN] in letter.text


def test_what_is_in_neither_language_is_left_out_for_a_card_would_have_to_lead_somewhere() -> None:
    both, english = factories.commentary(), factories.commentary(languages=(EN,))
    assert len(composed(factories.issue(both, english), Reading.BE_RU).part_sizes) == 1
    assert editions.composed(factories.issue(english), EditionKey(Reading.BE_RU, Variant.DISCREET)) is None


def test_nobody_is_named_who_wrote_it() -> None:
    """A name is what a phone is searched for, and a note from someone has no byline."""
    letter = composed(factories.issue(factories.commentary())).letter
    assert factories.NAMES["en"] not in letter.html + letter.text


def test_where_none_is_offered_none_is_made() -> None:
    issue = factories.issue(factories.commentary())
    assert len(editions.every(issue)) == 6
    settings.save(discreet_address="")
    assert [key.variant for key in editions.every(issue)] == [Variant.STANDARD] * 3
