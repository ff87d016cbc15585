"""Freezing an audience: everybody is either prepared or left out with a reason."""

import itertools

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, now
from newsletter.languages import Language, Reading, Variant
from newsletter.mailer import audience, ledger
from newsletter.mailer.models import Delivery, MailingState
from newsletter.subscribers import subscription
from newsletter.subscribers.models import Status, Suppression, SuppressionReason
from newsletter.vault import vault
from tests import factories
from tests.mailer import samples


def suppressed(address: str) -> None:
    db.session.add(
        Suppression(address_index=vault.index(address), key_version=1, reason=SuppressionReason.COMPLAINED, at=now())
    )


@pytest.mark.parametrize("of_each", [0, 1, 3])
def test_prepared_and_left_out_make_up_the_candidates_for_every_mixture(app: Flask, of_each: int) -> None:
    for status, is_suppressed in itertools.product(Status, [False, True]):
        for _ in range(of_each):
            reader = factories.subscriber(status=status)
            if is_suppressed:
                db.session.add(
                    Suppression(address_index=reader.address_index, key_version=1, reason=SuppressionReason.BOUNCED)
                )
    samples.readers(2, reading=Reading.BE_RU)
    mailing = audience.prepare(samples.edition(Reading.EN))
    assert mailing.prepared == of_each
    left_out = {"suppressed": 4 * of_each, "pending": of_each, "paused": of_each, "unsubscribed": of_each}
    assert mailing.excluded == ({name: number for name, number in left_out.items() if number})
    assert mailing.candidates == 8 * of_each == mailing.prepared + sum(mailing.excluded.values())
    assert mailing.prepared == db.session.scalar(
        sa.select(sa.func.count(Delivery.id)).where(Delivery.mailing_id == mailing.id)
    )


def test_each_reader_is_in_the_audience_of_one_reading(app: Flask) -> None:
    issue = factories.issue()
    for reading in Reading:
        samples.readers(3, reading=reading)
    mailings = [audience.prepare(samples.edition(reading, of=issue)) for reading in Reading]
    assert [mailing.prepared for mailing in mailings] == [3, 3, 3]
    written = db.session.scalars(sa.select(Delivery.subscriber_id)).all()
    assert len(written) == len(set(written)) == 9


def test_a_reader_who_changed_to_discreet_letters_gets_the_discreet_edition_next(app: Flask) -> None:
    reader, other = factories.subscriber(), factories.subscriber()
    subscription.change(reader, reading=Reading.EN, variant=Variant.DISCREET, language=Language.EN)
    issue = factories.issue()
    standard, discreet = (audience.prepare(samples.edition(variant=variant, of=issue)) for variant in Variant)
    assert samples.subscribers_of(standard) == [other]
    assert samples.subscribers_of(discreet) == [reader]
    assert (discreet.candidates, discreet.excluded) == (1, {})


def test_an_edition_is_prepared_once(app: Flask) -> None:
    edition = samples.edition()
    first = audience.prepare(edition)
    samples.readers(2)
    assert audience.prepare(edition) is first
    assert first.prepared == 0


def test_a_suppressed_address_is_left_out_whatever_its_row_says(app: Flask) -> None:
    first, *others = samples.readers(3)
    suppressed(first)
    mailing = audience.prepare(samples.edition())
    assert (mailing.prepared, mailing.excluded) == (len(others), {"suppressed": 1})


def test_batches_cover_every_delivery_that_is_due_and_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "BATCH", 4)
    other = samples.mailing(3)
    mailing = samples.mailing(10)
    assert mailing.prepared == 13
    assert mailing.state is MailingState.SENDING
    samples.claim(mailing, most=2)
    due = set(
        db.session.scalars(sa.select(Delivery.id).where(Delivery.mailing_id == mailing.id, Delivery.state == "queued"))
    )
    ranges = ledger.due_batches(mailing.id)
    assert len(ranges) == 3
    assert [sum(low <= one <= high for one in due) for low, high in ranges] == [4, 4, 3]
    assert ledger.due_batches(other.id) != ranges


def test_a_delivery_knows_the_provider_group_of_its_reader_and_nothing_finer(app: Flask) -> None:
    for address in ("anna@gmail.com", "ivan@yahoo.fr", "olga@example.org"):
        factories.subscriber(address=address)
    audience.prepare(samples.edition())
    assert sorted(db.session.scalars(sa.select(Delivery.provider))) == ["gmail", "other", "yahoo"]
