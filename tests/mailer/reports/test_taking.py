"""A report is believed by its signature alone, counted once, and nothing of it is kept for long."""

import datetime as dt
import re
from email import message_from_bytes
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from newsletter import tokens
from newsletter.db import db, now
from newsletter.issues.composing import editions
from newsletter.languages import EditionKey, Language, Variant
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.mailer import audience
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.mailer.personal import Personal
from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports import taking
from newsletter.mailer.reports.models import Report
from newsletter.mailer.reports.reading import heard
from newsletter.staff import settings
from newsletter.subscribers.models import Status, Subscriber, Suppression, SuppressionReason
from newsletter.tokens import Purpose
from tests import factories
from tests.mailer import samples
from tests.mailer.reports.samples import bounce, complaint, farewell
from tests.subscribers.test_keeping import whole_database


@pytest.fixture(autouse=True)
def reader(app: Flask) -> Subscriber:
    samples.readers(1)
    return db.session.scalars(sa.select(Subscriber)).one()


def mailing(*, weeks_ago: int = 0) -> Mailing:
    """Of an issue that reached everybody there is, as far as the relay could tell."""
    made = audience.prepare(samples.edition())
    made.edition.issue.released_at = now() - dt.timedelta(weeks=weeks_ago)
    db.session.execute(sa.update(Delivery).values(state=DeliveryState.SENT))
    db.session.commit()
    return made


def token(of: Mailing) -> str:
    delivery_id = db.session.scalars(sa.select(Delivery.id).where(Delivery.mailing_id == of.id)).one()
    return Personal.of(of.id, Variant.STANDARD).return_path(delivery_id).removeprefix("bounce+").partition("@")[0]


def take(raw: bytes) -> bool:
    report = heard(raw)
    assert report
    taken = taking.take(report)
    db.session.commit()
    return taken


def refused(reply: str) -> None:
    """Every delivery; counted as the background job does it."""
    db.session.execute(sa.update(Delivery).values(state=DeliveryState.REFUSED, reply=reply))
    while taking.count_refusals():
        db.session.commit()


def test_two_issues_that_come_back_take_a_reader_off_and_one_that_comes_back_twice_does_not(reader: Subscriber) -> None:
    first = token(mailing(weeks_ago=1))
    assert take(bounce(token=first))
    assert take(bounce(token=first))
    assert reader.hard_bounces == 1
    take(bounce(token=token(mailing())))
    assert reader.status is Status.UNSUBSCRIBED
    assert db.session.query(Suppression).one().reason is SuppressionReason.BOUNCED


def test_what_a_server_has_against_us_leaves_the_reader_alone_and_is_kept_to_be_told(reader: Subscriber) -> None:
    for weeks_ago in (1, 0):
        take(bounce("5.7.1", "550 5.7.1 spam", token=token(mailing(weeks_ago=weeks_ago))))
    assert (reader.status, reader.hard_bounces, reader.soft_bounces) == (Status.ACTIVE, 0, 0)
    assert db.session.query(Report).filter_by(reason=Reason.SPAM).count() == 2


def test_a_complaint_ends_it_at_once(reader: Subscriber) -> None:
    take(complaint(token=token(mailing())))
    assert reader.status is Status.UNSUBSCRIBED
    assert db.session.query(Suppression).one().reason is SuppressionReason.COMPLAINED


def test_a_mail_to_the_signed_address_is_as_good_as_the_link(reader: Subscriber) -> None:
    take(farewell(tokens.sign(Purpose.UNSUBSCRIBE, reader.uid.bytes)))
    assert reader.status is Status.UNSUBSCRIBED


@pytest.mark.parametrize("variant", list(Variant))
def test_where_such_mails_are_read_a_letter_offers_to_leave_by_one(reader: Subscriber, variant: Variant) -> None:
    settings.save(
        reads_reports=True, discreet_address="notes@post.example.net", discreet_url="https://notes.example.net"
    )
    edition = editions.composed(factories.issue(factories.commentary()), EditionKey(reader.reading, variant))
    assert edition
    values = Personal.of(7, variant).values(Claimed(1, reader.uid.bytes, b"", "other"), "alena@example.org")
    mail = message_from_bytes(ByteTemplate.of(edition.template).splice(values))
    found = re.search(r"<mailto:unsubscribe\+(.{48})@(.+)>$", mail["List-Unsubscribe"])
    assert found
    assert found[2] == settings.current().sender(variant, Language.EN).domain
    take(farewell(found[1]))
    assert reader.status is Status.UNSUBSCRIBED


def test_a_forged_report_is_believed_in_nothing(reader: Subscriber) -> None:
    made, other = mailing(), mailing()
    genuine = token(made)
    first_of = db.session.scalars(sa.select(Delivery.id).where(Delivery.mailing_id == made.id)).one()
    elsewhere = Personal.of(other.id, Variant.STANDARD).return_path(first_of).removeprefix("bounce+").partition("@")[0]
    of_another_purpose = tokens.sign(Purpose.UNSUBSCRIBE, bytes(12))
    for forged in ("A" * 43, genuine[:-4] + "AAAA", genuine.swapcase(), elsewhere, of_another_purpose):
        assert not take(complaint(token=forged)), forged
    assert not take(farewell("B" * 48))
    assert reader.status is Status.ACTIVE
    assert not db.session.query(Report).count()


def test_a_refusal_at_the_door_counts_as_a_bounce_does(reader: Subscriber) -> None:
    mailing(weeks_ago=1), mailing()
    refused("550 5.1.1")
    assert reader.status is Status.UNSUBSCRIBED
    assert db.session.query(Report).count() == 2


@pytest.mark.parametrize("reply", ["421 4.7.0", "450 4.7.28", "452 4.3.1"])
def test_a_refusal_for_our_pace_or_by_a_relay_that_is_full_is_not_the_readers_doing(
    reader: Subscriber, reply: str
) -> None:
    mailing(weeks_ago=1), mailing()
    refused(reply)
    assert (reader.soft_bounces, reader.status) == (0, Status.ACTIVE)


def test_a_refusal_without_a_status_says_too_little_to_take_a_reader_off(reader: Subscriber) -> None:
    mailing(weeks_ago=1), mailing()
    refused("550")
    assert (reader.status, reader.hard_bounces, reader.soft_bounces) == (Status.ACTIVE, 0, 2)


def test_nothing_is_kept_of_what_a_report_says_but_a_reason_and_that_for_fourteen_days(reader: Subscriber) -> None:
    made = mailing()
    words = "550 5.1.1 <the.canary@example.org>: User unknown"
    take(bounce("5.1.1", words, token=token(made)))
    dump = whole_database()
    assert b"5.1.1" in dump
    assert b"canary" not in dump
    with time_machine.travel(now() + dt.timedelta(days=14, minutes=1)):
        taking.purge(now())
    assert not db.session.query(Report).count()
    assert reader.hard_bounces == 1


def test_a_folder_is_read_and_keeps_what_is_for_a_person(app: Flask, tmp_path: Path, reader: Subscriber) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    made = mailing()
    (tmp_path / "new" / "1.a").write_bytes(complaint(token=token(made)))
    (tmp_path / "new" / "2.b").write_bytes(b"From: a@b\r\n\r\nWhen does it come out?")
    (tmp_path / "new" / "3.c").write_bytes(complaint())
    answer = app.test_cli_runner().invoke(args=["reports", "read", str(tmp_path)])
    assert answer.output == "1 understood and deleted, 2 left to look at.\n"
    assert [path.name for path in sorted(tmp_path.glob("*/*"))] == ["2.b:2,S", "3.c:2,S"]
    assert reader.status is Status.UNSUBSCRIBED


def test_a_mail_server_may_hand_over_one_by_one(app: Flask, reader: Subscriber) -> None:
    made = mailing()
    answer = app.test_cli_runner().invoke(args=["reports", "read"], input=complaint(token=token(made)))
    assert (answer.exit_code, answer.output) == (0, "")
    assert reader.status is Status.UNSUBSCRIBED
