"""The newsroom's settings page."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.languages import Language, Words
from newsletter.staff import sealed_settings, settings
from newsletter.staff.forms import SettingsForm
from newsletter.staff.guards import admins, me
from newsletter.staff.models import record

blueprint = Blueprint("settings", __name__, url_prefix="/desk/settings")

TRILINGUAL = {"masthead": "mastheads", "about": "about", "sender_name": "sender_names"}
PLAIN = (
    "sender_address",
    "reply_to",
    "postal_address",
    "zone",
    "relay_host",
    "relay_port",
    "relay_security",
    "relay_username",
)


@blueprint.get("")
@admins
def edit() -> ResponseReturnValue:
    now = settings.current()
    stored = {name: getattr(now, name) for name in (*PLAIN, "own_approval")}
    for field, name in TRILINGUAL.items():
        stored |= {f"{field}_{language}": getattr(now, name).get(language, "") for language in Language}
    return render_template("staff/settings.html", form=SettingsForm(data=stored), has_password=bool(now.relay_password))


@blueprint.post("")
@admins
def save() -> ResponseReturnValue:
    form = SettingsForm()
    now = settings.current()
    if not form.validate() or not _password_stays_with_its_server(form):
        return render_template("staff/settings.html", form=form, has_password=bool(now.relay_password)), 422
    changes = {name: form[name].data or ("" if name != "relay_port" else 587) for name in PLAIN}
    for field, name in TRILINGUAL.items():
        changes[name] = _words(form, field)
    changes["own_approval"] = form.own_approval.data
    if form.relay_password.data:
        changes["relay_password"] = sealed_settings.sealed("relay_password", form.relay_password.data)
    changed = sorted(name for name, value in changes.items() if value != getattr(now, name))
    settings.save(**changes)
    record(me.handle, "settings.changed", ", ".join(changed) or "nothing")
    db.session.commit()
    flash(_("Settings saved."), "good")
    return redirect(url_for("settings.edit"))


def _password_stays_with_its_server(form: SettingsForm) -> bool:
    """The stored password isn't handed to another server: whoever may change settings needn't know it."""
    now = settings.current()
    if now.relay_password and form.relay_host.data != now.relay_host and not form.relay_password.data:
        form.relay_password.errors = [_("Type the password again: this is another server.")]
        return False
    return True


def _words(form: SettingsForm, field: str) -> Words:
    words = {language: (form[f"{field}_{language}"].data or "").strip() for language in Language}
    return {str(language): text for language, text in words.items() if text}
