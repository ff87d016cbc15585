import base64
import uuid
from email import message_from_bytes
from email.policy import default

import pytest

from newsletter.commentaries.models import TextState
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db
from newsletter.issues.building.waivers import sign
from newsletter.issues.composing import editions
from newsletter.issues.composing.editing import edition_view
from newsletter.issues.models import Box, BoxKind, EntryForm
from newsletter.languages import EditionKey, Language, Reading, Variant
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.slots import Slot
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.personal import Personal
from newsletter.staff import settings
from tests import factories

pytestmark = pytest.mark.usefixtures("app")
EN, BE, RU = Language.EN, Language.BE, Language.RU


def test_a_reader_of_two_languages_gets_the_first_that_is_approved() -> None:
    issue = factories.issue(factories.commentary())
    assert [edition_view(issue, reading).entries[0].language for reading in Reading] == [EN, BE, RU]


def test_a_text_in_the_second_language_is_labelled_in_the_first() -> None:
    piece = factories.commentary(languages=(EN, RU))
    (entry,) = edition_view(factories.issue(piece), Reading.BE_RU).entries
    assert (entry.language, entry.label) == (RU, "тэкст па-руску")
    assert entry.section == "Пытанні бяспекі"
    assert entry.verdict_words == "Сітуацыя палепшылася"
    assert entry.byline == "Ян Липень"
    assert entry.other_label == "Чытаць па-англійску"
    assert entry.other_url == f"https://weekly.example.org/en/commentaries/{piece.texts[EN].slug}"


def test_a_text_in_the_readers_own_language_links_to_the_readers_other_language() -> None:
    piece = factories.commentary()
    (entry,) = edition_view(factories.issue(piece), Reading.RU_BE).entries
    assert entry.label == ""
    assert entry.other_url.endswith(f"/be/commentaries/{piece.texts[BE].slug}")


def test_a_draft_in_the_first_language_gives_way_to_what_is_approved_in_the_second() -> None:
    piece = factories.commentary(languages=(RU,))
    factories.text(piece, BE, approved=False)
    issue = factories.issue(piece)
    assert edition_view(issue, Reading.BE_RU).entries[0].language is RU
    assert edition_view(issue, Reading.BE_RU, drafts=True).entries[0].language is BE


def test_what_exists_in_neither_language_is_an_english_card_with_a_link() -> None:
    piece = factories.commentary(languages=(EN,))
    (entry,) = edition_view(factories.issue(piece), Reading.BE_RU).entries
    assert (entry.language, entry.label, entry.whole) == (EN, "тэкст па-англійску", False)
    assert (entry.body_html, entry.body_text) == ("", "")
    assert entry.url.endswith(f"/en/commentaries/{piece.texts[EN].slug}")


def test_what_exists_in_no_language_of_a_reader_is_left_out() -> None:
    only_russian = factories.commentary(languages=(RU,))
    issue = factories.issue(only_russian)
    assert edition_view(issue, Reading.EN).entries == ()
    assert editions.composed(issue, EditionKey(Reading.EN)) is None


def test_the_words_of_an_issue_fall_back_to_the_second_language_and_then_to_english() -> None:
    issue = factories.issue(factories.commentary(), subjects={"ru": "Тема", "en": "Subject"}, preheaders={"en": "Pre"})
    view = edition_view(issue, Reading.BE_RU)
    assert (view.subject, view.preheader) == ("Тема", "Pre")


def test_a_teaser_carries_no_body() -> None:
    issue = factories.issue(factories.commentary())
    issue.entries[0].form = EntryForm.TEASER
    made = editions.composed(issue, EditionKey(Reading.EN))
    assert made is not None
    assert factories.STANDFIRSTS[EN] in made.letter.html
    assert factories.PARAGRAPHS[EN] not in made.letter.html + made.letter.text


def test_the_links_of_a_text_stand_below_it_in_the_plain_text() -> None:
    link = {"type": "link", "attrs": {"href": "https://stats.example/tables?year=2024"}}
    words = {"type": "text", "text": "the tables", "marks": [link]}
    document = {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": "a"}, "content": [words]}]}
    piece = factories.commentary(languages=())
    factories.text(piece, EN, document=document)
    made = editions.composed(factories.issue(piece), EditionKey(Reading.EN))
    assert made is not None
    assert "the tables\N{NO-BREAK SPACE}[1]\n\n[1] https://stats.example/tables?year=2024" in made.letter.text


def test_a_photo_is_linked_to_by_its_public_address() -> None:
    photo = Photo(digest="a" * 64, width=1200, height=800)
    piece = factories.commentary(photo=photo, alts={"en": "A lime tree"}, credits={"en": "N. Lens"})
    made = editions.composed(factories.issue(piece), EditionKey(Reading.EN))
    assert made is not None
    assert f'src="https://weekly.example.org/photos/{"a" * 64}-1200.jpg"' in made.letter.html
    assert "N. Lens" in made.letter.html


def test_nothing_that_is_not_approved_is_ever_frozen() -> None:
    pieces = [factories.commentary(languages=()) for _state in TextState]
    for piece, state in zip(pieces, TextState, strict=True):
        for language in Language:
            factories.text(
                piece, language, title=f"{state} {language}", approved=state is TextState.APPROVED
            ).state = state
    issue = factories.issue(*pieces)
    editions.freeze(issue)
    assert len(issue.editions) == 3
    for edition in issue.editions:
        everything = edition.html + edition.text + _decoded(edition.template)
        assert f"approved {edition.reading.first}" in everything
        for state in (TextState.DRAFT, TextState.IN_REVIEW, TextState.WITHDRAWN):
            assert f"{state} " not in everything


def _decoded(template: bytes) -> str:
    parts = message_from_bytes(template, policy=default).walk()
    return "".join(base64.b64decode(str(part.get_payload())).decode() for part in parts if not part.is_multipart())


def test_a_frozen_edition_no_longer_follows_the_texts() -> None:
    piece = factories.commentary()
    issue = factories.issue(piece)
    editions.freeze(issue)
    before = editions.every(issue)
    piece.texts[EN].title = "Something else"
    db.session.flush()
    assert editions.every(issue) == before


def test_a_waived_draft_is_not_even_previewed() -> None:
    piece = factories.commentary(languages=(EN, RU))
    factories.text(piece, BE, approved=False)
    issue = factories.issue(piece)
    sign(issue, issue.entries[0], BE, reason="The translator is ill.", by="nina")
    assert edition_view(issue, Reading.BE_RU, drafts=True).entries[0].language is RU


def test_the_template_of_an_edition_is_a_mail_that_can_be_unsubscribed_from() -> None:
    settings.save(
        sender_names={"be": "Тыднёвік"}, sender_address="weekly@news.example.org", reply_to="desk@example.org"
    )
    made = editions.composed(factories.issue(factories.commentary(), number=45), EditionKey(Reading.BE_RU))
    assert made is not None
    link = "https://weekly.example.org/unsubscribe/token"
    mail = message_from_bytes(ByteTemplate.of(made.template).splice(dict.fromkeys(Slot, link)), policy=default)
    assert mail["List-Id"] == "<be-ru.news.example.org>"
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Reply-To"] == "desk@example.org"
    assert "weekly@news.example.org" in mail["From"]
    assert mail["Content-Language"] == "be"
    assert mail["Feedback-ID"] == "45:be-ru:newsletter"


def test_every_edition_is_a_sound_message_to_a_list_of_its_own() -> None:
    settings.save(
        mastheads={"be": "Тыднёвік, які выходзіць па аўторках"}, sender_address="weekly@news.example.org",
        discreet_address="notes@notes.example.net",
    )  # fmt: skip
    long = "Падзеі тыдня, пра якія ніхто не паведаміў загадзя, і тое, што з іх вынікае на наступны год"
    made = editions.every(factories.issue(factories.commentary(), subjects={"be": long, "ru": long, "en": long}))
    lists = set()
    for key, edition in made.items():
        message = ByteTemplate.of(edition.template).splice(dict.fromkeys(Slot, "https://weekly.example.org/t/token"))
        mail = message_from_bytes(message, policy=default)
        assert [part.defects for part in mail.walk()] == [[], [], []]
        assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
        assert max(map(len, message.split(b"\r\n"))) <= 998
        assert b"\n" not in message.replace(b"\r\n", b"")
        assert mail["Content-Language"] == key.reading.first
        assert mail["Auto-Submitted"] is None
        if key.variant is Variant.STANDARD:
            assert mail["Subject"] == long
        lists.add(str(mail["List-Id"]))
    assert len(lists) == len(made) == 6


def test_each_part_knows_its_share_of_the_size() -> None:
    long, short = factories.commentary(), factories.commentary()
    long.texts[EN].document = factories.document(*["A much longer paragraph than the other has."] * 40)
    issue = factories.issue(long, short)
    issue.boxes.append(Box(kind=BoxKind.SITUATION, position=0, words={}))
    made = editions.composed(issue, EditionKey(Reading.EN))
    assert made is not None
    box, first, second = (made.part_sizes[part.key] for part in issue.parts)
    assert first > 40 * 43 > second
    assert box + first + second < made.size


def test_no_mail_is_larger_than_was_said_of_its_edition() -> None:
    settings.save(discreet_address="notes@notes.example.net", discreet_url="https://notes.example.net")
    made = editions.every(factories.issue(factories.commentary()))
    assert len(made) == 6
    for key, edition in made.items():
        item = Claimed(id=7, uid=uuid.uuid4().bytes, sealed=b"")
        values = Personal.of(45, key.variant).values(item, "reader@example.org")
        mail = message_from_bytes(ByteTemplate.of(edition.template).splice(values), policy=default)
        html = mail.get_body(("html",))
        assert html is not None
        written = html.get_payload(decode=True)
        assert isinstance(written, bytes)
        assert edition.size - 1000 < len(written) <= edition.size
