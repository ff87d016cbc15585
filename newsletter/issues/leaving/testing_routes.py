"""The issue desk: test mails, to oneself or to colleagues."""

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.db import db
from newsletter.issues.composing import editions
from newsletter.issues.leaving import testing
from newsletter.issues.leaving.testing_forms import TestersForm
from newsletter.issues.models import Issue
from newsletter.issues.routes import back, found
from newsletter.languages import EditionKey
from newsletter.staff import settings
from newsletter.staff.guards import editors, me
from newsletter.web import interface_language

blueprint = Blueprint("testing", __name__, url_prefix="/desk/issues/<int:number>")


@blueprint.post("/test-mail/<edition:of>")
@editors
def send_to_me(number: int, of: EditionKey) -> ResponseReturnValue:
    issue = found(number)
    if of not in editions.every(issue):
        abort(404)
    testing.send(issue, [of], [me], by=me.handle)
    db.session.commit()
    flash(_("A test mail (%(edition)s) is on its way to you.", edition=of.label(interface_language())), "good")
    return back(issue)


@blueprint.get("/test-mails")
@editors
def ask(number: int) -> ResponseReturnValue:
    issue = found(number)
    return _page(issue, _form(issue))


@blueprint.post("/test-mails")
@editors
def send(number: int) -> ResponseReturnValue:
    issue = found(number)
    form = _form(issue)
    if not form.validate():
        return _page(issue, form), 422
    to = [colleague for colleague in testing.testers() if str(colleague.id) in form.testers.data]
    testing.send(issue, form.keys, to, by=me.handle)
    testing.remember(to)
    db.session.commit()
    count = len(to) * len(form.keys)
    says = ngettext("%(num)s test mail is on its way.", "%(num)s test mails are on their way.", count)
    flash(says, "good")
    return back(issue)


def _form(issue: Issue) -> TestersForm:
    chosen = settings.current().testers or [me.id]
    return TestersForm(editions.every(issue), testing.testers(), chosen, interface_language())


def _page(issue: Issue, form: TestersForm) -> str:
    return render_template("issues/testing.html", issue=issue, form=form, most=testing.MOST_TESTERS)
