from collections.abc import Mapping
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.languages import Language
from newsletter.letters.bytetemplate import ByteTemplate, UnfitValueError
from newsletter.letters.letter import Letter
from newsletter.letters.mime import Sender, message
from newsletter.letters.slots import Slot
from tests.letters.samples import READER, letters

SENDER = Sender("Weekly", "weekly@example.org")

texts = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"])) | st.just("\n")
bodies = st.lists(texts | st.sampled_from([slot.marker for slot in Slot]), max_size=9).map("".join)
values = st.fixed_dictionaries({slot: st.from_regex(r"[a-z0-9/?&=<>\"'.:-]{1,200}", fullmatch=True) for slot in Slot})


def received(mail: bytes) -> EmailMessage:
    return message_from_bytes(mail, policy=default)


def part(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    payload = body.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n")


@given(html=bodies, text=bodies, values=values)
def test_a_splice_says_the_same_as_a_letter_filled_for_that_reader(
    html: str, text: str, values: Mapping[Slot, str]
) -> None:
    letter = Letter(Language.BE, "Тэма", html, text)
    mail = received(ByteTemplate.of(message(letter, sender=SENDER)).splice(values))
    seen = letter.filled(values)
    assert (part(mail, "plain"), part(mail, "html")) == (seen.text, seen.html)


@given(html=bodies, text=bodies, values=values)
def test_no_line_is_long_for_smtp_or_needs_its_dot_stuffed(html: str, text: str, values: Mapping[Slot, str]) -> None:
    letter = Letter(Language.BE, "Тэма", html, text)
    lines = ByteTemplate.of(message(letter, sender=SENDER, list_id="weekly.example.org")).splice(values).split(b"\r\n")
    head, body = lines[: lines.index(b"")], lines[lines.index(b"") :]
    assert all(len(line) <= 998 for line in head)
    assert all(len(line) <= 76 for line in body)
    assert not any(line.startswith(b".") or b"\n" in line for line in lines)


@pytest.mark.parametrize("length", range(1, 8))
def test_a_real_edition_survives_links_of_every_length(length: int) -> None:
    letter = letters()["edition.be"]
    values = {**READER, Slot.UNSUBSCRIBE_LINK: "https://a.example/" + "x" * length}
    mail = received(ByteTemplate.of(message(letter, sender=SENDER)).splice(values))
    assert part(mail, "html") == letter.filled(values).html
    assert part(mail, "plain") == letter.filled(values).text


def test_the_fields_of_a_reader_are_in_the_head() -> None:
    letter = Letter(Language.EN, "Hello", "<p>Hi", "Hi")
    mail = received(ByteTemplate.of(message(letter, sender=SENDER, list_id="en.weekly.example.org")).splice(READER))
    assert mail["To"] == READER[Slot.TO]
    assert mail["Message-ID"] == f"<{READER[Slot.MESSAGE_ID]}>"
    assert mail["Date"] == READER[Slot.DATE]
    assert mail["List-Unsubscribe"] == f"<{READER[Slot.LIST_UNSUBSCRIBE]}>"


def test_a_template_comes_back_the_same_from_where_it_was_kept() -> None:
    template = ByteTemplate.of(message(letters()["edition.ru"], sender=SENDER))
    assert ByteTemplate.of(template.to_bytes()).splice(READER) == template.splice(READER)


@pytest.mark.parametrize(
    "address", ["a@b.example\r\nBcc: all@b.example", "a\0@b.example", "", "ы@b.example", "a" * 701]
)
def test_a_value_unfit_for_a_header_is_refused_without_being_named(address: str) -> None:
    template = ByteTemplate.of(message(Letter(Language.EN, "Hello", "<p>Hi", "Hi"), sender=SENDER))
    with pytest.raises(UnfitValueError) as refused:
        template.splice({**READER, Slot.TO: address})
    assert str(refused.value) == "a value is empty, longer than 700 characters, or not printable ASCII"
