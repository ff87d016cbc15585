"""Halting every mailing of an issue at once, and what becomes of them."""

from collections.abc import Callable

import pytest
from flask import Flask

from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.languages import Reading
from newsletter.mailer import ledger, mailings, smtp
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Hold, MailingState
from newsletter.mailer.progress.commands import mailer
from newsletter.mailer.stop_press import halting
from newsletter.mailer.stop_press.refusals import NothingHalted
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.stop_press.halted import an_issue, leaving

Work = Callable[[], list[str]]


def test_every_mailing_of_the_issue_is_halted_and_no_other(app: Flask) -> None:
    issue, other = an_issue(), an_issue()
    of_it = [leaving(issue, reading, waiting=2) for reading in (Reading.EN, Reading.BE_RU)]
    elsewhere = leaving(other, Reading.RU_BE, waiting=1)
    assert halting.halt(issue, by="nina") == 2
    assert halting.halted(issue) == of_it
    assert {mailing.hold for mailing in of_it} == {Hold.STOP_PRESS}
    assert [samples.claim(mailing)[1] for mailing in of_it] == [[], []]
    assert len(samples.claim(elsewhere)[1]) == 1


def test_halting_what_is_halted_changes_nothing(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, waiting=1)
    assert [halting.halt(issue, by="nina"), halting.halt(issue, by="alena")] == [1, 0]


def test_going_on_sends_the_rest(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, served=1, waiting=2)
    halting.halt(issue, by="nina")
    halting.go_on(issue, by="nina")
    assert (samples.state_of(mailing), enqueued()) == (MailingState.SENDING, ["send_batch"])
    assert len(samples.claim(mailing)[1]) == 2


def test_a_mailing_that_was_halted_before_it_began_begins_when_it_goes_on(app: Flask, work: Work) -> None:
    issue = an_issue()
    samples.readers(2)
    mailing = mailings.start(samples.edition(of=issue).id)
    halting.halt(issue, by="nina")
    assert work() == ["send_mailing"]
    assert samples.state_of(mailing) is MailingState.PAUSED
    halting.go_on(issue, by="nina")
    assert samples.state_of(mailing) is MailingState.SENDING
    assert enqueued() == ["send_batch"]


def test_what_somebody_paused_before_is_left_as_it_is(app: Flask) -> None:
    issue = an_issue()
    paused, going = leaving(issue, waiting=1), leaving(issue, Reading.BE_RU, waiting=1)
    mailings.pause(paused.id)
    halting.halt(issue, by="nina")
    halting.go_on(issue, by="nina")
    assert samples.state_of(paused) is MailingState.PAUSED
    assert samples.state_of(going) is MailingState.SENDING


def test_cancelling_the_rest_withdraws_it_and_the_issue_is_through(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, served=2, waiting=3)
    halting.halt(issue, by="nina")
    halting.cancel(issue, by="nina")
    db.session.refresh(issue)
    assert samples.counts(mailing) == {"sent": 2, "withdrawn": 3}
    assert issue.state is IssueState.SENT


@pytest.mark.parametrize("step", [halting.go_on, halting.cancel])
def test_of_two_who_decide_at_once_only_one_does(app: Flask, step: Callable[..., None]) -> None:
    issue = an_issue()
    leaving(issue, waiting=1)
    halting.halt(issue, by="nina")
    halting.go_on(issue, by="nina")
    with pytest.raises(NothingHalted):
        step(issue, by="alena")


def test_what_was_in_hand_still_arrives(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, waiting=3)
    token, (first, _) = samples.claim(mailing, most=2)
    halting.halt(issue, by="nina")
    assert halting.may_arrive(halting.of_editions(issue))
    ledger.settle(token, [Settled(first, DeliveryState.SENT, "250")])
    ledger.give_back(ledger.held_by("desk", token), handed=[])
    assert not halting.may_arrive(halting.of_editions(issue))
    assert samples.counts(mailing) == {"sent": 1, "queued": 2}


def test_trouble_with_the_relay_does_not_make_it_forget_that_it_was_halted(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, waiting=1)
    halting.halt(issue, by="nina")
    mailings.note_problem(mailing.id, smtp.RelayUnavailable("no answer"))
    assert halting.halted(issue) == [mailing]
    mailings.note_problem(mailing.id, None)
    assert halting.halted(issue) == [mailing]


def test_a_command_halts_where_there_is_no_browser(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, waiting=1)
    told = app.test_cli_runner().invoke(mailer, ["stop", str(issue.number)])
    assert told.output == "1 mailings halted.\n"
    assert halting.halted(issue) == [mailing]
