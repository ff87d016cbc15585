"""The mailer's half of a sign-up: open it, see who it is, and say which letter is due.

The job commits between receive() and sending, so that a second worker sees that the day's letter is taken, and calls
settle() when the letter is gone. Cut off anywhere in between, it can begin again. The address stays in its memory: what
a job returns is stored.
"""

import datetime as dt

import sqlalchemy as sa

from newsletter.addresses import provider
from newsletter.db import db, now
from newsletter.languages import Variant
from newsletter.letters.composing import compose
from newsletter.letters.letter import Letter
from newsletter.staff import settings
from newsletter.subscribers import links
from newsletter.subscribers.models import ConsentAct, SignUp, Status, Subscriber, Suppression, SuppressionReason
from newsletter.subscribers.subscription import SUBSCRIBED, note
from newsletter.subscribers.suppression import renewed
from newsletter.tokens import Purpose
from newsletter.vault import vault

BETWEEN_LETTERS = dt.timedelta(days=1)
AFTER_A_COMPLAINT = dt.timedelta(days=30)
"""Whoever called our letters spam is left alone for so long, whoever fills in the form: another unasked letter would
cost all readers the relay's good name. A bounce is no such obstacle, since a mailbox may have been mended."""


def receive(sign_up_id: int) -> tuple[str, Letter, Variant] | None:
    """The address, the letter that is due to it and from which sender, or None; what is done with is deleted.

    Raises vault.NotOfThisRow where rows were tampered with, vault.CannotOpen without the opening keys.
    """
    alike = _locked(sign_up_id)
    sign_up = next((row for row in alike if row.id == sign_up_id), None)
    if sign_up is None:
        return None
    address = vault.open(SignUp.__tablename__, sign_up.uid, sign_up.address)
    variant = _wanted(alike)
    # A letter of the other kind would be worse than none where discreet ones have been given up meanwhile.
    unwelcome = _hushed(renewed(address)) or variant not in settings.current().variants
    answer = None if unwelcome else _answer(sign_up, alike[-1], variant, address)
    # One answer is enough for all of them; one that another worker is giving just now is left to it.
    unanswered = sa.and_(SignUp.address_index == sign_up.address_index, ~SignUp.answered)
    db.session.execute(sa.delete(SignUp).where(unanswered))
    return (address, *answer) if answer else None


def settle(sign_up_id: int) -> None:
    """The letter has left, or was refused for good: the sign-up is done with."""
    one = SignUp.id == sign_up_id
    theirs = Subscriber.address_index == sa.select(SignUp.address_index).where(one).scalar_subquery()
    db.session.execute(sa.update(Subscriber).where(theirs).values(letter_sent_at=now()))
    db.session.execute(sa.delete(SignUp).where(one))


def _locked(sign_up_id: int) -> list[SignUp]:
    """All sign-ups of the same address, oldest first, out of reach of other workers until the commit."""
    address_index = sa.select(SignUp.address_index).where(SignUp.id == sign_up_id).scalar_subquery()
    alike = sa.select(SignUp).where(SignUp.address_index == address_index).order_by(SignUp.id)
    return list(db.session.scalars(alike.with_for_update()))


def _wanted(alike: list[SignUp]) -> Variant:
    """Discreet if any asked for it: somebody else who fills in the form must not undo that."""
    return Variant.DISCREET if any(one.variant is Variant.DISCREET for one in alike) else Variant.STANDARD


def _answer(sign_up: SignUp, newest: SignUp, variant: Variant, address: str) -> tuple[Letter, Variant] | None:
    subscriber = _subscriber(address) or _added(sign_up, variant, address)
    due = sign_up.answered or _may_write(subscriber)
    if due and subscriber.status is Status.UNSUBSCRIBED:
        subscriber.status, subscriber.status_until = Status.PENDING, None
    if subscriber.status is Status.PENDING:
        _follow(subscriber, newest, variant)
    if not due:
        return None
    sign_up.answered, subscriber.letter_sent_at = True, now()
    return _letter(subscriber, variant)


def _subscriber(address: str) -> Subscriber | None:
    indexes = [index for _, index in vault.every_index(address)]
    return db.session.scalar(sa.select(Subscriber).where(Subscriber.address_index.in_(indexes)))


def _added(sign_up: SignUp, variant: Variant, address: str) -> Subscriber:
    subscriber = Subscriber(
        uid=sign_up.uid,
        address=vault.seal(Subscriber.__tablename__, sign_up.uid, address),
        address_index=vault.index(address),
        provider=provider(address),
        reading=sign_up.reading,
        variant=variant,
        language=sign_up.language,
        status=Status.PENDING,
    )
    db.session.add(subscriber)
    db.session.flush()
    return subscriber


def _follow(subscriber: Subscriber, wish: SignUp, variant: Variant) -> None:
    """The newest wish counts, until it is confirmed; but once discreet, it stays so."""
    subscriber.reading, subscriber.language = wish.reading, wish.language
    if variant is Variant.DISCREET:
        subscriber.variant = variant
    last = subscriber.consents[-1] if subscriber.consents else None
    known = (last.act, last.reading, last.variant, last.wording) if last else None
    if known != (ConsentAct.SIGNED_UP, subscriber.reading, subscriber.variant, wish.consent):
        note(subscriber, ConsentAct.SIGNED_UP, wish.consent)


def _may_write(subscriber: Subscriber) -> bool:
    return subscriber.letter_sent_at is None or subscriber.letter_sent_at <= now() - BETWEEN_LETTERS


def _hushed(suppression: Suppression | None) -> bool:
    if suppression is None or suppression.reason is not SuppressionReason.COMPLAINED:
        return False
    return suppression.at > now() - AFTER_A_COMPLAINT


def _letter(subscriber: Subscriber, wanted: Variant) -> tuple[Letter, Variant]:
    """Discreet for whoever has it or has just asked for it: a letter that says whose it is can't be taken back."""
    known = subscriber.status in SUBSCRIBED
    name, purpose = ("already", Purpose.PREFERENCES) if known else ("confirm", Purpose.CONFIRM)
    variant = Variant.DISCREET if Variant.DISCREET in (subscriber.variant, wanted) else Variant.STANDARD
    language, chosen = subscriber.language, settings.current()
    link = links.link(purpose, subscriber.uid, variant)
    if variant is Variant.DISCREET:
        sender = chosen.sender(variant, language).name
        return compose(f"{name}_discreet", language, sender=sender, link=link), variant
    masthead = chosen.masthead(language)
    return compose(name, language, masthead=masthead, link=link, reading=subscriber.reading), variant
