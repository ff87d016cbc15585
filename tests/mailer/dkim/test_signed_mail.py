"""Editions and single letters leave signed by the domain that they come from, once it has a key that is published."""

from pathlib import Path

import pytest
from flask import Flask

from newsletter.background import TryLater
from newsletter.db import db, now
from newsletter.languages import Language, Variant
from newsletter.letters.letter import Letter
from newsletter.mailer import post, sending
from newsletter.mailer.dkim import key_files, publishing
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import DeliveryState
from newsletter.staff.dkim_models import DkimKey
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.dkim.verifying import DOMAIN, verdicts

LETTER = Letter(Language.RU, "Подтвердите подписку", "<p>Здравствуйте.\n.\n", "Здравствуйте.\n.\n")


@pytest.fixture(autouse=True)
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "OPENING_KEYS", tmp_path)


def published(domain: str = DOMAIN, algorithm: str = "ed25519") -> DkimKey:
    key = publishing.make(domain, "n1", algorithm)
    key.confirmed_at = now()
    db.session.commit()
    return key


def test_every_copy_of_an_edition_is_signed(app: Flask, heart: Heartbeat, counting_relay: CountingRelay) -> None:
    key = published(algorithm="rsa")
    samples.use_relay(counting_relay.port)
    sending.send_batch(*samples.span(samples.mailing(12)))
    assert len(counting_relay.accepted) == 12
    assert all(verdicts(content, key) == [True] for _, _, content in counting_relay.accepted)


def test_a_single_letter_is_signed_by_the_domain_of_its_variant(app: Flask, counting_relay: CountingRelay) -> None:
    samples.use_relay(counting_relay.port, discreet_address="notes@post.example.net")
    ours, discreet = published(), published("post.example.net")
    post.post("alena@example.org", LETTER)
    post.post("alena@example.org", LETTER, Variant.DISCREET)
    (_, _, standard), (_, _, plain) = counting_relay.accepted
    assert verdicts(standard, ours) == [True]
    assert verdicts(plain, discreet) == [True]
    assert b"weekly" not in plain.lower()


def test_a_discreet_letter_without_a_key_of_its_own_goes_unsigned(app: Flask, counting_relay: CountingRelay) -> None:
    samples.use_relay(counting_relay.port, discreet_address="notes@post.example.net")
    published()
    post.post("alena@example.org", LETTER, Variant.DISCREET)
    assert b"DKIM-Signature" not in counting_relay.accepted[0][2]


def test_where_the_file_of_a_key_in_use_is_missing_the_mail_waits_and_it_is_said_why(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay
) -> None:
    published()
    key_files.remove(DOMAIN, "n1")
    samples.use_relay(counting_relay.port)
    mailing = samples.mailing(3)
    sending.send_batch(*samples.span(mailing))
    db.session.refresh(mailing)
    assert "lacks the key n1" in (mailing.problem or "")
    assert samples.states(mailing) == [DeliveryState.QUEUED] * 3
    with pytest.raises(TryLater, match="lacks the key n1"):
        post.post("alena@example.org", LETTER)
    assert not counting_relay.accepted
