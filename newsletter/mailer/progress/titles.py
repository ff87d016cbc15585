"""What a sending is called by how it stands, on the screen and in the terminal, and why an issue isn't leaving."""

import datetime as dt

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.mailer.models import Mailing
from newsletter.mailer.progress.report import Report
from newsletter.mailer.progress.standing import Standing
from newsletter.mailer.progress.sums import Sums
from newsletter.mailer.progress.wording import when
from newsletter.web import interface_language

_TITLES = {
    Standing.ASSEMBLING: _l("Issue %(number)s is being assembled"),
    Standing.LOCKED: _l("Issue %(number)s is locked and not scheduled"),
    Standing.HELD: _l("The release of issue %(number)s was held back"),
    Standing.FAILED: _l("The release of issue %(number)s failed"),
    Standing.MISSED: _l("The release of issue %(number)s was missed"),
    Standing.ISSUE_CANCELLED: _l("Issue %(number)s is cancelled"),
    Standing.STARTING: _l("Issue %(number)s is about to leave"),
    Standing.PAUSED: _l("Issue %(number)s is paused"),
    Standing.SENT: _l("Issue %(number)s is sent"),
    Standing.CANCELLED: _l("The sending of issue %(number)s was cancelled"),
}
"""While it leaves, however slowly, it has another."""

_NOBODY_GETS_IT = {
    Standing.ASSEMBLING: _l("Nobody gets it before it is locked, and then sent or scheduled."),
    Standing.LOCKED: _l("Nobody gets it until somebody sends it or schedules it."),
    Standing.HELD: _l("The last check found something in its way. Nobody has got it."),
    Standing.FAILED: _l("A fault in the program stopped it. Nobody has got it."),
    Standing.MISSED: _l("Nothing was running when it was due. Nobody has got it."),
    Standing.ISSUE_CANCELLED: _l("Nobody gets it, unless somebody takes it up again."),
}


def title(report: Report) -> str:
    """Of the issue itself; a stop-press has its own."""
    return issue_title(report.issue.number, report.editions.standing, report.editions.retry_at)


def issue_title(number: int, standing: Standing, retry_at: dt.datetime | None) -> str:
    if standing is Standing.WAITING and retry_at:
        return str(_("Issue %(number)s waits until %(time)s", number=number, time=when(retry_at)))
    if known := _TITLES.get(standing):
        return str(known) % {"number": number}
    return str(_("Issue %(number)s is leaving", number=number))


def nobody_gets_it(report: Report) -> str:
    """Why an issue isn't leaving at all, in a sentence; nothing for one that is, or that has left."""
    return str(_NOBODY_GETS_IT.get(report.editions.standing, ""))


def stop_press_title(sums: Sums) -> str:
    asked_at = min(item.mailing.created_at for item in sums.mailings)
    return str(_("Stop press, %(time)s", time=when(asked_at)))


def mailing_label(mailing: Mailing) -> str:
    """Its edition, and whether it is a stop-press to readers of that."""
    label = mailing.edition.key.label(interface_language())
    return " · ".join([label, _("urgent correction")]) if mailing.stop_press_id else label
