"""Who is taken off the list because mails come back, and who must not be."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.subscribers import subscription
from newsletter.subscribers.models import ConsentAct, Status, Subscriber, Suppression, SuppressionReason
from newsletter.subscribers.tally import Tally, Verdict
from newsletter.tokens import Purpose
from tests import factories
from tests.subscribers.readers import address_of

MONDAY = dt.date(2024, 11, 4)
WEEK = dt.timedelta(weeks=1)


def after(*bounces: tuple[int, str]) -> Tally:
    """Of issues so many days after the first."""
    tally = Tally()
    for days, kind in bounces:
        tally = tally.after(MONDAY + dt.timedelta(days=days), hard=kind == "hard")
    return tally


def test_two_issues_that_found_nobody_are_enough_when_they_are_six_days_apart() -> None:
    assert after((0, "hard")).verdict is Verdict.KEEP
    assert after((0, "hard"), (5, "hard")).verdict is Verdict.KEEP
    assert after((0, "hard"), (6, "hard")).verdict is Verdict.SUPPRESS


def test_an_issue_counts_once_however_often_it_comes_back() -> None:
    assert after((0, "hard"), (0, "hard"), (0, "hard")) == Tally(hard=1, on=MONDAY)
    assert after(*[(7, "soft")] * 9, (0, "soft")) == Tally(soft=1, on=MONDAY + WEEK)


def test_five_issues_in_a_full_mailbox_are_enough() -> None:
    weeks = [(7 * week, "soft") for week in range(5)]
    assert after(*weeks[:4]).verdict is Verdict.KEEP
    assert after(*weeks).verdict is Verdict.PAUSE


def test_what_was_long_ago_is_forgotten() -> None:
    assert after((0, "hard"), (61, "hard")) == Tally(hard=1, on=MONDAY + dt.timedelta(days=61))


def bounced(subscriber: Subscriber, weeks: int, *, hard: bool) -> Subscriber:
    for week in range(weeks):
        subscription.bounce(subscriber, MONDAY + week * WEEK, hard=hard)
    db.session.flush()
    return subscriber


@pytest.mark.usefixtures("app")
def test_a_reader_who_is_gone_is_not_mailed_again_and_what_is_kept_says_why() -> None:
    reader = bounced(factories.subscriber(), 2, hard=True)
    assert reader.status is Status.UNSUBSCRIBED
    assert db.session.query(Suppression).one().reason is SuppressionReason.BOUNCED
    assert reader.consents[-1].act is ConsentAct.BOUNCED


@pytest.mark.usefixtures("app")
def test_a_full_mailbox_gets_a_rest_and_then_five_issues_more() -> None:
    reader = bounced(factories.subscriber(), 5, hard=False)
    assert reader.status is Status.PAUSED
    assert reader.status_until
    assert reader.status_until > now()
    assert (reader.soft_bounces, reader.bounced_on) == (0, None)
    assert not db.session.query(Suppression).count()


@pytest.mark.usefixtures("app")
def test_who_comes_back_begins_anew() -> None:
    reader = bounced(factories.subscriber(), 2, hard=True)
    subscription.resume(reader)
    db.session.flush()
    assert (reader.status, reader.hard_bounces, reader.bounced_on) == (Status.ACTIVE, 0, None)
    assert not db.session.query(Suppression).count()


def test_a_late_report_does_nothing_to_who_has_left(app: Flask) -> None:
    reader = factories.subscriber()
    subscription.unsubscribe(reader)
    bounced(reader, 2, hard=True)
    subscription.complain(reader)
    assert db.session.query(Suppression).one().reason is SuppressionReason.UNSUBSCRIBED
    assert [consent.act for consent in reader.consents] == [ConsentAct.UNSUBSCRIBED]


def test_a_reader_sees_what_is_counted(client: FlaskClient) -> None:
    reader = bounced(factories.subscriber(language=Language.EN), 2, hard=False)
    page = client.get(address_of(Purpose.PREFERENCES, reader)).text
    assert "2 letters came back from your mail server" in page
