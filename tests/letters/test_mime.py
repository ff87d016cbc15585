from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.languages import Language
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.letter import Letter
from newsletter.letters.mime import Sender, message
from newsletter.letters.slots import Slot
from tests.letters.samples import READER

SENDER = Sender("The Sample Weekly", "weekly@example.org")


def letter(subject: str = "Hello", language: Language = Language.EN) -> Letter:
    return Letter(language, subject, "<p>Прывітанне", "Прывітанне")


def received(marked: bytes) -> EmailMessage:
    return message_from_bytes(ByteTemplate.of(marked).splice(READER), policy=default)


def test_the_plain_text_comes_first_and_both_parts_are_base64() -> None:
    parts = list(received(message(letter(), sender=SENDER)).iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert {part["Content-Transfer-Encoding"] for part in parts} == {"base64"}
    assert {part.get_content_charset() for part in parts} == {"utf-8"}


def test_a_link_to_unsubscribe_is_never_folded_or_encoded_however_long() -> None:
    link = "https://weekly.example.org/unsubscribe/" + "A" * 600
    marked = message(
        letter(),
        sender=SENDER,
        list_id="be-ru." + "weekly." * 20 + "example.org",
        unsubscribe_by_mail=True,
    )
    head = ByteTemplate.of(marked).splice({**READER, Slot.LIST_UNSUBSCRIBE: link}).split(b"\r\n\r\n")[0].decode()
    assert f"List-Unsubscribe: <{link}>,\r\n <mailto:{READER[Slot.UNSUBSCRIBE_ADDRESS]}>\r\n" in head
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    assert f"List-Id: <be-ru.{'weekly.' * 20}example.org>\r\n" in head


def test_a_list_says_that_nobody_can_write_to_it() -> None:
    assert received(message(letter(), sender=SENDER, list_id="en.example.org"))["List-Post"] == "NO"


def test_only_a_mail_to_a_list_offers_to_unsubscribe() -> None:
    mail = received(message(letter(), sender=SENDER, auto_submitted=True))
    assert not [name for name in mail if name.startswith("List-")]
    assert mail["Auto-Submitted"] == "auto-generated"


def test_a_letter_names_its_language() -> None:
    assert received(message(letter(language=Language.BE), sender=SENDER))["Content-Language"] == "be"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=300))
def test_any_subject_arrives_as_it_was_written_and_in_short_lines(subject: str) -> None:
    marked = message(letter(subject), sender=SENDER)
    assert received(marked)["Subject"] == subject
    assert all(len(line) <= 998 for line in marked.split(b"\r\n"))


def test_a_long_cyrillic_subject_keeps_its_spaces() -> None:
    subject = "Сустрэча ў Гродне і яшчэ адна ў Брэсце, пра якую ніхто не паведаміў загадзя – падрабязнасці тыдня"
    assert received(message(letter(subject), sender=SENDER))["Subject"] == subject


@pytest.mark.parametrize(
    "name", ["Прыкладны тыднёвік, што выходзіць па аўторках, часам па пятніцах", 'The "Weekly", Ltd']
)
def test_the_senders_name_arrives_as_it_was_written(name: str) -> None:
    mail = message_from_bytes(message(letter(), sender=Sender(name, "weekly@example.org")))
    # The newer parser of Python 3.11 puts spaces between the encoded words of a name.
    seen, address = parseaddr(str(mail["From"]))
    assert (str(make_header(decode_header(seen))), address) == (name, "weekly@example.org")


@pytest.mark.parametrize("bad", ["Hi\r\nBcc: all@example.org", "Hi\nBcc: all@example.org", "Hi\0Bcc: all@example.org"])
def test_nothing_that_a_person_writes_starts_another_field(bad: str) -> None:
    mail = received(message(letter(bad), sender=Sender(bad, "a@b.example"), reply_to=bad, list_id=bad, feedback_id=bad))
    assert mail["Bcc"] is None
    assert "\0" not in str(mail["Subject"])


def test_a_subject_that_looks_like_a_marker_stays_words() -> None:
    assert received(message(letter(f"Hi {Slot.TO.marker}"), sender=SENDER))["Subject"] == "Hi to"
