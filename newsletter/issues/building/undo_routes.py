"""The issue desk: a step undone, and done again."""

from collections.abc import Callable

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.issues import routes
from newsletter.issues.building import steps
from newsletter.issues.building.steps import Outcome
from newsletter.issues.models import Issue
from newsletter.staff.guards import editors, me
from newsletter.web import row_number

blueprint = routes.blueprint


@blueprint.post("/<int:number>/undo")
@editors
def undo(number: int) -> ResponseReturnValue:
    issue, outcome = _taken(number, steps.undo)
    flash(_("Undone: %(what)s.", what=outcome.what), "good")
    return routes.back(issue)


@blueprint.post("/<int:number>/redo")
@editors
def redo(number: int) -> ResponseReturnValue:
    issue, outcome = _taken(number, steps.redo)
    flash(_("Done again: %(what)s.", what=outcome.what), "good")
    return routes.back(issue)


def _taken(number: int, act: Callable[..., Outcome]) -> tuple[Issue, Outcome]:
    issue = routes.found(number)
    outcome = act(issue, request.form.get("step", 0, type=row_number), by=me.handle)
    db.session.commit()
    for title in outcome.left_out:
        flash(_("“%(title)s” stays out: it is in another issue by now.", title=title), "attention")
    return issue, outcome
