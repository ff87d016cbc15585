"""What came back of an issue after its relay had taken it, for the sending screen."""

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.mailer.models import Mailing
from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.reports.judging import Verdict, is_for_good, verdict_of
from newsletter.mailer.reports.models import Report
from newsletter.mailer.reports.reading import Kind
from newsletter.subscribers.tally import HARD, SOFT


@dataclass(frozen=True)
class Returned:
    """Mails to so many readers of each group of providers, of one kind and for one reason."""

    kind: Kind
    reason: Reason
    for_good: bool
    groups: Counter[str]

    @property
    def label(self) -> str:
        return str(_("Reported as spam by the reader")) if self.kind is Kind.COMPLAINT else self.reason.label

    @property
    def is_about_us(self) -> bool:
        """Somebody of the newsroom should look at it."""
        return self.kind is Kind.BOUNCE and self.reason.is_ours

    @property
    def deed(self) -> str:
        if self.kind is Kind.COMPLAINT:
            return str(_("Not mailed again"))
        if self.is_about_us:
            return str(_("Not held against the reader; look into it"))
        if self.for_good:
            return str(ngettext("Not mailed again after %(num)s issue", "Not mailed again after %(num)s issues", HARD))
        if verdict_of(self.reason, for_good=False) is Verdict.SOFT:
            return str(ngettext("Paused after %(num)s issue", "Paused after %(num)s issues", SOFT))
        return str(_("Nothing: it does not say why"))


def of_issue(issue_id: int) -> list[Returned]:
    """What is for the newsroom first, then the commonest."""
    found: dict[tuple[Kind, Reason, bool], Counter[str]] = {}
    rows = db.session.execute(
        sa.select(Report.kind, Report.reason, Report.status, Report.provider, sa.func.count())
        .join(Mailing, Mailing.id == Report.mailing_id)
        .join(Edition, Edition.id == Mailing.edition_id)
        .where(Edition.issue_id == issue_id, Report.kind != Kind.REFUSAL)
        .group_by(Report.kind, Report.reason, Report.status, Report.provider)
    )
    for kind, reason, status, provider, number in rows:
        found.setdefault((kind, reason, is_for_good(status, reason)), Counter())[provider] += number
    returned = [Returned(*key, groups) for key, groups in found.items()]
    return sorted(returned, key=lambda each: (not each.is_about_us, -each.groups.total()))
