"""An issue's time has come: its mailings begin, or the editors hear why not."""

import sqlalchemy as sa

from newsletter.db import db
from newsletter.issues.leaving import release as leaving
from newsletter.issues.models import Issue
from newsletter.mailer import mailings, telling


def release(issue_id: int, generation: int) -> None:
    """A mailing for each edition, all in one transaction. Commits.

    A fault of ours gives the release up, and is raised: it would stop the next try too, while everybody believes that
    the issue is leaving. A database that is away is another matter.
    """
    try:
        for edition_id in leaving.release(issue_id, generation):
            mailings.start(edition_id)
    except sa.exc.OperationalError:
        raise
    except Exception:
        db.session.rollback()
        leaving.give_up(issue_id, generation)
        _tell_if_it_stays(issue_id, generation)
        db.session.commit()
        raise
    _tell_if_it_stays(issue_id, generation)
    db.session.commit()


def _tell_if_it_stays(issue_id: int, generation: int) -> None:
    issue = db.session.get(Issue, issue_id)
    if issue and issue.generation == generation and (why := leaving.why_not(issue)):
        telling.not_released(issue, why)
