"""The term base on the desk: everybody reads it, translators and editors look after it."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries.writing import one_line
from newsletter.db import db
from newsletter.staff.guards import TRANSLATORS, desk, me, translators
from newsletter.terms import sheet, term_list
from newsletter.terms.forms import TermForm
from newsletter.terms.models import Term
from newsletter.terms.written import BadForm
from newsletter.web import interface_language

blueprint = Blueprint("terms", __name__, url_prefix="/desk/terms")

SHOWN = 100


@blueprint.get("")
@desk
def index() -> ResponseReturnValue:
    search = one_line(request.args.get("search", ""))[:200]
    found = term_list.found(search, interface_language())
    pages = max(-(-len(found) // SHOWN), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "terms/index.html",
        found=[term_list.value_of(term) for term in found[(page - 1) * SHOWN : page * SHOWN]],
        total=len(found),
        page=page,
        pages=pages,
        search=search,
        limit=term_list.MOST,
        may_edit=me.role in TRANSLATORS,
    )


@blueprint.get("/new")
@translators
def new() -> ResponseReturnValue:
    return render_template("terms/new.html", form=TermForm())


@blueprint.post("")
@translators
def create() -> ResponseReturnValue:
    form = TermForm()
    try:
        if form.validate():
            term = term_list.add(form.term, by=me.handle)
            return _done(_("“%(name)s” is in the term base.", name=term_list.value_of(term).name))
    except BadForm as refusal:
        db.session.rollback()
        form.refuse(refusal)
    return render_template("terms/new.html", form=form), 422


@blueprint.get("/<int:term_id>")
@desk
def show(term_id: int) -> ResponseReturnValue:
    term = _found(term_id)
    return _page(term, TermForm.of(term))


@blueprint.post("/<int:term_id>")
@translators
def save(term_id: int) -> ResponseReturnValue:
    term, form = _found(term_id), TermForm()
    try:
        if form.validate():
            term_list.change(term, form.term, seen=form.seen.data or "", by=me.handle)
            return _done(_("Saved."))
    except BadForm as refusal:
        db.session.rollback()
        form.refuse(refusal)
    except term_list.ChangedMeanwhile as refusal:
        db.session.rollback()
        flash(_(refusal.message), "attention")
        form.seen.data = term_list.version(term)
        return _page(term, form, clash=True), 409
    return _page(term, form), 422


@blueprint.post("/<int:term_id>/removal")
@translators
def remove(term_id: int) -> ResponseReturnValue:
    term = _found(term_id)
    term_list.remove(term, by=me.handle)
    return _done(_("“%(name)s” is removed from the term base.", name=term_list.value_of(term).name))


@blueprint.get("/export")
@desk
def export() -> ResponseReturnValue:
    found = term_list.found("", interface_language())
    answer = make_response(sheet.written(term_list.value_of(term) for term in found))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="terms.csv"'
    return answer


def _done(says: str) -> ResponseReturnValue:
    db.session.commit()
    flash(says, "good")
    return redirect(url_for("terms.index"))


def _found(term_id: int) -> Term:
    return db.session.get(Term, term_id) or abort(404)


def _page(term: Term, form: TermForm, clash: bool = False) -> str:
    value = term_list.value_of(term)
    return render_template("terms/show.html", term=value, form=form, clash=clash, may_edit=me.role in TRANSLATORS)
