"""What a worker that comes back learns from its journal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer import claiming, doubts, journal, ledger, mailings, recovery, sending
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.journal import Journal
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.staff import settings
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay

Room = Callable[[Path, int | None], None]
SENT, REFUSED, DEFERRED = DeliveryState.SENT, DeliveryState.REFUSED, DeliveryState.DEFERRED


@pytest.fixture(autouse=True)
def _own_folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DATA", tmp_path)


def written(worker: str = "desk") -> Journal:
    return Journal(recovery.journals() / worker)


def left(made: Journal) -> None:
    """As by a crash."""
    made.close()
    made.leave_behind()


def hold_doubts() -> None:
    settings.save(resend_in_doubt=False)


def in_doubt(mailing: Mailing) -> int:
    db.session.refresh(mailing)
    return mailing.in_doubt


def test_accepted_is_sent_unhanded_is_queued_and_unanswered_is_in_doubt(app: Flask) -> None:
    hold_doubts()
    mailing = samples.mailing(5)
    token, (accepted, refused, deferred, unanswered, _unhanded) = samples.claim(mailing)
    made = written()
    made.claimed(token)
    for one in (accepted, refused, deferred, unanswered):
        made.handed(token, one)
    made.settled(token, Settled(accepted, SENT, "250 2.0.0"))
    made.settled(token, Settled(refused, REFUSED, "550 5.1.1"))
    made.settled(token, Settled(deferred, DEFERRED, "450"))
    left(made)
    recovery.come_back("desk")
    assert [str(state) for state in samples.states(mailing)] == ["sent", "refused", "deferred", "uncertain", "queued"]
    assert in_doubt(mailing) == 1
    assert not made.path.exists()


def test_what_is_in_doubt_is_queued_again_where_the_newsroom_wants_that(app: Flask) -> None:
    mailing = samples.mailing(2)
    token, (first, _) = samples.claim(mailing)
    made = written()
    made.claimed(token)
    made.handed(token, first)
    left(made)
    recovery.come_back("desk")
    assert samples.counts(mailing) == {"queued": 2}
    assert in_doubt(mailing) == 1


def test_a_claim_that_no_journal_speaks_of_is_in_doubt_whole(app: Flask) -> None:
    hold_doubts()
    mailing = samples.mailing(3)
    samples.claim(mailing, worker="desk")
    recovery.come_back("desk")
    assert samples.counts(mailing) == {"uncertain": 3}
    assert in_doubt(mailing) == 3


def test_a_journal_that_turns_up_later_still_settles_what_nobody_has_taken_up(app: Flask) -> None:
    hold_doubts()
    mailing = samples.mailing(3)
    token, (accepted, unanswered, _unhanded) = samples.claim(mailing)
    made = written()
    made.claimed(token)
    made.handed(token, accepted)
    made.settled(token, Settled(accepted, SENT, "250"))
    made.handed(token, unanswered)
    made.close()
    elsewhere = made.path.rename(made.path.with_suffix(".elsewhere"))
    recovery.come_back("desk")
    mailings.conclude(mailing.id)
    assert (samples.counts(mailing), samples.state_of(mailing)) == ({"uncertain": 3}, MailingState.DONE)
    recovery.settle_journal(elsewhere)
    assert [str(state) for state in samples.states(mailing)] == ["sent", "uncertain", "queued"]
    assert samples.state_of(mailing) is MailingState.SENDING


def test_a_journal_says_nothing_about_deliveries_that_another_has_claimed_since(app: Flask) -> None:
    mailing = samples.mailing(2)
    token, (first, _) = samples.claim(mailing)
    made = written()
    made.claimed(token)
    made.handed(token, first)
    made.settled(token, Settled(first, SENT, "250"))
    made.close()
    ledger.doubt(ledger.held_by("desk"))
    doubts.resend(mailing.id)
    samples.claim(mailing, worker="another")
    recovery.settle_journal(made.path)
    assert samples.counts(mailing) == {"sending": 2}


def test_settling_a_journal_twice_changes_nothing(app: Flask) -> None:
    hold_doubts()
    mailing = samples.mailing(3)
    token, (first, second, _) = samples.claim(mailing)
    made = written()
    made.claimed(token)
    made.handed(token, first)
    made.handed(token, second)
    made.settled(token, Settled(first, SENT, "250"))
    made.close()
    recovery.settle_journal(made.path)
    once = samples.states(mailing)
    recovery.settle_journal(made.path)
    assert samples.states(mailing) == once
    assert in_doubt(mailing) == 1


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_last_line_that_was_cut_off_is_passed_over(tmp_path: Path, cut: int) -> None:
    made = Journal(tmp_path)
    made.handed("a1", 7)
    made.settled("a1", Settled(7, SENT, "250 2.0.0"))
    before = made.path.read_bytes()
    made.handed("a1", 12345678)
    left(made)
    line = made.path.read_bytes()[len(before) :]
    made.path.write_bytes(before + line[:-cut])
    assert journal.read(made.path).claims["a1"].handed == {7}


def test_after_a_power_cut_the_silence_of_a_journal_proves_nothing(app: Flask) -> None:
    hold_doubts()
    mailing = samples.mailing(2)
    token, (first, _) = samples.claim(mailing)
    made = written()
    made.claimed(token)
    made.settled(token, Settled(first, SENT, "250"))
    left(made)
    _, rest = made.path.read_text().split("\n", 1)
    made.path.write_text(f"another start of this machine\n{rest}")
    recovery.come_back("desk")
    assert [str(state) for state in samples.states(mailing)] == ["sent", "uncertain"]


def test_a_journal_in_use_is_left_alone(app: Flask) -> None:
    mailing = samples.mailing(1)
    token, (_only,) = samples.claim(mailing)
    made = written()
    made.claimed(token)
    assert list(journal.left_behind(made.path.parent)) == []
    left(made)
    assert list(journal.left_behind(made.path.parent)) == [made.path]


def test_a_worker_leaves_the_journals_of_one_with_a_longer_name_alone(app: Flask) -> None:
    mailing = samples.mailing(1)
    token, _ = samples.claim(mailing, worker="desk.example.org")
    made = written("desk.example.org")
    made.claimed(token)
    left(made)
    recovery.come_back("desk")
    assert samples.counts(mailing) == {"sending": 1}
    assert made.path.exists()


def test_a_journal_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    made = Journal(tmp_path / "desk")
    left(made)
    assert made.path.stat().st_mode & 0o077 == 0
    assert made.path.parent.stat().st_mode & 0o077 == 0


def test_a_claim_of_which_the_database_gave_no_answer_is_given_back(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_the_answer(*args: Any, **kwargs: Any) -> None:
        claim(*args, **kwargs)
        db.session.commit()
        raise sa.exc.OperationalError("COMMIT", {}, OSError("server closed the connection"))

    claim = claiming.claim
    monkeypatch.setattr(claiming, "claim", lose_the_answer)
    mailing = samples.mailing(3)
    samples.use_relay(counting_relay.port)
    with pytest.raises(sa.exc.OperationalError):
        sending.send_batch(*samples.span(mailing))
    assert samples.counts(mailing) == {"queued": 3}
    assert counting_relay.accepted == []
