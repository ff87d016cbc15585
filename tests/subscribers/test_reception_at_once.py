"""Several workers at the same address, each with a connection of its own: these tests commit, and clean up."""

import threading
import uuid
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.db import db
from newsletter.languages import Language, Reading
from newsletter.subscribers import consent, reception
from newsletter.subscribers.models import SignUp, Subscriber
from newsletter.vault import vault

WORKERS = 6


@pytest.fixture
def sign_ups(built_app: Flask) -> Iterator[list[int]]:
    """As many of one address as there are workers."""
    with built_app.app_context():
        index = vault.index("alena@example.org")
        for _ in range(WORKERS):
            uid = uuid.uuid4()
            sealed = vault.seal_at_intake(uid, "alena@example.org")
            wish = {"reading": Reading.BE_RU, "language": Language.BE, "consent": consent.CURRENT}
            db.session.add(SignUp(uid=uid, address=sealed, address_index=index, **wish))
        db.session.commit()
        ids = list(db.session.scalars(sa.select(SignUp.id)))
        db.session.close()
        yield ids
        for model in (SignUp, Subscriber):
            db.session.execute(sa.delete(model))
        db.session.commit()


def test_several_workers_at_once_send_one_letter(built_app: Flask, sign_ups: list[int]) -> None:
    start, letters = threading.Barrier(WORKERS), []

    def work(sign_up_id: int) -> None:
        with built_app.app_context():
            start.wait()
            letters.append(reception.receive(sign_up_id))
            db.session.commit()

    workers = [threading.Thread(target=work, args=(sign_up_id,)) for sign_up_id in sign_ups]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(letters) == WORKERS
    assert sum(letter is not None for letter in letters) == 1
    assert db.session.scalars(sa.select(sa.func.count()).select_from(Subscriber)).one() == 1
