"""The plan: the weeks ahead, and the form of one week."""

import datetime as dt

import sqlalchemy as sa
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.db import db, now
from newsletter.forms import day_named
from newsletter.issues.beginning.refusals import WeekSkipped
from newsletter.languages import monday_of
from newsletter.planning import plan as plans
from newsletter.planning.forms import PlanForm, plan_form, written_tasks
from newsletter.planning.plan import WEEK, Key, Overtaken, Task, WeekPlan, plan_before, plan_of, plans_of
from newsletter.planning.telling import news
from newsletter.planning.when import short_moment
from newsletter.staff.guards import EDITORS, desk, editors, me
from newsletter.staff.models import Staff
from newsletter.staff.moments import local

blueprint = Blueprint("plans", __name__, url_prefix="/desk/plan")

WEEKS = 4


@blueprint.get("")
@desk
def index() -> ResponseReturnValue:
    """The coming weeks, or those from any day on."""
    this_week = monday_of(local(now()).date())
    first = monday_of(day_named(request.args["week"])) if "week" in request.args else this_week
    return render_template(
        "planning/plan.html",
        plans=plans_of([first + n * WEEK for n in range(WEEKS)]),
        first=first,
        this_week=this_week,
        earlier=first - WEEKS * WEEK,
        later=first + WEEKS * WEEK,
        is_editor=me.role in EDITORS,
        news=news() if me.role in EDITORS else [],
    )


@blueprint.errorhandler(WeekSkipped)
def resting(refusal: WeekSkipped) -> ResponseReturnValue:
    """The plan of a skipped week, which takes no changes."""
    db.session.rollback()
    flash(str(refusal), "bad")
    return _read_page(plan_of(refusal.week)), 409


@blueprint.get("/<week>")
@desk
def show(week: str) -> ResponseReturnValue:
    """For editors a form, for the others what it says."""
    plan = plan_of(monday_of(day_named(week)))
    if me.role not in EDITORS or plan.skipped:
        return _read_page(plan)
    earlier = plan_before(plan.monday)
    return _form_page(plan, earlier, plan_form(plan, earlier, _people(plan)))


@blueprint.post("/<week>")
@editors
def save(week: str) -> ResponseReturnValue:
    monday = monday_of(day_named(week))
    plan, earlier = plan_of(monday), plan_before(monday)
    form = plan_form(plan, earlier, _people(plan))
    if not form.validate():
        return _form_page(plan, earlier, form), 422
    try:
        changed = plans.save(monday, form.tasks(), form.seen_tasks(), by=me)
    except Overtaken as overtaken:
        db.session.rollback()
        return _overtaken_page(monday, form, overtaken), 409
    db.session.commit()
    flash(
        ngettext("Saved: %(num)s text of the plan changed.", "Saved: %(num)s texts of the plan changed.", changed),
        "good",
    )
    return redirect(url_for("plans.show", week=monday))


@blueprint.post("/<week>/copy")
@editors
def copy(week: str) -> ResponseReturnValue:
    """Fill what is empty as in the latest week before."""
    monday = monday_of(day_named(week))
    copied = plans.copy_before(monday, by=me)
    db.session.commit()
    if copied:
        flash(ngettext("%(num)s text was taken over.", "%(num)s texts were taken over.", copied), "good")
    else:
        flash(_("There was nothing to take over: every cell that was filled before is filled here too."), "attention")
    return redirect(url_for("plans.show", week=monday))


def _read_page(plan: WeekPlan) -> str:
    return render_template("planning/plan_read.html", plan=plan, is_editor=me.role in EDITORS)


def _overtaken_page(monday: dt.date, sent: PlanForm, overtaken: Overtaken) -> str:
    """The plan as it is now, with what was sent where both changed it: saved again, it knowingly wins."""
    plan, earlier = plan_of(monday), plan_before(monday)
    mine, seen = sent.tasks(), sent.seen_tasks()
    left_alone = {key: task for key, task in overtaken.there.items() if mine.get(key) == seen.get(key)}
    changed = {key: task for key, task in mine.items() if task != seen.get(key)}
    form = plan_form(plan, earlier, _people(plan), tasks=left_alone | changed)
    form.seen.data = written_tasks(overtaken.there)
    for key, _row, cell in form.cells():
        if key in overtaken.cells:
            cell.staff.errors = [_changed_to(plan, key, overtaken.there.get(key))]
    return _form_page(plan, earlier, form, overtaken=len(overtaken.cells))


def _changed_to(plan: WeekPlan, key: Key, task: Task | None) -> str:
    if task is None:
        return str(_("Changed meanwhile: nobody is asked any more."))
    handle = plan.cells[key].staff.handle
    return str(_("Changed meanwhile to: %(handle)s, %(due)s.", handle=handle, due=short_moment(task.due_at)))


def _form_page(plan: WeekPlan, earlier: WeekPlan | None, form: PlanForm, *, overtaken: int = 0) -> str:
    return render_template("planning/plan_form.html", plan=plan, form=form, earlier=earlier, overtaken=overtaken)


def _people(plan: WeekPlan) -> list[Staff]:
    """Who can be asked, and who already was, though their account is closed."""
    asked = {cell.staff_id for cell in plan.cells.values()}
    return list(db.session.scalars(sa.select(Staff).where(Staff.active | Staff.id.in_(asked)).order_by(Staff.handle)))
