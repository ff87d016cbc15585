"""When the public may see a commentary: its embargo, and its withdrawal."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import review
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.publication import embargo_of, set_embargo
from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.issues.publication import retracting
from newsletter.issues.publication.forms import EmbargoForm, WithdrawalForm
from newsletter.languages import Language
from newsletter.staff.guards import editors, me

blueprint = Blueprint("publication", __name__, url_prefix="/desk/commentaries/<int:commentary_id>")
blueprint.add_app_template_global(embargo_of)


@blueprint.get("/embargo")
@editors
def ask_for_embargo(commentary_id: int) -> ResponseReturnValue:
    commentary = _found(commentary_id)
    return _embargo_page(commentary, EmbargoForm.of(commentary))


@blueprint.post("/embargo")
@editors
def set_or_lift_embargo(commentary_id: int) -> ResponseReturnValue:
    commentary, form = _found(commentary_id), EmbargoForm()
    issues = retracting.holding([commentary.id], to_change=True)
    lifted = "lift" in request.form
    if not lifted and retracting.is_out(commentary):
        flash(_("Readers see this commentary already: withdraw it instead."), "bad")
        return _embargo_page(commentary, form), 422
    if not lifted and not form.validate():
        return _embargo_page(commentary, form), 422
    set_embargo(commentary, None if lifted else form.at, by=me)
    db.session.commit()
    flash(_("There is no embargo any more.") if lifted else _("The embargo is set."), "good")
    for issue in issues:
        if issue.release_at and commentary.embargo and issue.release_at < commentary.embargo:
            flash(_("Issue %(number)s is due before that: it won’t leave then.", number=issue.number), "attention")
    return redirect(url_for("commentaries.show", commentary_id=commentary.id))


@blueprint.get("/withdrawal")
@editors
def ask_everywhere(commentary_id: int) -> ResponseReturnValue:
    commentary = _found(commentary_id)
    return _withdrawal_page(commentary, _approved(commentary))


@blueprint.post("/withdrawal")
@editors
def withdraw_everywhere(commentary_id: int) -> ResponseReturnValue:
    commentary = _found(commentary_id)
    return _withdrawn(commentary, _approved(commentary))


@blueprint.get("/<language:language_of_text>/withdrawal")
@editors
def ask(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    commentary = _found(commentary_id)
    return _withdrawal_page(commentary, _approved(commentary, language_of_text))


@blueprint.post("/<language:language_of_text>/withdrawal")
@editors
def withdraw(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    commentary = _found(commentary_id)
    return _withdrawn(commentary, _approved(commentary, language_of_text))


def _found(commentary_id: int) -> Commentary:
    return db.session.get(Commentary, commentary_id) or abort(404)


def _approved(commentary: Commentary, *languages: Language) -> list[Text]:
    """What there is to withdraw."""
    texts = (commentary.texts.get(language) for language in languages or Language)
    return [text for text in texts if text and text.approved_revision is not None]


def _withdrawn(commentary: Commentary, texts: list[Text]) -> ResponseReturnValue:
    retracting.holding([commentary.id], to_change=True)
    form = _form(commentary, texts)
    if not texts or not form.validate():
        return _withdrawal_page(commentary, texts, form), 422
    try:
        retracting.withdraw(commentary, texts, form.notes, by=me)
    except review.NotApproved as refusal:
        db.session.rollback()
        flash(_(refusal.message), "bad")
        return redirect(url_for("commentaries.show", commentary_id=commentary.id))
    db.session.commit()
    flash(_("Withdrawn: %(languages)s.", languages=", ".join(text.language.own_name for text in texts)), "good")
    return redirect(url_for("commentaries.show", commentary_id=commentary.id))


def _form(commentary: Commentary, texts: list[Text]) -> WithdrawalForm:
    return WithdrawalForm([text.language for text in texts], is_out=retracting.is_out(commentary))


def _withdrawal_page(commentary: Commentary, texts: list[Text], form: WithdrawalForm | None = None) -> str:
    issues = retracting.holding([commentary.id])
    return render_template(
        "commentaries/withdrawal.html",
        commentary=commentary,
        texts=texts,
        form=form or _form(commentary, texts),
        taken_back=[issue for issue in issues if issue.state in retracting.UNDER_WAY],
        leaving=[issue for issue in issues if issue.state is IssueState.SENDING],
        assembling=[issue for issue in issues if issue.state is IssueState.ASSEMBLING],
    )


def _embargo_page(commentary: Commentary, form: EmbargoForm) -> str:
    return render_template("commentaries/embargo.html", commentary=commentary, form=form)
