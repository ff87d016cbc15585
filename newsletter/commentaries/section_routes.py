"""The sections of the weekly, kept by its editors."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import section_list
from newsletter.commentaries.models import Section
from newsletter.commentaries.name_forms import SectionForm
from newsletter.commentaries.refusals import Refusal
from newsletter.db import db
from newsletter.staff.guards import editors, me
from newsletter.staff.models import record

blueprint = Blueprint("sections", __name__, url_prefix="/desk/sections")

STEPS = {"earlier": -1, "later": 1}


@blueprint.get("")
@editors
def index() -> ResponseReturnValue:
    return _list(SectionForm())


@blueprint.post("")
@editors
def create() -> ResponseReturnValue:
    form = SectionForm()
    if not form.validate():
        return _list(form), 422
    section_list.add(form.words, by=me.handle)
    return _done(_("Saved."))


@blueprint.get("/<int:section_id>")
@editors
def show(section_id: int) -> ResponseReturnValue:
    section = _found(section_id)
    return render_template("sections/show.html", section=section, form=SectionForm.of(section))


@blueprint.post("/<int:section_id>")
@editors
def rename(section_id: int) -> ResponseReturnValue:
    """Its slug stays, since addresses and scripts name it."""
    section, form = _found(section_id), SectionForm()
    if not form.validate():
        return render_template("sections/show.html", section=section, form=form), 422
    section.names = form.words
    record(me.handle, "section.renamed", section.slug)
    return _done(_("Saved. Public pages have the new name from now on."))


@blueprint.post("/<int:section_id>/<where>")
@editors
def move(section_id: int, where: str) -> ResponseReturnValue:
    section, step = _found(section_id), STEPS.get(where) or abort(404)
    section_list.move(section, step)
    record(me.handle, "section.moved", section.slug, where=where)
    db.session.commit()
    return redirect(url_for("sections.index", _anchor=f"section-{section_id}"))


@blueprint.post("/<int:section_id>/removal")
@editors
def remove(section_id: int) -> ResponseReturnValue:
    section_list.remove(_found(section_id), by=me.handle)
    return _done(_("The section is removed."))


@blueprint.errorhandler(section_list.TooManySections)
@blueprint.errorhandler(section_list.InUse)
def _refused(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    flash(_(refusal.message, **refusal.values), "bad")
    return redirect(url_for("sections.index"))


def _done(says: str) -> ResponseReturnValue:
    db.session.commit()
    flash(says, "good")
    return redirect(url_for("sections.index"))


def _found(section_id: int) -> Section:
    return db.session.get(Section, section_id) or abort(404)


def _list(form: SectionForm) -> str:
    found = section_list.with_counts()
    return render_template("sections/index.html", found=found, form=form, limit=section_list.MOST)
