"""What differs from reader to reader: signed, and never an address."""

import pytest
from flask import Flask

from newsletter import tokens
from newsletter.languages import Variant
from newsletter.mailer.personal import Personal
from newsletter.staff import settings
from newsletter.tokens import BadToken, Purpose


def test_a_return_path_names_its_delivery_and_only_that(app: Flask) -> None:
    settings.save(sender_address="weekly@weekly.example.org")
    personal = Personal.of(7, Variant.STANDARD)
    path = personal.return_path(123)
    assert len(path.partition("@")[0]) <= 64  # RFC 5321 section 4.5.3.1.1
    token = path.removeprefix("bounce+").removesuffix("@weekly.example.org")
    assert tokens.read(Purpose.RETURN_PATH, token) == bytes(3) + b"\x07" + bytes(7) + b"\x7b"
    with pytest.raises(BadToken):
        tokens.read(Purpose.RETURN_PATH, token[:-4] + "AAAA")
    with pytest.raises(BadToken):
        tokens.read(Purpose.UNSUBSCRIBE, token)


def test_the_links_of_a_discreet_letter_are_short_and_under_the_discreet_name(app: Flask) -> None:
    settings.save(discreet_address="notes@post.example.net", discreet_url="https://notes.example.net")
    personal = Personal.of(7, Variant.DISCREET)
    assert personal.preferences == ("https://notes.example.net/n/", "")
    assert personal.unsubscribe == ("https://notes.example.net/s/", "")
    assert personal.return_path(123).endswith("@post.example.net")


def test_a_message_id_is_the_same_on_every_try_and_no_other_deliverys(app: Flask) -> None:
    settings.save(sender_address="weekly@weekly.example.org")
    personal = Personal.of(7, Variant.STANDARD)
    assert personal.message_id(1) == Personal.of(7, Variant.STANDARD).message_id(1)
    assert len({personal.message_id(1), personal.message_id(2), Personal.of(8, Variant.STANDARD).message_id(1)}) == 3
