"""Several workers on one mailing, each by a connection of its own."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Reading
from newsletter.mailer import audience, claiming, ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import Delivery, DeliveryState, Mailing
from newsletter.subscribers.models import Subscriber
from tests import factories
from tests.mailer import samples

WORKERS = 4


def all_at_once(*actions: object) -> None:
    threads = [threading.Thread(target=action) for action in actions]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_no_delivery_is_claimed_by_two_workers(open_app: Flask) -> None:
    mailing = samples.mailing(300)
    span = samples.span(mailing)
    db.session.rollback()
    claimed: dict[str, list[int]] = {f"worker{number}": [] for number in range(WORKERS)}
    ready = threading.Barrier(WORKERS)

    def work(name: str) -> None:
        with open_app.app_context():
            ready.wait()
            while (items := claiming.claim(claiming.new_token(), *span, worker=name, most=7)) is not None:
                db.session.commit()
                if not claimed[name]:
                    ready.wait()  # So that nobody has them all before another has begun.
                claimed[name] += [item.id for item in items]

    all_at_once(*[lambda name=name: work(name) for name in claimed])
    everything = [one for ids in claimed.values() for one in ids]
    assert len(everything) == len(set(everything)) == 300
    assert sum(bool(ids) for ids in claimed.values()) > 1
    assert samples.counts(mailing) == {"sending": 300}


def test_two_mailings_that_end_at_the_same_moment_finish_their_issue(open_app: Flask) -> None:
    issue = factories.issue(state=IssueState.SENDING)
    issue_id = issue.id
    held = []
    for reading in (Reading.EN, Reading.BE_RU):
        mailing = samples.mailing(1, reading=reading, of=issue)
        held.append((mailing.id, *samples.claim(mailing)))
    db.session.commit()
    ready = threading.Barrier(len(held))

    def end(mailing_id: int, token: str, ids: list[int]) -> None:
        with open_app.app_context():
            ledger.settle(token, [Settled(one, DeliveryState.SENT, "250") for one in ids])
            db.session.commit()
            ready.wait()
            mailings.conclude(mailing_id)
            db.session.commit()

    all_at_once(*[lambda facts=facts: end(*facts) for facts in held])
    assert db.session.get_one(Issue, issue_id).state is IssueState.SENT


def test_a_reader_who_changes_the_reading_while_an_issue_is_prepared_gets_one_edition(open_app: Flask) -> None:
    samples.readers(1)
    issue = factories.issue(state=IssueState.SENDING)
    editions = [samples.edition(reading, of=issue).id for reading in (Reading.EN, Reading.BE_RU)]
    db.session.commit()
    first_is_prepared, has_tried = threading.Event(), threading.Event()

    def change() -> None:
        with open_app.app_context():
            first_is_prepared.wait()
            has_tried.set()
            db.session.execute(sa.update(Subscriber).values(reading=Reading.BE_RU))
            db.session.commit()

    def prepare() -> None:
        with open_app.app_context():
            mailings.start(editions[0])
            first_is_prepared.set()
            has_tried.wait()
            mailings.start(editions[1])
            db.session.commit()

    all_at_once(change, prepare)
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 1
    assert db.session.scalars(sa.select(Mailing.candidates).order_by(Mailing.id)).all() == [1, 0]


def test_of_two_who_prepare_an_edition_at_once_one_does(open_app: Flask) -> None:
    samples.readers(3)
    edition_id = samples.edition().id
    db.session.commit()
    ready = threading.Barrier(2)
    outcomes: list[str] = []

    def prepare() -> None:
        with open_app.app_context():
            ready.wait()
            try:
                mailings.start(edition_id)
                db.session.commit()
                outcomes.append("prepared")
            except sa.exc.IntegrityError:
                outcomes.append("refused")

    all_at_once(prepare, prepare)
    assert "prepared" in outcomes
    assert db.session.scalar(sa.select(sa.func.count(Mailing.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Delivery.id))) == 3


def test_a_mismatch_between_written_and_counted_readers_sends_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    samples.readers(2)
    monkeypatch.setattr(audience, "_candidates", lambda edition: 3)
    edition = samples.edition()
    with pytest.raises(audience.AudienceMismatch, match="3 is not 2"):
        audience.prepare(edition)
