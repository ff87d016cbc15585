import pytest
from flask import Flask

from newsletter.addresses import BadAddress, normalised, provider

HOMOGRAPH = "reader@ex\N{CYRILLIC SMALL LETTER A}mple.org"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Adam@Example.ORG ", "adam@example.org"),
        ("a.b+c@example.org", "a.b+c@example.org"),
        ("adam@пошта.бел", "adam@xn--80a1acn3a.xn--90ais"),
    ],
)
def test_an_address_has_one_spelling(app: Flask, typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "adam",
        "adam@",
        "@example.org",
        "adam@example",
        "a b@example.org",
        "adam@example.org\r\nBcc: x@example.org",
        "adam\x00@example.org",
        "Adam <adam@example.org>",
        "adam@example.org, eve@example.org",
        "adam@127.0.0.1",
        "adam@[127.0.0.1]",
        "a" * 65 + "@example.org",
        HOMOGRAPH,
    ],
)
def test_what_is_no_address_or_pretends_to_be_another_is_refused(app: Flask, typed: str) -> None:
    with pytest.raises(BadAddress):
        normalised(typed)


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("a@gmail.com", "gmail"),
        ("a@yandex.by", "yandex"),
        ("a@mail.ru", "mailru"),
        ("a@notmail.ru", "other"),
        ("a@proton.me", "proton"),
        ("a@example.org", "other"),
    ],
)
def test_only_a_coarse_group_is_kept_in_clear(address: str, group: str) -> None:
    assert provider(address) == group
