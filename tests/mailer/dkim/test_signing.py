"""Whoever gets a mail of ours can tell that its domain sent it so, and whether anybody changed it on the way."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.languages import Language
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.letter import Letter
from newsletter.letters.mime import Sender, message
from newsletter.letters.slots import Slot
from newsletter.mailer.dkim.signing import SigningKey, signed
from newsletter.mailer.smtp import dot_stuff
from tests.letters.samples import READER, letters
from tests.letters.test_byte_template import bodies, values
from tests.mailer.dkim.verifying import DOMAIN, ED25519, RSA, published, verdicts

SENDER = Sender("Тыднёвік «Мяжа»", f"weekly@{DOMAIN}")
AT = 1_731_400_000


def edition(letter: Letter, **head: Any) -> ByteTemplate:
    return ByteTemplate.of(message(letter, sender=SENDER, list_id=f"be-ru.{DOMAIN}", **head))


def sent(letter: Letter, *keys: SigningKey, reader: Mapping[Slot, str] = READER, **head: Any) -> bytes:
    return signed(edition(letter, **head).splice(reader), keys or [RSA], at=AT)


@given(
    html=bodies,
    text=bodies,
    reader=values,
    subject=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200),
)
def test_every_reader_of_every_letter_gets_a_signature_that_holds(
    html: str, text: str, reader: Mapping[Slot, str], subject: str
) -> None:
    mail = sent(Letter(Language.BE, subject, html, text), ED25519, reader=reader)
    assert verdicts(mail, published(ED25519)) == [True]


@pytest.mark.parametrize("name", ["edition.be", "discreet.ru", "confirm.en"])
def test_the_newsrooms_own_letters_hold_with_rsa_and_with_both(name: str) -> None:
    head: dict[str, Any] = {
        "reply_to": "desk@example.org",
        "feedback_id": "45:be-ru:newsletter",
        "unsubscribe_by_mail": True,
    }
    mail = sent(letters()[name], RSA, ED25519, **head)
    assert verdicts(mail, published(RSA), published(ED25519)) == [True, True]


def test_what_is_changed_on_the_way_is_noticed() -> None:
    mail = sent(letters()["edition.be"])
    assert verdicts(mail, published(RSA)) == [True]
    for before, after in [
        (b"Subject: ", b"Subject: x"),
        (b"To: alena@", b"To: mira@"),
        (b"List-Unsubscribe: <https://", b"List-Unsubscribe: <http://"),
        (b"--=_letter--\r\n", b"--=_letter--\r\nx\r\n"),
        (b"0J", b"0K"),
    ]:
        assert before in mail
        assert verdicts(mail.replace(before, after, 1), published(RSA)) == [False], before


@pytest.mark.parametrize("field", ["From: a@b.example", "Reply-To: a@b.example", "Subject: x", "Cc: a@b.example"])
def test_no_field_can_be_put_beside_ours(field: str) -> None:
    head, _, body = sent(letters()["edition.en"]).partition(b"\r\n\r\n")
    for mail in (f"{field}\r\n".encode() + head, head + f"\r\n{field}".encode()):
        assert verdicts(mail + b"\r\n\r\n" + body, published(RSA)) == [False]


def test_a_relay_may_put_its_own_fields_above_and_blanks_at_the_ends_of_lines() -> None:
    mail = sent(letters()["edition.ru"])
    passed_on = b"Received: from a by b;\r\n\tTue, 12 Nov 2024 10:00:00 +0000\r\n" + mail.replace(b"\r\n0", b" \r\n0")
    assert verdicts(passed_on, published(RSA)) == [True]


def test_a_signature_names_no_length_and_no_field_but_its_own_is_changed() -> None:
    bare = edition(letters()["edition.be"]).splice(READER)
    mail = signed(bare, [RSA], at=AT)
    assert mail.endswith(bare)
    tags = dict(tag.split("=", 1) for tag in "".join(mail[15 : -len(bare)].decode().split()).split(";"))
    assert {"l", "i", "x"}.isdisjoint(tags)
    assert (tags["d"], tags["s"], tags["t"], tags["c"]) == (DOMAIN, "n1", str(AT), "relaxed/relaxed")


def test_the_wire_carries_a_signed_letter_as_it_is() -> None:
    """So what is signed is what the receiver sees: no dot is stuffed, and no line is too long."""
    for letter in letters().values():
        mail = sent(letter, RSA, ED25519)
        assert dot_stuff(mail) == mail
        assert max(map(len, mail.split(b"\r\n"))) <= 998


def test_without_a_key_a_message_is_left_alone() -> None:
    bare = edition(letters()["edition.be"]).splice(READER)
    assert signed(bare, [], at=AT) is bare
