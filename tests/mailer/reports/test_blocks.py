"""What comes back because of us stops an issue and is told to the editors: once an issue and provider group."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.languages import Reading, Variant
from newsletter.mailer import mailings, personal
from newsletter.mailer.models import Delivery, DeliveryState, Hold, Mailing, MailingState
from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports import blocks
from newsletter.mailer.reports.blocks import FEW, SHARE, Block
from newsletter.mailer.reports.models import Report
from newsletter.mailer.reports.reading import Kind
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.jobs import asked_of, enqueued
from tests.mailer import samples
from tests.mailer.reports.samples import bounce
from tests.mailer.telling.heard import words_of

ENOUGH_FOR = 100 * FEW // SHARE
"""So much is sent where FEW are just the share."""


@pytest.fixture(autouse=True)
def editor(app: Flask) -> None:
    factories.staff(address="alena@example.org", role=Role.EDITOR)
    settings.save(webhook="https://hook.example.org")


def sent(number: int, *, to: str = "gmail", of: Mailing | None = None) -> Mailing:
    """To readers of one group, and under way."""
    made = samples.mailing(number, of=of.edition.issue if of else None, reading=Reading.BE_RU if of else Reading.EN)
    groups = sa.update(Delivery).where(Delivery.mailing_id == made.id)
    db.session.execute(groups.values(provider=to, state=DeliveryState.SENT))
    return made


def came_back(made: Mailing, number: int, *, reason: Reason = Reason.SPAM, kind: Kind = Kind.BOUNCE) -> None:
    chosen = sa.select(Delivery).where(
        Delivery.mailing_id == made.id, ~sa.exists().where(Report.delivery_id == Delivery.id)
    )
    for delivery in db.session.scalars(chosen.limit(number)):
        facts = {"mailing_id": made.id, "delivery_id": delivery.id, "provider": delivery.provider, "status": "5.7.1"}
        db.session.add(Report(kind=kind, reason=reason, **facts))
    db.session.commit()


def looked() -> list[Block]:
    """As the command does."""
    found = blocks.news()
    for block in found:
        blocks.stop(block)
    db.session.commit()
    return found


def told() -> list[AuditEntry]:
    return list(db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "mailing.blocked")))


def test_at_twenty_and_a_twentieth_the_issue_stops_and_the_editors_are_told(app: Flask) -> None:
    made = sent(ENOUGH_FOR)
    other = sent(30, to="yandex", of=made)
    came_back(made, FEW - 1)
    assert looked() == []
    came_back(made, 1, reason=Reason.UNPROVEN)
    assert looked() == [Block(made.edition.issue_id, "gmail", FEW, ENOUGH_FOR)]
    for each in (made, other):
        db.session.refresh(each)
        assert (each.state, each.hold) == (MailingState.PAUSED, Hold.FIRST_READERS)
    (entry,) = told()
    assert entry.subject == str(samples.number_of(made))
    assert entry.details == {"blocked": ["gmail"], "refused": 20, "answered": 400, "stopped": True}
    assert len(asked_of("send_mailing_news")) == 1
    assert "call_webhook" in enqueued()


def test_the_letter_says_what_came_back_from_whom_and_what_to_do(app: Flask) -> None:
    made = sent(ENOUGH_FOR)
    came_back(made, FEW)
    looked()
    subject, words = words_of(told()[0])
    number = samples.number_of(made)
    assert f"issue {number}: mails to Gmail come back because of us" in subject
    assert f"Of 400 mails of issue {number} to Gmail so far 20 came back" in words
    assert "What had not left yet was stopped" in words
    assert words.endswith(f"/desk/sending/{number}")


def test_less_than_a_twentieth_is_no_block(app: Flask) -> None:
    came_back(sent(ENOUGH_FOR + 1), FEW)
    assert looked() == []
    assert told() == []


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (Reason.NO_MAILBOX, Kind.BOUNCE),
        (Reason.MAILBOX_FULL, Kind.BOUNCE),
        (Reason.OTHER, Kind.COMPLAINT),
        (Reason.SPAM, Kind.REFUSAL),
    ],
)
def test_what_is_about_readers_or_was_refused_at_once_is_judged_elsewhere(reason: Reason, kind: Kind) -> None:
    came_back(sent(FEW), FEW, reason=reason, kind=kind)
    assert looked() == []


def test_it_is_told_once_an_issue_and_group(app: Flask) -> None:
    made = sent(2 * FEW)
    came_back(made, FEW)
    looked()
    came_back(made, FEW)
    assert looked() == []
    came_back(sent(FEW, to="other", of=made), FEW)
    came_back(sent(FEW), FEW)
    assert [(block.group, block.returned) for block in looked()] == [("other", FEW), ("gmail", FEW)]
    assert len(told()) == 3
    assert "mails to other providers come back" in words_of(told()[1])[0]


def test_of_two_who_find_it_at_once_one_tells(app: Flask) -> None:
    came_back(sent(FEW), FEW)
    (found,) = blocks.news()
    blocks.stop(found)
    blocks.stop(found)
    assert len(told()) == 1


def test_an_issue_that_is_through_or_was_let_go_on_in_spite_of_refusals_is_told_of_and_not_stopped(app: Flask) -> None:
    for stands in ({"state": MailingState.DONE}, {"refusals_accepted_at": sa.func.current_timestamp()}):
        made = sent(FEW)
        db.session.execute(sa.update(Mailing).where(Mailing.id == made.id).values(**stands))
        came_back(made, FEW)
        before = samples.state_of(made)
        assert looked()
        assert samples.state_of(made) is before
        assert told()[-1].details["stopped"] is False
        assert "have them mended before the next issue leaves" in words_of(told()[-1])[1]


def test_somebody_may_let_it_go_on_and_then_it_does(app: Flask) -> None:
    made = sent(FEW)
    came_back(made, FEW)
    looked()
    mailings.resume(made.id)
    db.session.commit()
    came_back(sent(FEW, to="yandex", of=made), FEW)
    looked()
    db.session.refresh(made)
    assert made.state is not MailingState.PAUSED


def test_all_issues_are_counted_at_once_and_those_told_of_not_again(query_count: list[str]) -> None:
    for _ in range(3):
        came_back(sent(FEW), FEW)
    assert len(looked()) == 3
    query_count.clear()
    assert blocks.news() == []
    assert len(query_count) == 2


@pytest.mark.parametrize("piped", [True, False])
def test_whoever_reads_the_reports_looks(app: Flask, tmp_path: Path, piped: bool) -> None:
    made = sent(FEW)
    came_back(made, FEW - 1)
    left = db.session.scalars(
        sa.select(Delivery.id).where(
            Delivery.mailing_id == made.id, ~sa.exists().where(Report.delivery_id == Delivery.id)
        )
    ).one()
    path = personal.Personal.of(made.id, Variant.STANDARD).return_path(left)
    raw = bounce("5.7.1", "550 5.7.1 spam", token=path.removeprefix("bounce+").partition("@")[0])
    for name in ("new", "cur"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.a").write_bytes(raw)
    app.test_cli_runner().invoke(args=["reports", "read"] if piped else ["reports", "read", str(tmp_path)], input=raw)
    assert len(told()) == 1
