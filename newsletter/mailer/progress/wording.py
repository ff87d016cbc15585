"""What the numbers say in words, on the screen and in the terminal."""

import datetime as dt

from babel.numbers import format_decimal
from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from newsletter.addresses import group_label
from newsletter.db import now
from newsletter.mailer.models import DeliveryState, Hold
from newsletter.mailer.progress.curve import Curve
from newsletter.mailer.progress.limits import Limit
from newsletter.mailer.progress.reasons import Reason
from newsletter.mailer.progress.refused import Refusals
from newsletter.mailer.reports.judging import AWAY, GONE, is_for_good
from newsletter.staff.moments import clock, local, moment
from newsletter.subscribers.models import Status
from newsletter.subscribers.tally import HARD, SOFT
from newsletter.web import interface_language

_HOLDS = {
    Hold.RELAY: _l("connection lost"),
    Hold.NO_RELAY: _l("no relay is set"),
    Hold.KEYS: _l("keys can’t be read"),
    Hold.DISK: _l("no room on the disk"),
    Hold.QUIET_HOURS: _l("quiet hours"),
    Hold.WARM_UP: _l("the day’s share is used up"),
    Hold.FIRST_READERS: _l("too many refusals"),
    Hold.STOP_PRESS: _l("stop press"),
    Hold.PAUSED: _l("paused"),
}

_WHY = {
    Hold.RELAY: _l("No relay takes anything at the moment. They are tried again by themselves."),
    Hold.NO_RELAY: _l("No relay takes mails for readers. Once an administrator has set one, it goes on by itself."),
    Hold.KEYS: _l(
        "The mailer can’t read the keys that open addresses or sign mails. Once whoever looks after its host has put "
        "them right, it goes on by itself."
    ),
    Hold.DISK: _l(
        "The mailer has no room for its journal, and sends nothing that it could not account for. Once there is room "
        "on its disk, it goes on by itself."
    ),
    Hold.QUIET_HOURS: _l("These are quiet hours: nothing is sent to readers until they are over."),
    Hold.WARM_UP: _l("The sending domain is new, and its share of the day is used up. It goes on tomorrow."),
    Hold.FIRST_READERS: _l(
        "It stopped by itself: too many readers’ servers refuse it. Look at the reasons below, then resume or cancel."
    ),
    Hold.STOP_PRESS: _l("An editor stopped every mailing of this issue."),
}

_LEFT_OUT = {
    Status.PENDING: _l("have not confirmed"),
    Status.PAUSED: _l("have paused"),
    Status.UNSUBSCRIBED: _l("have unsubscribed"),
    "suppressed": _l("are suppressed"),
    "changed": _l("have changed what they get"),
    "erased": _l("have left"),
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        duration=duration, when=when, decimals=decimals, hold_words=hold_words, hold_why=hold_why, group=group_label
    )
    for words in (left_out_words, limit_words, group_limit_words, deed, curve_words):
        app.add_template_global(words)


def when(at: dt.datetime) -> str:
    """The time, and on another day its date too."""
    return clock(at) if local(at).date() == local(now()).date() else moment(at)


def duration(seconds: float) -> str:
    """`6 min 30 s`: as fine as can be foretold."""
    if seconds < 55:
        return str(_("%(seconds)s s", seconds=max(5 * round(seconds / 5), 1)))
    if seconds < 570:
        minutes, rest = divmod(10 * round(seconds / 10), 60)
        if rest:
            return str(_("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest))
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return str(_("%(minutes)s min", minutes=minutes))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes))


def decimals(number: float) -> str:
    """Whole from ten on, below it with one digit after the point."""
    return str(format_decimal(number, "#,##0" if number >= 10 else "0.#", locale=interface_language()))


def hold_words(hold: str) -> str:
    return str(_HOLDS[Hold(hold)])


def hold_why(hold: Hold) -> str:
    """A sentence for whoever looks at a mailing that waits; nothing for one that somebody paused."""
    return str(_WHY.get(hold, ""))


def left_out_words(reason: str) -> str:
    """Why readers of an edition don't get it: a Status, "suppressed", or what a stop-press knows besides."""
    return str(_LEFT_OUT[reason])


def limit_words(limit: Limit | None) -> str:
    """Of all relays together."""
    if limit and not limit.slowed:
        return str(_("limit %(limit)s, set for the relay", limit=decimals(limit.a_second)))
    return _slowed_words(limit) if limit else str(_("no limit is set"))


def group_limit_words(limit: Limit | None) -> str:
    if limit and not limit.slowed:
        return str(_("at most %(limit)s", limit=decimals(limit.a_second)))
    return _slowed_words(limit) if limit else str(_("no limit"))


def _slowed_words(limit: Limit) -> str:
    facts = {"limit": decimals(limit.a_second)}
    if limit.until and limit.until > now():
        return str(_("slowed to %(limit)s until %(time)s", **facts, time=when(limit.until)))
    return str(_("slowed to %(limit)s, faster little by little", **facts))


def curve_words(curve: Curve) -> str:
    """The line for whoever can't see it."""
    facts = {"first": clock(curve.first), "last": clock(curve.last)}
    highest = decimals(curve.highest)
    said = [_("Rate from %(first)s to %(last)s: at most %(highest)s a second.", **facts, highest=highest)]
    said += [f"{clock(dip.at)}: {hold_words(dip.hold)}." for dip in curve.dips]
    return " ".join(map(str, said))


def deed(refusals: Refusals) -> str:
    """What is done about deliveries that were refused or deferred."""
    if refusals.state is DeliveryState.DEFERRED:
        slowed = refusals.reason is Reason.TOO_MANY
        return str(_("Slowed down and tried again") if slowed else _("Tried again, later and later"))
    if refusals.reason.is_ours:
        return str(_("Not held against the reader; look into it"))
    if is_for_good(refusals.status, refusals.reason):
        return str(ngettext("Not mailed again after %(num)s issue", "Not mailed again after %(num)s issues", HARD))
    if refusals.reason in GONE | AWAY:
        return str(ngettext("Paused after %(num)s issue", "Paused after %(num)s issues", SOFT))
    return str(_("Not tried again for this issue"))
