"""Days on which somebody can't be asked: everybody's own, and for editors all of them."""

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db, now
from newsletter.planning import absences
from newsletter.planning.forms import AbsenceForm
from newsletter.planning.models import Absence
from newsletter.staff.guards import EDITORS, desk, me
from newsletter.staff.models import Staff
from newsletter.staff.moments import local

blueprint = Blueprint("absences", __name__, url_prefix="/desk/absences")


@blueprint.get("")
@desk
def index() -> ResponseReturnValue:
    today = local(now()).date()
    return _page(AbsenceForm(_people(), today, data={"staff": me.id}))


@blueprint.post("")
@desk
def enter() -> ResponseReturnValue:
    people = _people()
    form = AbsenceForm(people, local(now()).date())
    if not form.validate():
        return _page(form), 422
    staff = next(person for person in people if person.id == form.staff.data)
    absences.enter(staff, form.first_day.data, form.last_day.data, by=me)
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for("absences.index"))


@blueprint.post("/<int:absence_id>/delete")
@desk
def remove(absence_id: int) -> ResponseReturnValue:
    absence = db.session.get(Absence, absence_id) or abort(404)
    if absence.staff_id != me.id and me.role not in EDITORS:
        abort(403)
    absences.remove(absence, by=me)
    db.session.commit()
    return redirect(url_for("absences.index"))


def _people() -> list[Staff]:
    """Whose absences one may enter."""
    theirs = sa.true() if me.role in EDITORS else Staff.id == me.id
    return list(db.session.scalars(sa.select(Staff).where(Staff.active, theirs).order_by(Staff.handle)))


def _page(form: AbsenceForm) -> str:
    is_editor = me.role in EDITORS
    coming = absences.coming(local(now()).date(), of=None if is_editor else me)
    return render_template("planning/absences.html", form=form, coming=coming, is_editor=is_editor)
