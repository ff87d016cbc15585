"""The issue desk: the list of all issues, and how one begins."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from newsletter.db import db, now
from newsletter.issues import routes, starting
from newsletter.issues.forms import StartForm
from newsletter.issues.listing import LISTED, list_of_issues
from newsletter.staff.guards import editors, me
from newsletter.staff.models import record
from newsletter.staff.moments import local
from newsletter.web import row_number

blueprint = routes.blueprint


@blueprint.get("")
@editors
def index() -> ResponseReturnValue:
    rows = list_of_issues(request.args.get("before", type=row_number))
    return render_template(
        "issues/index.html", rows=rows, form=StartForm(data={"week": local(now()).date()}), full=LISTED
    )


@blueprint.post("")
@editors
def create() -> ResponseReturnValue:
    form = StartForm()
    if not form.validate() or form.week.data is None:
        return render_template("issues/index.html", rows=list_of_issues(), form=form, full=LISTED), 422
    issue = starting.start(form.week.data)
    record(me.handle, "issue.started", str(issue.number))
    db.session.commit()
    return routes.back(issue)
