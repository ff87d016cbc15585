"""The page on which an administrator switches machine drafts on, and is told what leaves the machine by it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries.refusals import Refusal
from newsletter.db import db
from newsletter.staff import sealed_settings, settings
from newsletter.staff.guards import admins, me
from newsletter.staff.models import record
from newsletter.translation.machine import asking, configuration, failures
from newsletter.translation.machine.configuration import KEY, Kind
from newsletter.translation.machine.forms import MachineForm
from newsletter.translation.machine.hosts import host_of
from newsletter.translation.machine.models import DraftRequest

blueprint = Blueprint("machine_settings", __name__, url_prefix="/desk/settings/machine")


@blueprint.get("")
@admins
def edit() -> ResponseReturnValue:
    now = settings.current()
    stored = {name: getattr(now, f"machine_{name}") for name in ("provider", "address", "model", "notes")}
    return _page(MachineForm(data=stored))


@blueprint.post("")
@admins
def save() -> ResponseReturnValue:
    form, now = MachineForm(), settings.current()
    if not form.validate() or not _has_its_key(form):
        return _page(form), 422
    changes = _changes(form)
    changed = sorted(name for name, value in changes.items() if value != getattr(now, name))
    settings.save(**changes)
    asking.forget_trials()
    record(me.handle, "settings.changed", ", ".join(changed) or "nothing", host=configuration.host())
    db.session.commit()
    flash(_("Settings saved."), "good")
    return redirect(url_for("machine_settings.edit"))


@blueprint.post("/trial")
@admins
def try_out() -> ResponseReturnValue:
    try:
        asking.try_out(by=me)
        db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        flash(_(refusal.message, **refusal.values), "bad")
    return redirect(url_for("machine_settings.edit", _anchor="trial"))


@blueprint.get("/trial")
@admins
def trial() -> ResponseReturnValue:
    """How it went, for a page that waits for it."""
    found = asking.latest(None)
    return {
        "html": render_template("translation/_trial.html", **_told(found)),
        "under_way": bool(found and found.is_open),
    }


def _changes(form: MachineForm) -> dict[str, str]:
    """Switched off, nothing stays that could be used: the key goes, and its address with it."""
    if form.kind is Kind.OFF:
        return dict.fromkeys(("machine_provider", "machine_address", "machine_model", KEY), "")
    changes = {
        "machine_provider": str(form.kind),
        "machine_address": form.address.data or "",
        "machine_model": (form.model.data or "") if form.kind is Kind.CHAT else "",
        "machine_notes": (form.notes.data or "").strip(),
    }
    if form.key.data:
        return changes | {KEY: sealed_settings.sealed(KEY, form.key.data)}
    return changes if _keeps_key(form) else changes | {KEY: ""}


def _has_its_key(form: MachineForm) -> bool:
    """The stored key isn't handed to another server: whoever may change settings needn't know it."""
    if form.kind in (Kind.OFF, Kind.CHAT) or form.key.data or _keeps_key(form):
        return True
    form.key.errors = [_("Type the key: for this server there is none yet.")]
    return False


def _keeps_key(form: MachineForm) -> bool:
    now = settings.current()
    return bool(now.machine_key) and host_of(form.address.data or "") == host_of(now.machine_address)


def _page(form: MachineForm) -> str:
    kept = bool(settings.current().machine_key)
    told = _told(asking.latest(None))
    return render_template("translation/machine.html", form=form, has_key=kept, host=configuration.host(), **told)


def _told(trial: DraftRequest | None) -> dict[str, object]:
    problem = failures.restored(trial.problem) if trial and trial.problem else None
    return {"trial": trial, "problem": _(problem.message, **problem.values) if problem else ""}
