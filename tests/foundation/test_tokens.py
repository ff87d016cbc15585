from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from newsletter import tokens
from newsletter.tokens import BadToken, ExpiredToken, Purpose

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture(scope="module")
def context(built_app: Flask) -> Iterator[None]:
    with built_app.app_context():
        yield


@given(payload=st.binary(max_size=40), made=st.sampled_from(Purpose), read=st.sampled_from(Purpose))
def test_a_token_of_one_purpose_never_passes_for_another(payload: bytes, made: Purpose, read: Purpose) -> None:
    token = tokens.sign(made, payload)
    if made is read:
        assert tokens.read(read, token) == payload
    else:
        with pytest.raises(BadToken):
            tokens.read(read, token)


@given(payload=st.binary(max_size=24), place=st.integers(0, 200), letter=st.sampled_from("Aa0-_z"))
def test_a_token_with_one_letter_changed_is_worthless(payload: bytes, place: int, letter: str) -> None:
    token = tokens.sign(Purpose.CONFIRM, payload)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        with pytest.raises(BadToken):
            tokens.read(Purpose.CONFIRM, changed)


@pytest.mark.parametrize("junk", ["", "a", "=", "AAAA", "…", "a b", "\x00", "A" * 10_000])
def test_junk_is_no_token(junk: str) -> None:
    with pytest.raises(BadToken):
        tokens.read(Purpose.UNSUBSCRIBE, junk)


def test_a_confirmation_holds_for_two_days_and_an_unsubscribe_link_for_ever() -> None:
    with time_machine.travel("2026-01-01", tick=False) as clock:
        confirm, leave = tokens.sign(Purpose.CONFIRM, b"x"), tokens.sign(Purpose.UNSUBSCRIBE, b"x")
        clock.shift(48 * 3600)
        assert tokens.read(Purpose.CONFIRM, confirm) == b"x"
        clock.shift(1)
        with pytest.raises(ExpiredToken):
            tokens.read(Purpose.CONFIRM, confirm)
        clock.shift(10 * 365 * 86400)
        assert tokens.read(Purpose.UNSUBSCRIBE, leave) == b"x"
