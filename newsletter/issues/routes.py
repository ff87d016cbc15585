"""The issue desk: the builder of one issue, and the words of its mail."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.issues.building import builder, steps
from newsletter.issues.building.acts import Act
from newsletter.issues.building.forms import WordsForm
from newsletter.issues.building.page import builder_page
from newsletter.issues.models import Issue
from newsletter.issues.refusals import NoSuchIssue, NotAssembling, Overtaken, Refusal, StepBetween
from newsletter.staff.guards import editors, me

blueprint = Blueprint("issues", __name__, url_prefix="/desk/issues")


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """The issue as it is now, with a sentence on why it is still so."""
    db.session.rollback()
    flash(str(refusal), "bad")
    overtaken = isinstance(refusal, NotAssembling | Overtaken | StepBetween)
    return builder_page(found((request.view_args or {})["number"])), 409 if overtaken else 422


@blueprint.get("/<int:number>")
@editors
def show(number: int) -> ResponseReturnValue:
    return builder_page(found(number))


@blueprint.post("/<int:number>/words")
@editors
def save_words(number: int) -> ResponseReturnValue:
    issue = found(number)
    form = WordsForm.sent(issue)
    if not form.validate():
        return builder_page(issue, words=form), 422
    with steps.step(issue, Act.WORDS, by=me.handle):
        builder.set_words(
            issue,
            subjects=form.words("subject"),
            preheaders=form.words("preheader"),
            openings=form.words("opening"),
            closings=form.words("closing"),
        )
    db.session.commit()
    flash(_("Saved."), "good")
    return back(issue)


@blueprint.post("/<int:number>/cards")
@editors
def set_cards(number: int) -> ResponseReturnValue:
    issue, wanted = found(number), request.form.get("english_cards") == "yes"
    with steps.step(issue, Act.CARDS_ON if wanted else Act.CARDS_OFF, by=me.handle):
        builder.set_cards(issue, wanted)
    db.session.commit()
    return back(issue)


def found(number: int) -> Issue:
    """To be changed, unless it is only looked at."""
    try:
        return builder.numbered(number, to_change=request.method == "POST")
    except NoSuchIssue:
        abort(404)


def back(issue: Issue) -> ResponseReturnValue:
    """To the builder, with the preview that was open."""
    edition, view = request.args.get("edition"), request.args.get("view")
    return redirect(url_for("issues.show", number=issue.number, edition=edition, view=view), 303)
