"""Editors who press at the same moment, each on a connection of their own."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.issues.building import builder
from newsletter.languages import Reading
from newsletter.mailer import ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.mailer.stop_press import halting, writing
from newsletter.staff.models import AuditEntry
from tests.issues.at_once import at_once
from tests.mailer import samples
from tests.mailer.stop_press.halted import SUBJECTS, WORDS, an_issue, corrections, leaving


@pytest.fixture
def number(open_app: Flask) -> int:
    """Of an issue that is leaving in two editions; two readers have it, two wait."""
    issue = an_issue()
    for reading in (Reading.EN, Reading.BE_RU):
        leaving(issue, reading, served=1, waiting=1)
    number = issue.number
    db.session.rollback()
    return number


def both(app: Flask, number: int, act: Callable[..., object], **named: object) -> list[str]:
    return at_once(app, *[lambda by=by: act(builder.numbered(number), by=by, **named) for by in ("nina", "vera")])


def saved(version: int) -> dict[str, object]:
    return {"subjects": SUBJECTS, "words": WORDS, "editions": ["en", "be-ru"], "version": version}


def test_two_who_halt_it_halt_it_once(open_app: Flask, number: int) -> None:
    assert both(open_app, number, halting.halt) == ["done", "done"]
    halted = db.session.scalars(sa.select(AuditEntry.details).where(AuditEntry.action == "mailing.stop_press")).all()
    assert halted == [{"mailings": 2}]


def test_one_goes_on_and_the_other_cancels_and_only_one_of_it_happens(open_app: Flask, number: int) -> None:
    halting.halt(builder.numbered(number), by="nina")
    db.session.commit()
    ends = at_once(
        open_app,
        lambda: halting.go_on(builder.numbered(number), by="nina"),
        lambda: halting.cancel(builder.numbered(number), by="vera"),
    )
    assert ends == ["NothingHalted", "done"]
    assert len(set(db.session.scalars(sa.select(Mailing.state)))) == 1


def test_two_who_begin_a_correction_write_one(open_app: Flask, number: int) -> None:
    assert both(open_app, number, writing.save, **saved(0)) == ["WordsChanged", "done"]


def test_two_who_send_a_correction_send_it_once(open_app: Flask, number: int) -> None:
    issue = builder.numbered(number)
    halting.halt(issue, by="nina")
    writing.save(issue, **saved(0), by="nina")  # type: ignore[arg-type]
    db.session.commit()
    assert both(open_app, number, writing.send, version=1) == ["WordsChanged", "done"]
    assert [mailing.prepared for mailing in corrections(builder.numbered(number))] == [1, 1]


def test_halting_just_as_it_ends_leaves_it_ended(open_app: Flask, number: int) -> None:
    """Whichever is first: what is through isn't halted, and nothing waits for the other for ever."""
    issue = builder.numbered(number)
    of_it = [mailing.id for mailing in halting.of_editions(issue)]
    for mailing in halting.of_editions(issue):
        token, ids = samples.claim(mailing)
        ledger.settle(token, [Settled(one, DeliveryState.SENT, "250") for one in ids])
    db.session.commit()
    ends = at_once(
        open_app,
        lambda: halting.halt(builder.numbered(number), by="nina"),
        *[lambda one=one: mailings.conclude(one) for one in of_it],
    )
    assert ends == ["done"] * 3
    assert set(db.session.scalars(sa.select(Mailing.state))) <= {MailingState.DONE, MailingState.PAUSED}
