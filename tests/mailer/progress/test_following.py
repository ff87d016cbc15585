"""`flask issues send` follows an issue, and says what to do where it stops."""

import pytest
from flask import Flask

from newsletter import sending_command
from newsletter.db import db
from newsletter.issues.leaving import locking, release
from newsletter.mailer import audience
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import Hold, MailingState
from tests import factories
from tests.mailer import samples


def test_it_says_why_an_issue_did_not_leave(app: Flask, heart: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    issue = factories.issue(factories.commentary())
    locking.lock(issue, by="test")
    db.session.commit()

    def somebody_works() -> bool:
        release.give_up(issue.id, 1)
        db.session.commit()
        return True

    monkeypatch.setattr(sending_command, "_somebody_works", somebody_works)
    done = app.test_cli_runner().invoke(sending_command.send, [str(issue.number)])
    assert done.exit_code == 1
    assert "A fault in the program kept the issue back" in done.output


@pytest.mark.parametrize(
    ("hold", "why"),
    [(Hold.FIRST_READERS, "too many refusals"), (Hold.STOP_PRESS, "stop press"), (None, "paused")],
)
def test_it_says_why_it_stopped_and_how_that_issue_and_no_other_is_resumed(
    app: Flask, heart: Heartbeat, hold: Hold | None, why: str
) -> None:
    samples.readers(1)
    issue = factories.issue(factories.commentary())
    locking.lock(issue, by="test")
    mailing = audience.prepare(issue.editions[0])
    mailing.state, mailing.hold = MailingState.PAUSED, hold
    db.session.commit()
    done = app.test_cli_runner().invoke(sending_command.send, [str(issue.number)])
    assert done.exit_code == 1
    advice = f"flask --app app mailer resume --issue {issue.number}"
    assert f"A mailing stopped ({why}); go on with: {advice}" in done.output
