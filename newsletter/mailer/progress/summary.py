"""A sending in a few sentences, for whoever listens to the screen."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.mailer.models import Hold
from newsletter.mailer.progress.report import Report
from newsletter.mailer.progress.standing import Standing
from newsletter.mailer.progress.sums import Sums
from newsletter.mailer.progress.titles import mailing_label, nobody_gets_it, stop_press_title, title
from newsletter.mailer.progress.wording import decimals, hold_words


def summary(report: Report) -> str:
    """For whoever listens to the page: a few sentences, now and then."""
    if says := nobody_gets_it(report):
        return f"{title(report)}. {says}"
    parts = [(title(report), report.editions)]
    parts += [(stop_press_title(sums), sums) for sums in report.stop_presses if sums.is_leaving]
    said = [" ".join([f"{words}.", _how_far(sums), *_holds(sums)]) for words, sums in parts]
    return " ".join([*said, *_doubts(report)])


def _how_far(sums: Sums) -> str:
    facts = {"sent": decimals(sums.sent), "prepared": decimals(sums.prepared), "percent": sums.percent}
    return str(_("%(sent)s of %(prepared)s sent, %(percent)s percent done.", **facts))


def _holds(sums: Sums) -> Iterator[str]:
    """What keeps which of the mailings; of those that were paused together with all others the title tells."""
    kept: dict[str, list[str]] = {}
    for item in sums.mailings:
        if item.hold and not (item.hold is Hold.PAUSED and sums.standing is Standing.PAUSED):
            words = str(_("the relay refuses us")) if item.waits_for_mending else hold_words(item.hold)
            kept.setdefault(words, []).append(mailing_label(item.mailing))
    return (f"{', '.join(labels)}: {words}." for words, labels in kept.items())


def _doubts(report: Report) -> Iterator[str]:
    if number := sum(item.doubts.number for item in report.mailings if item.doubts):
        uncertain = ngettext("%(num)s delivery is uncertain", "%(num)s deliveries are uncertain", number)
        yield ": ".join([_("For you to decide"), f"{uncertain}."])
