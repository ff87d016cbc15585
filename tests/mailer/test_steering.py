"""Starting, pausing, resuming, cancelling and finishing a mailing."""

from collections.abc import Callable

import pytest
from flask import Flask

from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.languages import Reading
from newsletter.mailer import claiming, ledger, mailings
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.mailer.sending import send_batch
from tests import factories
from tests.jobs import asked_of, enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

Work = Callable[[], list[str]]


def finish(mailing: Mailing, state: DeliveryState = DeliveryState.SENT) -> None:
    token, ids = samples.claim(mailing)
    ledger.settle(token, [Settled(one, state, "250") for one in ids])
    mailings.conclude(mailing.id)
    db.session.commit()


def test_a_mailing_is_started_once_however_often_it_is_asked_for(app: Flask) -> None:
    samples.readers(2)
    edition = samples.edition()
    assert mailings.start(edition.id) is mailings.start(edition.id)
    assert enqueued() == ["send_mailing"]


def test_a_mailing_is_begun_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "BATCH", 2)
    samples.readers(5)
    mailing = mailings.start(samples.edition().id)
    mailings.begin(mailing.id)
    mailings.begin(mailing.id)
    assert enqueued() == ["send_mailing", "send_batch", "send_batch", "send_batch"]


def test_mailings_that_leave_at_the_same_time_take_turns(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "BATCH", 2)
    issue = factories.issue(state=IssueState.SENDING)
    started = []
    for reading in Reading:
        samples.readers(4, reading=reading)
        started.append(mailings.start(samples.edition(reading, of=issue).id).id)
    for mailing_id in started:
        mailings.begin(mailing_id)
    turns = [arguments[0] for arguments in asked_of("send_batch")]
    assert [sorted(turns[:3]), sorted(turns[3:])] == [started, started]


def test_a_mailing_to_nobody_is_done_at_once(app: Flask, work: Work) -> None:
    issue = factories.issue(state=IssueState.SENDING)
    mailing = mailings.start(samples.edition(of=issue).id)
    assert work() == ["send_mailing"]
    assert samples.state_of(mailing) is MailingState.DONE
    db.session.refresh(issue)
    assert issue.state is IssueState.SENT


def test_the_issue_is_sent_when_all_its_mailings_are_done(app: Flask) -> None:
    issue = factories.issue(state=IssueState.SENDING)
    first = samples.mailing(2, of=issue)
    second = samples.mailing(2, reading=Reading.BE_RU, of=issue)
    finish(first)
    db.session.refresh(issue)
    assert (samples.state_of(first), issue.state) == (MailingState.DONE, IssueState.SENDING)
    finish(second, DeliveryState.REFUSED)
    db.session.refresh(issue)
    assert issue.state is IssueState.SENT


def test_a_mailing_with_something_deferred_is_not_done(app: Flask) -> None:
    mailing = samples.mailing(1)
    finish(mailing, DeliveryState.DEFERRED)
    assert samples.state_of(mailing) is MailingState.SENDING


def test_a_paused_mailing_claims_nothing_more(app: Flask) -> None:
    mailing = samples.mailing(3)
    samples.claim(mailing, most=1)
    assert mailings.pause(mailing.id)
    assert samples.claim(mailing)[1] == []
    assert samples.counts(mailing) == {"sending": 1, "queued": 2}


def test_pausing_while_a_batch_is_under_way_lets_only_what_is_in_hand_go_out(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsletter.mailer.batch.CHUNK", 5)
    mailing = samples.mailing(20)
    samples.use_relay(counting_relay.port)
    claim = claiming.claim

    def claim_and_pause(*arguments: object, **named: object) -> object:
        claimed = claim(*arguments, **named)  # type: ignore[arg-type]
        mailings.pause(mailing.id)
        return claimed

    monkeypatch.setattr(claiming, "claim", claim_and_pause)
    send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"sent": 5, "queued": 15}
    assert samples.state_of(mailing) is MailingState.PAUSED


def test_resuming_goes_on_where_it_stopped(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, work: Work
) -> None:
    mailing = samples.mailing(3)
    samples.use_relay(counting_relay.port)
    mailings.pause(mailing.id)
    assert work() == []
    assert mailings.resume(mailing.id)
    assert work() == ["send_batch"]
    assert samples.counts(mailing) == {"sent": 3}
    assert samples.state_of(mailing) is MailingState.DONE


def test_a_mailing_that_ended_while_it_was_paused_is_done_when_resumed(app: Flask) -> None:
    mailing = samples.mailing(1)
    token, ids = samples.claim(mailing)
    mailings.pause(mailing.id)
    ledger.settle(token, [Settled(ids[0], DeliveryState.SENT, "250")])
    mailings.resume(mailing.id)
    assert samples.state_of(mailing) is MailingState.DONE


def test_cancelling_withdraws_what_has_not_left_and_finishes_the_issue(app: Flask) -> None:
    mailing = samples.mailing(3)
    token, (first, second) = samples.claim(mailing, most=2)
    ledger.settle(token, [Settled(first, DeliveryState.SENT, "250"), Settled(second, DeliveryState.DEFERRED, "450")])
    assert mailings.cancel(mailing.id)
    assert samples.counts(mailing) == {"sent": 1, "withdrawn": 2}
    issue = mailing.edition.issue
    db.session.refresh(issue)
    assert issue.state is IssueState.SENT


def test_what_comes_back_to_a_cancelled_mailing_is_withdrawn_and_never_waits_for_ever(app: Flask) -> None:
    mailing = samples.mailing(2)
    token, (first, _second) = samples.claim(mailing)
    mailings.cancel(mailing.id)
    ledger.settle(token, [Settled(first, DeliveryState.DEFERRED, "450")])
    ledger.give_back(ledger.held_by("desk", token), handed=[])
    mailings.conclude(mailing.id)
    assert samples.counts(mailing) == {"withdrawn": 2}


def test_a_cancelled_mailing_can_neither_be_paused_nor_resumed_nor_cancelled_again(app: Flask) -> None:
    mailing = samples.mailing(1)
    mailings.cancel(mailing.id)
    assert not mailings.pause(mailing.id)
    assert not mailings.resume(mailing.id)
    assert not mailings.cancel(mailing.id)
