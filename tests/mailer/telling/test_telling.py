"""Editors hear how an issue's mailings ended, and at once why one stopped."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, now
from newsletter.issues.models import IssueState
from newsletter.languages import Language, Reading
from newsletter.mailer import doubts, ledger, mailings, relays, smtp, telling
from newsletter.mailer.journal import CannotWrite
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing
from newsletter.mailer.telling.parcels import parcel
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Role
from newsletter.vault import CannotOpen
from tests import factories
from tests.jobs import enqueued, run_enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

Mailed = Callable[[], list[tuple[str, EmailMessage]]]


@pytest.fixture
def mailed(app: Flask, counting_relay: CountingRelay) -> Mailed:
    """Do the work, and look into the mailboxes."""
    samples.use_relay(counting_relay.port)

    def look() -> list[tuple[str, EmailMessage]]:
        run_enqueued()
        found = sorted(((to, letter) for _, to, letter in counting_relay.messages()), key=lambda pair: pair[0])
        counting_relay.accepted.clear()
        return found

    return look


def ended(mailing: Mailing, *states: DeliveryState) -> None:
    token, ids = samples.claim(mailing)
    ledger.settle(token, [Settled(one, state, "250") for one, state in zip(ids, states, strict=True)])
    mailings.conclude(mailing.id)
    db.session.commit()


def text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return " ".join(str(part.get_content()).split())


def test_editors_and_administrators_hear_once_in_their_language_how_an_issue_ended(mailed: Mailed) -> None:
    factories.staff(address="alena@example.org", role=Role.EDITOR).language = Language.BE
    factories.staff(address="boris@example.org", role=Role.ADMIN)
    factories.staff(address="gone@example.org", role=Role.EDITOR).active = False
    factories.staff(address="writer@example.org", role=Role.AUTHOR)
    issue = factories.issue(state=IssueState.SENDING, number=45)
    mailings_of_it = [samples.mailing(2, reading=reading, of=issue) for reading in (Reading.EN, Reading.BE_RU)]
    ended(mailings_of_it[0], DeliveryState.SENT, DeliveryState.SENT)
    assert mailed() == []
    ended(mailings_of_it[1], DeliveryState.SENT, DeliveryState.REFUSED)
    letters = mailed()
    assert [to for to, _ in letters] == ["alena@example.org", "boris@example.org"]
    assert [letter["Content-Language"] for _, letter in letters] == ["be", "en"]
    words = text(letters[1][1])
    assert "EN: 2 of 2 sent" in words
    assert "BE → RU: 1 of 2 sent, refused: 1" in words
    assert "https://weekly.example.org/desk/sending/45" in words
    mailings.conclude(mailings_of_it[1].id)
    assert mailed() == []


def test_an_issue_that_was_cancelled_on_its_way_is_told_of_too(mailed: Mailed) -> None:
    factories.staff(address="alena@example.org")
    mailing = samples.mailing(3)
    samples.claim(mailing, most=1)
    mailings.cancel(mailing.id)
    db.session.commit()
    assert "0 of 3 sent, cancelled, not sent: 2" in text(mailed()[0][1])


def test_a_relay_that_refuses_us_is_told_of_at_once_and_once_for_all_mailings(mailed: Mailed) -> None:
    factories.staff(address="alena@example.org")
    issue = factories.issue(state=IssueState.SENDING)
    refusal = relays.NoRelay("535 5.7.8 wrong password", None)
    for reading in (Reading.EN, Reading.BE_RU):
        mailings.note_problem(samples.mailing(1, reading=reading, of=issue).id, refusal)
    letters = mailed()
    assert len(letters) == 1
    assert "535 5.7.8 wrong password" in text(letters[0][1])


def test_a_relay_that_is_away_is_told_of_after_a_quarter_of_an_hour(mailed: Mailed) -> None:
    factories.staff(address="alena@example.org")
    mailing = samples.mailing(1)
    away = smtp.RelayUnavailable("no answer")
    mailings.note_problem(mailing.id, away)
    mailings.note_problem(mailing.id, away)
    db.session.commit()
    assert enqueued() == ["tell_of_relay"]
    assert mailed() == []
    db.session.refresh(mailing)
    assert mailing.problem_at is not None
    telling.relay_still_away(mailing.id, mailing.problem_at.isoformat())
    assert "no answer" in text(mailed()[0][1])


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (CannotOpen("There are no opening keys here."), "the mailer can’t read the keys"),
        (CannotWrite("No space left on device"), "no room on its disk"),
        (relays.NoneSet("No relay is set.", now()), "no mail server is set"),
    ],
)
def test_a_mailer_that_can_not_send_is_told_of_for_what_it_is(mailed: Mailed, problem: Exception, says: str) -> None:
    factories.staff(address="alena@example.org")
    mailing = samples.mailing(1)
    mailings.note_problem(mailing.id, problem)
    db.session.commit()
    db.session.refresh(mailing)
    assert mailing.problem_at is not None
    telling.relay_still_away(mailing.id, mailing.problem_at.isoformat())
    words = text(mailed()[0][1])
    assert says in words
    assert str(problem) in words
    assert "can’t be reached" not in words


def test_a_relay_that_came_back_is_not_told_of(mailed: Mailed) -> None:
    factories.staff()
    mailing = samples.mailing(1)
    mailings.note_problem(mailing.id, smtp.RelayUnavailable("no answer"))
    db.session.refresh(mailing)
    assert mailing.problem_at is not None
    since = mailing.problem_at.isoformat()
    mailings.note_problem(mailing.id, None)
    telling.relay_still_away(mailing.id, since)
    assert mailed() == []


@pytest.mark.parametrize(("resend", "number"), [(True, 0), (False, 1)])
def test_what_is_uncertain_is_told_of_where_the_newsroom_decides_itself(
    mailed: Mailed, resend: bool, number: int
) -> None:
    factories.staff()
    settings.save(resend_in_doubt=resend)
    mailing = samples.mailing(2)
    samples.claim(mailing)
    doubts.count(mailing.id, len(ledger.doubt(ledger.held_by("desk"))))
    db.session.commit()
    letters = mailed()
    assert len(letters) == number
    assert all("2 deliveries of issue" in text(letter) for _, letter in letters)


def test_a_letter_that_is_tried_again_says_what_was_so_then(mailed: Mailed) -> None:
    staff = factories.staff()
    mailing = samples.mailing(1)
    mailings.note_problem(mailing.id, relays.NoRelay("wrong password", None))
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "mailing.relay_refuses")).one()
    mailings.resume(mailing.id)
    db.session.commit()
    found = parcel(entry.id, staff.id)
    assert found is not None
    assert "wrong password" in found[1].text
