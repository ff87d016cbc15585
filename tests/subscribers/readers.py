"""What the tests of this folder do as a reader, and what they look at afterwards."""

import datetime as dt

import sqlalchemy as sa
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter import tokens
from newsletter.db import Model, db, now
from newsletter.languages import Reading, Variant
from newsletter.subscribers import links, reception
from newsletter.subscribers.models import SignUp, Subscriber
from newsletter.subscribers.signing_up import take_in
from newsletter.tokens import Purpose
from newsletter.vault import vault
from tests import factories

PAGES = {Purpose.CONFIRM: "c", Purpose.UNSUBSCRIBE: "s", Purpose.PREFERENCES: "n"}


def note(seconds_ago: float = 60) -> str:
    """What a form carries that was shown some time ago."""
    with time_machine.travel(now() - dt.timedelta(seconds=seconds_ago), tick=False):
        return tokens.sign(Purpose.FORM, b"")


def submit(
    client: FlaskClient, address: str = "alena@example.org", language: str = "be", **fields: str
) -> TestResponse:
    shown = fields.pop("shown", None)
    filled = {"address": address, "languages": "be-ru", "first": "be", "topic": "", **fields}
    filled["shown"] = note() if shown is None else shown
    return client.post(f"/{language}/subscribe", data=filled)


def sign_up(
    address: str = "alena@example.org", reading: Reading = Reading.BE_RU, variant: Variant = Variant.STANDARD
) -> int:
    """A sign-up as the form leaves it; returns its id."""
    take_in(address, reading=reading, variant=variant, language=reading.first)
    return db.session.scalars(sa.select(SignUp.id).order_by(SignUp.id.desc()).limit(1)).one()


def answered(sign_up_id: int) -> bool:
    """Do what the mailer does with a sign-up; whether it sent a letter."""
    letter = reception.receive(sign_up_id)
    if letter:
        reception.settle(sign_up_id)
    return letter is not None


def known(address: str = "alena@example.org") -> Subscriber | None:
    return db.session.scalar(sa.select(Subscriber).where(Subscriber.address_index == vault.index(address)))


def address_of(purpose: Purpose, subscriber: Subscriber, then: str = "") -> str:
    return f"/{PAGES[purpose]}/{links.token(purpose, subscriber.uid)}{then}"


def reader(**facts: object) -> Subscriber:
    made = factories.subscriber(address="alena@example.org", **facts)  # type: ignore[arg-type]
    db.session.commit()
    return made


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ours."""
    db.session.expire_all()
    return {
        name: [tuple(row) for row in db.session.execute(sa.select(table))]
        for name, table in Model.metadata.tables.items()
    }
