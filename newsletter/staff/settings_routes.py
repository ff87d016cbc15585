"""The newsroom's settings page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff import settings
from newsletter.staff.discreet_host import hostname
from newsletter.staff.forms import SettingsForm
from newsletter.staff.guards import admins, me
from newsletter.staff.models import record
from newsletter.staff.settings import Settings

blueprint = Blueprint("settings", __name__, url_prefix="/desk/settings")

TRILINGUAL = {
    "masthead": "mastheads",
    "about": "about",
    "sender_name": "sender_names",
    "discreet_name": "discreet_names",
}
PLAIN = (
    "sender_address",
    "reply_to",
    "discreet_address",
    "discreet_reply_to",
    "discreet_url",
    "postal_address",
    "zone",
)
TICKED = ("own_approval", "pictures_in_letters")


@blueprint.get("")
@admins
def edit() -> ResponseReturnValue:
    now = settings.current()
    stored = {name: getattr(now, name) for name in (*PLAIN, *TICKED)}
    for field, name in TRILINGUAL.items():
        stored |= {f"{field}_{language}": getattr(now, name).get(language, "") for language in Language}
    return render_template("staff/settings.html", form=SettingsForm(data=stored))


@blueprint.post("")
@admins
def save() -> ResponseReturnValue:
    form = SettingsForm()
    now = settings.current()
    if not form.validate():
        return render_template("staff/settings.html", form=form), 422
    changes: dict[str, Any] = {name: form[name].data or "" for name in PLAIN}
    for field, name in TRILINGUAL.items():
        changes[name] = form.words(field)
    changes |= {name: form[name].data for name in TICKED}
    changes["former_discreet_hosts"] = _former_hosts(now, changes["discreet_url"])
    changed = sorted(name for name, value in changes.items() if value != getattr(now, name))
    settings.save(**changes)
    record(me.handle, "settings.changed", ", ".join(changed) or "nothing")
    db.session.commit()
    flash(_("Settings saved."), "good")
    return redirect(url_for("settings.edit"))


def _former_hosts(now: Settings, url: str) -> list[str]:
    """Mails that were sent lead to the old name for as long as somebody keeps them."""
    here = hostname(now.discreet_url)
    moved = here and here != hostname(url)
    return sorted({*now.former_discreet_hosts, here}) if moved else now.former_discreet_hosts
