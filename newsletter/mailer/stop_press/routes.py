"""Stop press: what happened to a halted issue, what is to become of it, and a correction to those who have it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.background import enqueue
from newsletter.db import db
from newsletter.issues.composing.preview_routes import framed
from newsletter.issues.models import RELEASED, Issue
from newsletter.issues.refusals import Refusal
from newsletter.languages import EditionKey
from newsletter.mailer.stop_press import composing, halting, page, writing
from newsletter.mailer.stop_press.forms import WordsForm
from newsletter.mailer.stop_press.refusals import WordsChanged
from newsletter.staff.guards import editors, me
from newsletter.staff.models import record
from newsletter.web import interface_language, row_number

blueprint = Blueprint("stop_press", __name__, url_prefix="/desk/sending/<int:number>/stop-press")


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """The issue as it is now, with a sentence on what was refused."""
    db.session.rollback()
    flash(str(refusal), "bad")
    return render_template("mailer/stop_press.html", **page.standing(_issue((request.view_args or {})["number"]))), 409


@blueprint.get("")
@editors
def show(number: int) -> ResponseReturnValue:
    return render_template("mailer/stop_press.html", **page.standing(_issue(number)))


@blueprint.post("")
@editors
def halt(number: int) -> ResponseReturnValue:
    issue = _issue(number)
    halting.halt(issue, by=me.handle)
    db.session.commit()
    return redirect(url_for(".show", number=number), 303)


@blueprint.post("/resumption")
@editors
def go_on(number: int) -> ResponseReturnValue:
    halting.go_on(_issue(number), by=me.handle)
    db.session.commit()
    return redirect(url_for("mailer.show", number=number), 303)


@blueprint.post("/cancellation")
@editors
def cancel(number: int) -> ResponseReturnValue:
    halting.cancel(_issue(number), by=me.handle)
    db.session.commit()
    return redirect(url_for("mailer.show", number=number), 303)


@blueprint.post("/words")
@editors
def save(number: int) -> ResponseReturnValue:
    issue = _issue(number)
    form = page.form(issue)
    if not form.validate():
        return render_template("mailer/stop_press.html", **page.standing(issue, form)), 422
    try:
        _save(issue, form)
    except WordsChanged:
        return _conflict(issue, form)
    db.session.commit()
    return redirect(url_for(".look", number=number), 303)


def _save(issue: Issue, form: WordsForm) -> None:
    said = {"subjects": form.said("subject"), "words": form.said("words")}
    writing.save(issue, **said, editions=form.editions.data or [], version=form.seen, by=me.handle)


def _conflict(issue: Issue, form: WordsForm) -> ResponseReturnValue:
    """Nobody's words are lost: one's own stay in the form, and to save them once more is to put them in the place."""
    db.session.rollback()
    form.version.data = str(writing.version_of(issue))
    flash(
        _("Somebody else changed or sent this correction meanwhile. Your words are below: saved again, they count."),
        "bad",
    )
    return render_template("mailer/stop_press.html", **page.standing(issue, form)), 409


@blueprint.get("/letter")
@editors
def look(number: int) -> ResponseReturnValue:
    return render_template("mailer/stop_press_letter.html", **page.letters(_issue(number), request.args))


@blueprint.get("/letter/<edition:of>")
@editors
def mail(number: int, of: EditionKey) -> ResponseReturnValue:
    """In a frame; with `?view=…` as a View has it."""
    issue = _issue(number)
    draft = writing.draft_of(issue) or abort(404)
    return framed(composing.letter(issue, draft, of) or abort(404), of)


@blueprint.post("/letter/<edition:of>/test")
@editors
def test(number: int, of: EditionKey) -> ResponseReturnValue:
    issue = _issue(number)
    draft = writing.draft_of(issue) or abort(404)
    enqueue("send_test_correction", draft.id, of.code, me.id)
    record(me.handle, "stop_press.test_mail", str(number), editions=[of.code], version=draft.version)
    db.session.commit()
    flash(_("A test mail (%(edition)s) is on its way to you.", edition=of.label(interface_language())), "good")
    return redirect(url_for(".look", number=number, edition=of.code), 303)


@blueprint.post("/letter")
@editors
def send(number: int) -> ResponseReturnValue:
    writing.send(_issue(number), version=request.form.get("version", -1, type=row_number), by=me.handle)
    db.session.commit()
    return redirect(url_for("mailer.show", number=number), 303)


def _issue(number: int) -> Issue:
    found = page.issue(number)
    return found if found and found.state in RELEASED else abort(404)
