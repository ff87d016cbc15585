import datetime as dt
import uuid

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter.db import db, now
from newsletter.languages import Language, Reading, Variant
from newsletter.letters.letter import Letter
from newsletter.subscribers import consent, links, reception, subscription
from newsletter.subscribers.models import ConsentAct, SignUp, Status, Suppression, SuppressionReason
from newsletter.subscribers.suppression import suppress
from newsletter.tokens import Purpose
from newsletter.vault import NotOfThisRow, vault
from tests import factories
from tests.subscribers.readers import answered, known, sign_up

pytestmark = pytest.mark.usefixtures("app")


def letter_for(sign_up_id: int) -> tuple[str, Letter, Variant]:
    found = reception.receive(sign_up_id)
    assert found
    return found


def test_a_new_address_becomes_pending_and_gets_a_confirmation() -> None:
    address, letter, _ = letter_for(sign_up())
    subscriber = known()
    assert subscriber
    assert address == "alena@example.org"
    assert (letter.language, subscriber.status, subscriber.reading) == (Language.BE, Status.PENDING, Reading.BE_RU)
    assert "https://weekly.example.org/c/" in letter.text
    assert vault.open("subscriber", subscriber.uid, subscriber.address or b"") == address
    assert [(act.act, act.wording) for act in subscriber.consents] == [(ConsentAct.SIGNED_UP, consent.CURRENT)]


def test_nothing_is_left_of_a_sign_up_once_its_letter_has_gone() -> None:
    assert answered(sign_up())
    assert db.session.scalars(sa.select(SignUp)).all() == []


def test_a_thousand_sign_ups_send_one_letter() -> None:
    ids = [sign_up(reading=Reading.RU_BE if n == 999 else Reading.BE_RU) for n in range(1000)]
    assert [answered(one) for one in ids].count(True) == 1
    subscriber = known()
    assert subscriber
    assert subscriber.reading is Reading.RU_BE, "the newest wish counts"
    assert db.session.scalars(sa.select(SignUp)).all() == []


def test_sign_ups_one_after_the_other_send_one_letter_a_day() -> None:
    with time_machine.travel(now(), tick=False) as clock:
        letters = []
        for _ in range(13):
            letters.append(answered(sign_up()))
            clock.shift(dt.timedelta(hours=2))
    assert letters == [True, *[False] * 11, True]


def test_a_worker_that_was_cut_off_before_sending_gets_the_same_letter_again() -> None:
    first = sign_up()
    before = letter_for(first)
    assert not answered(sign_up()), "somebody else's sign-up meanwhile"
    again = letter_for(first)
    assert (again[0], again[1].subject) == (before[0], before[1].subject)


def test_settling_twice_is_no_harm() -> None:
    one = sign_up()
    reception.receive(one)
    reception.settle(one)
    reception.settle(one)
    assert reception.receive(one) is None


def test_a_pending_reader_who_signs_up_anew_gets_what_they_asked_for_last() -> None:
    answered(sign_up(reading=Reading.EN))
    answered(sign_up(reading=Reading.RU_BE))
    subscriber = known()
    assert subscriber
    assert (subscriber.reading, subscriber.language) == (Reading.RU_BE, Language.RU)
    assert [act.reading for act in subscriber.consents] == [Reading.EN, Reading.RU_BE]


@pytest.mark.parametrize("status", [Status.ACTIVE, Status.PAUSED])
def test_a_subscriber_is_told_so_and_nothing_changes(status: Status) -> None:
    factories.subscriber(address="alena@example.org", reading=Reading.EN, status=status)
    _, letter, _ = letter_for(sign_up(reading=Reading.RU_BE))
    subscriber = known()
    assert subscriber
    assert (subscriber.reading, subscriber.status, subscriber.consents) == (Reading.EN, status, [])
    assert letter.language is Language.EN
    assert "https://weekly.example.org/n/" in letter.text


def test_an_unsubscribed_reader_can_sign_up_again() -> None:
    subscription.unsubscribe(factories.subscriber(address="alena@example.org"))
    assert answered(sign_up())
    subscriber = known()
    assert subscriber
    assert subscriber.status is Status.PENDING
    subscription.confirm(subscriber)
    assert db.session.scalars(sa.select(Suppression)).all() == []


def test_an_erased_reader_can_sign_up_again() -> None:
    subscription.erase(factories.subscriber(address="alena@example.org"))
    assert answered(sign_up())
    assert db.session.scalars(sa.select(Suppression.reason)).all() == [SuppressionReason.ERASED], "until they confirm"


def test_a_bounced_address_may_have_been_mended() -> None:
    suppress(vault.index("alena@example.org"), SuppressionReason.BOUNCED)
    assert answered(sign_up())


def test_whoever_complained_is_left_alone_for_a_month() -> None:
    with time_machine.travel(now(), tick=False) as clock:
        suppress(vault.index("alena@example.org"), SuppressionReason.COMPLAINED)
        assert not answered(sign_up())
        assert known() is None
        clock.shift(dt.timedelta(days=31))
        assert answered(sign_up())


def test_addresses_swapped_between_two_rows_fail_to_open() -> None:
    first, second = sign_up("alena@example.org"), sign_up("taras@example.org")
    one, other = (db.session.get_one(SignUp, key) for key in (first, second))
    one.address, other.address = other.address, one.address
    for key in (first, second):
        with pytest.raises(NotOfThisRow):
            reception.receive(key)


def test_addresses_swapped_between_two_subscribers_fail_to_open() -> None:
    one, other = (factories.subscriber(address=f"{name}@example.org") for name in ("alena", "taras"))
    with pytest.raises(NotOfThisRow):
        vault.open("subscriber", one.uid, other.address or b"")
    with pytest.raises(NotOfThisRow):
        vault.open("staff", one.uid, one.address or b"")


def test_a_sealed_address_opens_under_no_other_identity() -> None:
    with pytest.raises(NotOfThisRow):
        vault.open("sign_up", uuid.uuid4(), vault.seal_at_intake(uuid.uuid4(), "alena@example.org"))


def test_a_suppression_under_an_old_index_key_is_found_and_lifted(app: Flask) -> None:
    suppress(vault.index("alena@example.org"), SuppressionReason.UNSUBSCRIBED)
    held = vault.keys.index
    held[2] = bytes(32)
    try:
        answered(sign_up())
        [moved] = db.session.scalars(sa.select(Suppression))
        assert (moved.key_version, moved.address_index) == (2, vault.index("alena@example.org"))
        subscriber = known()
        assert subscriber
        subscription.confirm(subscriber)
        assert db.session.scalars(sa.select(Suppression)).all() == []
    finally:
        del held[2]


def test_the_confirmation_link_belongs_to_the_reader() -> None:
    _, letter, _ = letter_for(sign_up())
    subscriber = known()
    assert subscriber
    token = letter.text.split("/c/")[1].split()[0]
    assert links.reader(Purpose.CONFIRM, token) is subscriber
