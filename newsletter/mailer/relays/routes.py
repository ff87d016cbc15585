"""The pages on which administrators set relays."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.mailer.relays import keeping, trial
from newsletter.mailer.relays.forms import RelayForm
from newsletter.mailer.relays.keeping import RelayRefusal
from newsletter.staff import relays
from newsletter.staff.guards import admins, me
from newsletter.staff.models import record
from newsletter.staff.relay_models import Relay

blueprint = Blueprint("relays", __name__, url_prefix="/desk/settings/relays")


@blueprint.get("")
@admins
def index() -> ResponseReturnValue:
    rows, has_mailbox = keeping.every(), "mailbox" in current_app.extensions
    facts = {"shares": keeping.shares(rows), "hosts": relays.hosts(), "has_mailbox": has_mailbox}
    return render_template("mailer/relays.html", rows=rows, **facts)


@blueprint.get("/new")
@admins
def new() -> ResponseReturnValue:
    return render_template("mailer/relay.html", form=RelayForm(), row=None)


@blueprint.post("/new")
@admins
def create() -> ResponseReturnValue:
    form = RelayForm()
    if not form.validate():
        return render_template("mailer/relay.html", form=form, row=None), 422
    try:
        row = keeping.add(by=me.handle, password=form.password.data or "", **form.facts())
    except RelayRefusal as refusal:
        _tell(form, refusal)
        return render_template("mailer/relay.html", form=form, row=None), 422
    db.session.commit()
    flash(_("The relay is added. Try it before the next issue leaves."), "good")
    return redirect(url_for("relays.edit", relay_id=row.id))


@blueprint.get("/<int:relay_id>")
@admins
def edit(relay_id: int) -> ResponseReturnValue:
    row = _relay(relay_id)
    return _page(RelayForm.of(row), row)


@blueprint.post("/<int:relay_id>")
@admins
def save(relay_id: int) -> ResponseReturnValue:
    form, row = RelayForm(), _relay(relay_id)
    if not form.validate():
        return _page(form, row), 422
    try:
        keeping.change(row, by=me.handle, password=form.password.data or "", **form.facts())
    except RelayRefusal as refusal:
        _tell(form, refusal)
        return _page(form, row), 422
    db.session.commit()
    flash(_("Settings saved."), "good")
    return redirect(url_for("relays.edit", relay_id=relay_id))


@blueprint.post("/<int:relay_id>/removal")
@admins
def remove(relay_id: int) -> ResponseReturnValue:
    row = _relay(relay_id)
    try:
        keeping.remove(row, by=me.handle)
    except RelayRefusal as refusal:
        flash(_(refusal.message), "bad")
        return redirect(url_for("relays.edit", relay_id=relay_id))
    db.session.commit()
    flash(_("The relay %(name)s is removed.", name=row.name), "good")
    return redirect(url_for("relays.index"))


@blueprint.post("/<int:relay_id>/trial")
@admins
def try_out(relay_id: int) -> ResponseReturnValue:
    row = _relay(relay_id)
    trial.ask(row)
    record(me.handle, "relay.tried", row.name)
    db.session.commit()
    return redirect(url_for("relays.edit", relay_id=relay_id, _anchor="trial"))


@blueprint.get("/<int:relay_id>/trial")
@admins
def tried(relay_id: int) -> ResponseReturnValue:
    """How it went, for a page that waits for it."""
    row = _relay(relay_id)
    under_way = trial.is_under_way(row)
    return {
        "html": render_template("mailer/_relay_trial.html", row=row, under_way=under_way),
        "under_way": under_way,
    }


def _relay(relay_id: int) -> Relay:
    return db.session.get(Relay, relay_id) or abort(404)


def _tell(form: RelayForm, refusal: RelayRefusal) -> None:
    form[refusal.field].errors = [_(refusal.message)]


def _page(form: RelayForm, row: Relay) -> str:
    return render_template("mailer/relay.html", form=form, row=row, under_way=trial.is_under_way(row))
