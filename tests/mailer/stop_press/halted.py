"""An issue of which a part has left when it is halted."""

import sqlalchemy as sa

from newsletter.db import db, now
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Reading, Variant
from newsletter.mailer import audience, ledger
from newsletter.mailer.ledger import Settled
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.mailer.stop_press import halting, writing
from newsletter.staff import settings
from newsletter.subscribers.models import Subscriber
from tests import factories
from tests.mailer import samples

SUBJECTS = {"en": "A date was wrong", "be": "Дата была няправільная", "ru": "Дата была неверной"}
WORDS = {
    "en": "The bridge opens in May.\n\nWe wrote March.",
    "be": "Мост адкрыюць у маі.\n\nМы напісалі: у сакавіку.",
    "ru": "Мост откроют в мае.\n\nМы написали: в марте.",
}


def an_issue() -> Issue:
    return factories.issue(factories.commentary(), state=IssueState.SENDING, released_at=now())


def leaving(
    issue: Issue,
    reading: Reading = Reading.EN,
    variant: Variant = Variant.STANDARD,
    *,
    served: int = 0,
    uncertain: int = 0,
    waiting: int = 0,
) -> Mailing:
    """A mailing to so many readers, under way; so many have it, may have it, and wait for it."""
    for _ in range(served + uncertain + waiting):
        factories.subscriber(reading=reading, variant=variant)
    mailing = audience.prepare(samples.edition(reading, variant=variant, of=issue))
    mailing.state, mailing.started_at = MailingState.SENDING, now()
    db.session.flush()
    if served:
        settle(mailing, served, DeliveryState.SENT)
    if uncertain:
        token, _ids = samples.claim(mailing, most=uncertain)
        ledger.doubt(ledger.held_by("desk", token))
    db.session.commit()
    return mailing


def settle(mailing: Mailing, number: int, state: DeliveryState) -> None:
    token, ids = samples.claim(mailing, most=number)
    ledger.settle(token, [Settled(one, state, "250") for one in ids])
    db.session.commit()


def correct(issue: Issue, *codes: str, **words: dict[str, str]) -> list[Mailing]:
    """Halt it, write to the readers of these editions, and send that; its mailings."""
    halting.halt(issue, by="nina")
    written = {"subjects": SUBJECTS, "words": WORDS, **words}
    editions = list(codes) or [edition.key.code for edition in issue.editions]
    writing.save(issue, **written, editions=editions, version=writing.version_of(issue), by="nina")
    writing.send(issue, version=writing.version_of(issue), by="nina")
    db.session.commit()
    return corrections(issue)


def corrections(issue: Issue) -> list[Mailing]:
    """The mailings of the latest one."""
    newest = Mailing.stop_press_id == writing.sent(issue)[0].id
    return list(db.session.scalars(sa.select(Mailing).where(newest).order_by(Mailing.id)))


def got(mailing: Mailing) -> list[Subscriber]:
    return samples.subscribers_of(mailing)


def offer_discreet() -> None:
    settings.save(discreet_address="notes@notes.example.net", discreet_url="https://notes.example.net")
