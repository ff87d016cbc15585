"""`flask mailer …`, for programs and for people at a terminal."""

import json
from typing import Any

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.languages import Reading
from newsletter.mailer import ledger
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Hold, Mailing, MailingState
from newsletter.mailer.progress.commands import mailer
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry
from tests.mailer import samples


def run(app: Flask, *words: str) -> str:
    done = app.test_cli_runner().invoke(mailer, words)
    assert done.exit_code == 0, done.output
    return done.output


def answered(number: int) -> Mailing:
    """One refused, one deferred, two uncertain, and the rest waits."""
    settings.save(resend_in_doubt=False)
    mailing = samples.mailing(number)
    token, ids = samples.claim(mailing, most=2)
    ledger.settle(token, [Settled(ids[0], DeliveryState.REFUSED, "550 5.1.1")])
    ledger.settle(token, [Settled(ids[1], DeliveryState.DEFERRED, "421 4.7.0")])
    token, _ = samples.claim(mailing, most=2)
    ledger.doubt(ledger.held_by("desk", token))
    db.session.commit()
    return mailing


def test_a_program_learns_everything_that_the_screen_shows(app: Flask, heart: Heartbeat) -> None:
    mailing = answered(6)
    said = json.loads(run(app, "status", "--json"))
    [issue], [worker] = said["issues"], said["workers"]
    [one] = issue["mailings"]
    assert (issue["number"], issue["standing"]) == (mailing.edition.issue.number, "leaving")
    assert (one["id"], one["state"], one["to_decide"]) == (mailing.id, "sending", 2)
    assert one["prepared"] == sum(one["counts"].values()) == sum(issue["counts"].values())
    assert issue["candidates"] == issue["prepared"] + sum(issue["left_out"].values())
    assert issue["groups"]["other"]["counts"] == issue["counts"]
    assert {(row["reason"], row["answer"], row["readers"]) for row in issue["refusals"]} == {
        ("no_mailbox", "550 5.1.1", 1),
        ("too_many", "421 4.7.0", 1),
    }
    assert worker["name"] == "desk"
    assert "@" not in json.dumps(said)


def test_a_person_is_told_in_lines(app: Flask, heart: Heartbeat) -> None:
    mailing = answered(6)
    said = run(app, "status")
    assert f"Issue {mailing.edition.issue.number} is leaving: 0 of 6 sent" in said
    assert "1 refused: No such mailbox (550 5.1.1; other)" in said
    assert f"flask mailer decide --mailing {mailing.id}" in said
    assert "Worker desk: last heard of" in said


def test_an_issue_that_is_through_can_still_be_asked_about(app: Flask) -> None:
    mailing = samples.mailing(1)
    run(app, "cancel", "--mailing", str(mailing.id), "--yes")
    assert json.loads(run(app, "status", "--json"))["issues"] == []
    [issue] = json.loads(run(app, "status", "--json", "--issue", str(mailing.edition.issue.number)))["issues"]
    assert (issue["standing"], issue["counts"]["withdrawn"]) == ("cancelled", 1)


def test_one_mailing_one_issue_or_all_are_steered(app: Flask) -> None:
    first = samples.mailing(1)
    second = samples.mailing(1, reading=Reading.BE_RU, of=first.edition.issue)
    other = samples.mailing(1)

    def states() -> list[Any]:
        return [samples.state_of(mailing) for mailing in (first, second, other)]

    sending, paused, cancelled = MailingState.SENDING, MailingState.PAUSED, MailingState.CANCELLED
    assert "1 mailings paused." in run(app, "pause", "--mailing", str(second.id))
    assert states() == [sending, paused, sending]
    run(app, "pause", "--issue", str(first.edition.issue.number))
    assert states() == [paused, paused, sending]
    assert "2 mailings resumed." in run(app, "resume")
    run(app, "cancel", "--issue", str(other.edition.issue.number), "--yes")
    assert states() == [sending, sending, cancelled]
    by_hand = AuditEntry.action.in_(["mailing.pause", "mailing.resume", "mailing.cancel"])
    audited = db.session.scalars(sa.select(AuditEntry.action).where(by_hand).order_by(AuditEntry.id)).all()
    assert audited == ["mailing.pause"] * 2 + ["mailing.resume"] * 2 + ["mailing.cancel"]


def test_what_an_editor_or_its_refusals_stopped_goes_on_only_by_name(app: Flask) -> None:
    halted, refused, paused = (samples.mailing(1) for _ in range(3))
    for mailing, hold in ((halted, Hold.STOP_PRESS), (refused, Hold.FIRST_READERS), (paused, None)):
        mailing.state, mailing.hold = MailingState.PAUSED, hold
    db.session.commit()
    said = run(app, "resume")
    assert "1 mailings resumed." in said
    assert samples.state_of(paused) is MailingState.SENDING
    for mailing, why in ((halted, "stop press"), (refused, "too many refusals")):
        assert samples.state_of(mailing) is MailingState.PAUSED
        assert f"mailing {mailing.id}, issue {mailing.edition.issue.number} en, {why}." in said
        assert f"flask --app app mailer resume --mailing {mailing.id}" in said
    assert "Left as it is" not in run(app, "resume", "--mailing", str(halted.id))
    run(app, "resume", "--issue", str(refused.edition.issue.number))
    assert [samples.state_of(mailing) for mailing in (halted, refused)] == [MailingState.SENDING] * 2


def test_cancelling_everything_wants_to_be_said(app: Flask) -> None:
    samples.mailing(1)
    done = app.test_cli_runner().invoke(mailer, ["cancel", "--yes"])
    assert done.exit_code == 2
    assert "Say which" in done.output


def test_doubts_are_decided_about(app: Flask) -> None:
    mailing = answered(6)
    assert "2 deliveries are left as they are." in run(app, "decide", "--mailing", str(mailing.id), "leave")
    assert "0 deliveries are sent again." in run(app, "decide", "--mailing", str(mailing.id), "resend")
    assert samples.counts(mailing)["uncertain"] == 2


def test_who_works_is_named(app: Flask, heart: Heartbeat) -> None:
    [worker] = json.loads(run(app, "workers", "--json"))
    assert worker["name"] == "desk"
    assert worker["seconds_since_beat"] < 30
