"""The week on one page, and what is in one's own hands."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from newsletter.commentaries.verdict_history import verdicts_of
from newsletter.db import now
from newsletter.forms import day_named
from newsletter.languages import monday_of
from newsletter.planning import personal, release_line
from newsletter.planning.board import board_of, issue_of_week, week_in_hand
from newsletter.planning.plan import WEEK, plan_of
from newsletter.staff.guards import EDITORS, desk, me
from newsletter.staff.moments import local
from newsletter.web import interface_language

blueprint = Blueprint("planning", __name__, url_prefix="/desk")


@blueprint.get("/")
@desk
def week() -> ResponseReturnValue:
    at = now()
    today = local(at).date()
    monday = monday_of(day_named(request.args["week"])) if "week" in request.args else week_in_hand(today)
    plan, issue, drafts = plan_of(monday), issue_of_week(monday), personal.drafts_of(me)
    return render_template(
        "planning/week.html",
        board=board_of(plan),
        plan=plan,
        issue=issue,
        countdown=release_line.countdown_to(issue, interface_language(), at),
        marks=release_line.line(issue, plan, at),
        away=plan.away.within(max(monday, today), monday + WEEK),
        drafts=drafts,
        has_more_drafts=len(drafts) == personal.DRAFTS,
        waiting=personal.waiting_for(me),
        now=at,
        last_verdicts=verdicts_of(monday - WEEK),
        is_editor=me.role in EDITORS,
        this_week=monday_of(today),
        earlier=monday - WEEK,
        later=monday + WEEK,
    )


@blueprint.get("/drafts")
@desk
def drafts() -> ResponseReturnValue:
    return render_template("planning/drafts.html", drafts=personal.drafts_of(me, limit=personal.ALL_DRAFTS))
