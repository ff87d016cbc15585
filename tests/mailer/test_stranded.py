"""Jobs that the engine takes for running, and that nobody does any more."""

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import background, stranded
from newsletter.db import db, looking
from newsletter.mailer import recovery
from newsletter.mailer.heartbeat import Heartbeat
from tests.jobs import enqueued

JOB = "the job"


def jobs() -> sa.TableClause:
    schema = "dbos" if db.engine.dialect.name == "postgresql" else None
    names = ("workflow_uuid", "status", "executor_id")
    return sa.table("workflow_status", *map(sa.column, names), schema=schema)


def status() -> str:
    table = jobs()
    with looking():
        return str(db.session.scalars(sa.select(table.c.status).where(table.c.workflow_uuid == JOB)).one())


@pytest.fixture(autouse=True)
def _running_here(open_app: Flask, open_heart: Heartbeat) -> None:
    """The engine has given a job to this worker."""
    background.enqueue("send_mailing", 7, key=JOB)
    table = jobs()
    chosen = sa.update(table).where(table.c.workflow_uuid == JOB)
    db.session.execute(chosen.values(status="PENDING", executor_id=open_heart.worker))
    db.session.commit()


def test_a_job_whose_end_could_not_be_written_down_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    recovery.sweep("desk")
    assert status() == "PENDING"
    monkeypatch.setattr(stranded, "LOST", 0)
    recovery.sweep("desk")
    assert status() == "ENQUEUED"
    assert enqueued() == ["send_mailing"]


def test_a_job_that_runs_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stranded, "LOST", 0)
    monkeypatch.setattr(background, "at_work", {JOB})
    recovery.sweep("desk")
    assert status() == "PENDING"
