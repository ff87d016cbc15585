"""No statement that a mailing needs reads a large table whole: a million rows cost each batch what a thousand do."""

import sqlalchemy as sa
from flask import Flask

from newsletter.db import db, now
from newsletter.languages import Reading
from newsletter.mailer import audience, claiming, doubts, folding, ledger, mailings
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.mailer.progress import ticks
from newsletter.mailer.progress.census import census
from newsletter.mailer.refusals import first_readers
from newsletter.mailer.reports import taking
from newsletter.subscribers.models import Subscriber
from tests.mailer import samples
from tests.mailer.plans import plans

ENDS = (DeliveryState.SENT, DeliveryState.DEFERRED, DeliveryState.REFUSED)


def frozen() -> Mailing:
    samples.readers(9)
    return audience.prepare(samples.edition(Reading.EN))


def sent(mailing: Mailing) -> None:
    mailing.state = MailingState.SENDING
    db.session.flush()
    ledger.due_batches(mailing.id, without=["yahoo"])
    claiming.set_aside(mailing.id, *samples.span(mailing)[1:], ["yahoo"])
    token, ids = samples.claim(mailing, most=6)
    ledger.settle(token, [Settled(one, state) for one, state in zip(ids, ENDS, strict=False)])
    claiming.put_off(token, ids[3:4], now())
    claiming.claim_group(claiming.new_token(), mailing.id, "other", worker="desk", most=2)
    ledger.give_back(ledger.held_by("desk", token), handed=ids[4:])
    ledger.doubt(ledger.held_by("desk"))


def looked_after(mailing: Mailing) -> None:
    mailings.conclude(mailing.id)
    first_readers.answers(mailing.id, samples.span(mailing)[2])
    claiming.has_set_aside(mailing.id, ["yahoo"])
    ticks.write()
    census([mailing.id])
    ledger.counts([mailing.id])
    taking.count_refusals()
    doubts.resend(mailing.id)
    mailings.cancel(mailing.id)


def forgotten(mailing: Mailing) -> None:
    folding.fold(now() + 2 * folding.KEPT)
    db.session.execute(sa.delete(Subscriber).where(Subscriber.id == 1))


def test_no_statement_of_a_mailing_reads_a_large_table_whole(app: Flask) -> None:
    mailing = frozen()
    with plans() as found:
        for part in (sent, looked_after, forgotten):
            part(mailing)
    assert len(found) > 20
    assert not [plan for plan in found if plan.scanned]


def test_freezing_reads_the_readers_of_its_edition_only(app: Flask) -> None:
    with plans() as found:
        frozen()
    assert len(found) >= 3
    assert not [plan for plan in found if {"subscriber", "delivery"} & {*plan.scanned}]
