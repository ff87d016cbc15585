"""The standard library's parser, which is strict about what the standards say of a mail."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from tests.letters.graders.mails import mails
from tests.letters.samples import READER, letters


@pytest.mark.parametrize("name", letters())
def test_a_mail_is_read_again_without_a_defect(name: str) -> None:
    mail = message_from_bytes(mails()[name], policy=default)
    found = [*mail.defects, *(defect for part in mail.walk() for defect in part.defects)]
    assert found + [defect for field in mail.values() for defect in field.defects] == []
    seen = letters()[name].filled(READER)
    assert (mail["Subject"], part(mail, "plain"), part(mail, "html")) == (seen.subject, seen.text, seen.html)


def part(mail: EmailMessage, subtype: str) -> str:
    body = mail.get_body((subtype,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_no_line_is_longer_than_the_wire_takes() -> None:
    longest = {name: max(map(len, mail.split(b"\r\n"))) for name, mail in mails().items()}
    assert {name: length for name, length in longest.items() if length > 998} == {}


def test_no_line_ends_in_half_a_line_end() -> None:
    assert [name for name, mail in mails().items() if b"\n" in mail.replace(b"\r\n", b"")] == []
