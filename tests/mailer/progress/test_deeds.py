"""What the sending screen says is done about a refusal is what is done."""

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.mailer import ledger
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState
from newsletter.mailer.progress import gathering, wording
from newsletter.mailer.reports import taking
from newsletter.subscribers.models import Subscriber
from tests.mailer import samples


@pytest.mark.parametrize(
    ("reply", "deed", "counted"),
    [
        ("550 5.1.1", "Not mailed again after 2 issues", (1, 0)),
        ("550", "Paused after 5 issues", (0, 1)),
        ("450 4.1.1", "Paused after 5 issues", (0, 1)),
        ("552 5.2.2", "Paused after 5 issues", (0, 1)),
        ("554 5.7.1", "Not held against the reader; look into it", (0, 0)),
        ("550 5.9.9", "Not tried again for this issue", (0, 0)),
    ],
)
def test_a_refusal_is_counted_as_the_screen_says(app: Flask, reply: str, deed: str, counted: tuple[int, int]) -> None:
    mailing = samples.mailing(1)
    token, ids = samples.claim(mailing)
    ledger.settle(token, [Settled(ids[0], DeliveryState.REFUSED, reply)])
    db.session.commit()
    (refusals,) = gathering.of_issue(mailing.edition.issue).refusals
    taking.count_refusals()
    tally = db.session.execute(sa.select(Subscriber.hard_bounces, Subscriber.soft_bounces)).one()
    assert (wording.deed(refusals), tuple(tally)) == (deed, counted)
