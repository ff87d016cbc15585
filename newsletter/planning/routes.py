"""The week on one page."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from newsletter.commentaries.routes import WEEK, day_asked
from newsletter.commentaries.verdict_history import verdicts_of
from newsletter.db import now
from newsletter.languages import monday_of
from newsletter.planning import board
from newsletter.staff.guards import desk
from newsletter.staff.moments import local

blueprint = Blueprint("planning", __name__, url_prefix="/desk")


@blueprint.get("/")
@desk
def week() -> ResponseReturnValue:
    today = local(now()).date()
    monday = monday_of(day_asked()) if "week" in request.args else board.week_in_hand(today)
    return render_template(
        "planning/week.html",
        board=board.board_of(monday),
        last_verdicts=verdicts_of(monday - WEEK),
        this_week=monday_of(today),
        earlier=monday - WEEK,
        later=monday + WEEK,
    )
