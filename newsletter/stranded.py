"""Jobs that the engine believes to be running, and that nobody does: it never takes them up by itself."""

import time

from dbos import WorkflowStatus

from newsletter import background

LOST = 30
"""Seconds after which a job that runs nowhere in this process is not believed to be running here."""

_missed: dict[str, float] = {}
"""Jobs that should run here and don't, and since when (monotonic)."""


def take_up(worker: str) -> None:
    """Ask anew for what a worker that died was doing. Not within a transaction: the engine writes by its own."""
    _resume(_pending(worker))


def take_up_lost(worker: str) -> None:
    """The same for this process, `worker`, where a job's end could not be written down: the disk was full."""
    found = {job.workflow_id: job for job in _pending(worker) if job.workflow_id not in background.at_work}
    since = {job_id: _missed.get(job_id, time.monotonic()) for job_id in found}
    _missed.clear()
    _missed.update(since)
    _resume([found[job_id] for job_id, moment in since.items() if time.monotonic() - moment >= LOST])


def _pending(worker: str) -> list[WorkflowStatus]:
    return background.client().list_workflows(status="PENDING", executor_id=worker, load_input=False, load_output=False)


def _resume(jobs: list[WorkflowStatus]) -> None:
    for job in jobs:
        background.client().resume_workflow(job.workflow_id, queue_name=job.queue_name)
