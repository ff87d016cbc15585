"""The sending screen: how far an issue is, stopping it, and deciding what nobody else can."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.db import db
from newsletter.issues.composing.models import Edition
from newsletter.issues.leaving.clocks import clocks
from newsletter.issues.models import RELEASED, Issue, IssueState
from newsletter.mailer import doubts, mailings
from newsletter.mailer.heartbeat import somebody_beats
from newsletter.mailer.models import Mailing
from newsletter.mailer.progress import counting, gathering, titles
from newsletter.mailer.progress.glance import glance
from newsletter.mailer.progress.mailing_report import UNDER_WAY
from newsletter.mailer.progress.report import Report
from newsletter.mailer.progress.summary import summary
from newsletter.mailer.reports import showing
from newsletter.staff import settings
from newsletter.staff.guards import editors, me
from newsletter.staff.models import record
from newsletter.staff.moments import clock
from newsletter.web import interface_language

blueprint = Blueprint("mailer", __name__, url_prefix="/desk/sending")
blueprint.add_app_template_global(titles.title, "sending_title")
blueprint.add_app_template_global(titles.stop_press_title)
blueprint.add_app_template_global(titles.mailing_label)
blueprint.add_app_template_global(titles.nobody_gets_it)
blueprint.add_app_template_global(glance, "sending_at_a_glance")

ISSUES_SHOWN = 50
STEPS = {"pause": mailings.pause, "resume": mailings.resume, "cancel": mailings.cancel}
DECISIONS = {"resend": doubts.resend, "leave": doubts.leave}


@blueprint.get("")
@editors
def index() -> ResponseReturnValue:
    """What is leaving now, whole; and every issue that left."""
    under_way = sa.select(Edition.issue_id).join(Mailing).where(Mailing.state.in_(UNDER_WAY))
    leaving = sa.or_(Issue.state == IssueState.SENDING, Issue.id.in_(under_way))
    newest_first = sa.select(Issue).order_by(Issue.number.desc()).limit(ISSUES_SHOWN)
    now_leaving = db.session.scalars(newest_first.where(leaving)).all()
    through = db.session.scalars(newest_first.where(Issue.state.in_(RELEASED), ~leaving)).all()
    reports = gathering.of_issues(now_leaving)
    return render_template(
        "mailer/index.html",
        reports=reports,
        issues=through,
        progress=counting.of_issues(through),
        nobody_works=_nobody_works(reports),
    )


@blueprint.get("/<int:number>")
@editors
def show(number: int) -> ResponseReturnValue:
    report = gathering.of_issue(_issue(number))
    return render_template("mailer/show.html", **_facts(report))


@blueprint.get("/<int:number>/numbers")
@editors
def numbers(number: int) -> ResponseReturnValue:
    """The part of the page that changes, for the script that keeps it fresh."""
    report = gathering.of_issue(_issue(number))
    return jsonify(
        html=render_template("mailer/_report.html", **_facts(report)),
        title=titles.title(report),
        summary=summary(report),
        concerns=report.concerns,
        time=clock(report.at),
        under_way=report.is_leaving,
    )


@blueprint.post("/<int:number>/<any(pause, resume):step>")
@editors
def steer_all(number: int, step: str) -> ResponseReturnValue:
    """Every mailing of an issue that it can be done with.

    Those resumed are the ones that the page has shown as paused: what was stopped meanwhile, by another editor or by
    itself, nobody has looked at who says that it is to go on.
    """
    issue = _issue(number)
    chosen = sa.select(Mailing.id).join(Edition).where(Edition.issue_id == issue.id)
    if step == "resume":
        chosen = chosen.where(Mailing.id.in_(request.form.getlist("mailing", type=int)))
    steered = [mailing_id for mailing_id in db.session.scalars(chosen).all() if STEPS[step](mailing_id)]
    if steered:
        record(me.handle, f"mailing.{step}", str(number), mailings=len(steered))
    return _back(number, done=bool(steered))


@blueprint.post("/mailings/<int:mailing_id>/<any(pause, resume, cancel):step>")
@editors
def steer(mailing_id: int, step: str) -> ResponseReturnValue:
    mailing = _mailing(mailing_id)
    number, code = mailing.edition.issue.number, mailing.edition.key.code
    done = STEPS[step](mailing_id)
    if done:
        record(me.handle, f"mailing.{step}", f"{number} {code}")
    return _back(number, done=done)


@blueprint.get("/mailings/<int:mailing_id>/cancellation")
@editors
def ask_to_cancel(mailing_id: int) -> ResponseReturnValue:
    """How many would not get it, before anything happens."""
    mailing = _mailing(mailing_id)
    report = gathering.of_issue(mailing.edition.issue)
    item = next(item for item in report.mailings if item.mailing.id == mailing_id)
    return render_template("mailer/cancel.html", issue=report.issue, item=item)


@blueprint.post("/mailings/<int:mailing_id>/doubts")
@editors
def decide(mailing_id: int) -> ResponseReturnValue:
    """About those that the page has shown: they had come up by the moment that its form carries."""
    mailing = _mailing(mailing_id)
    number, code = mailing.edition.issue.number, mailing.edition.key.code
    try:
        until = dt.datetime.fromisoformat(request.form["until"])
        act = DECISIONS[request.form["decision"]]
    except (KeyError, ValueError):
        abort(400)
    if until.tzinfo is None:
        abort(400)
    decided = act(mailing_id, until=until)
    if decided:
        record(me.handle, f"mailing.{request.form['decision']}", f"{number} {code}", deliveries=decided)
        flash(_decided(request.form["decision"], decided), "good")
    return _back(number, done=bool(decided))


def _decided(decision: str, number: int) -> str:
    if decision == "resend":
        return str(
            ngettext("%(num)s is sent again in a minute or two.", "%(num)s are sent again in a minute or two.", number)
        )
    return str(ngettext("%(num)s is left as it is.", "%(num)s are left as they are.", number))


def _facts(report: Report) -> dict[str, object]:
    issue = report.issue
    moment = issue.released_at or issue.release_at
    shown = clocks(moment, issue.zone, interface_language(), newsroom=settings.current().zone) if moment else []
    return {
        "issue": issue,
        "report": report,
        "clocks": shown,
        "came_back": showing.of_issue(issue.id),
        "nobody_works": _nobody_works([report]),
    }


def _nobody_works(reports: Sequence[Report]) -> bool:
    """Though something is to leave."""
    return any(report.is_leaving for report in reports) and not somebody_beats()


def _back(number: int, *, done: bool) -> ResponseReturnValue:
    if done:
        db.session.commit()
    else:
        db.session.rollback()
        flash(_("Somebody else changed this mailing meanwhile; this is how it stands now."), "attention")
    return redirect(url_for("mailer.show", number=number), 303)


def _mailing(mailing_id: int) -> Mailing:
    return db.session.get(Mailing, mailing_id) or abort(404)


def _issue(number: int) -> Issue:
    return db.session.scalar(sa.select(Issue).where(Issue.number == number)) or abort(404)
