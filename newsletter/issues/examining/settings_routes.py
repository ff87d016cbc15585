"""Which rules of the preflight block and which warn, and what the DNS says of our senders: for administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.background import CHECKS, enqueue
from newsletter.db import db, now
from newsletter.issues import preflight
from newsletter.issues.examining import surroundings
from newsletter.issues.examining.settings_forms import SelectorsForm
from newsletter.issues.outside import domain_checks
from newsletter.issues.preflight import RULES, Severity
from newsletter.issues.preflight.senders import record_lines
from newsletter.staff import settings
from newsletter.staff.guards import admins, me
from newsletter.staff.models import record

blueprint = Blueprint("preflight_settings", __name__, url_prefix="/desk/settings/preflight")


@blueprint.get("")
@admins
def edit() -> ResponseReturnValue:
    return _page(SelectorsForm(data=settings.current().dkim_selectors))


@blueprint.post("")
@admins
def save() -> ResponseReturnValue:
    before = preflight.decisions(settings.current().preflight)
    after = {rule.name: decided for rule in RULES if (decided := _decided(rule)) and decided is not rule.severity}
    changed = {
        rule.name: str(after.get(rule.name, rule.severity))
        for rule in RULES
        if after.get(rule.name) is not before.get(rule.name)
    }
    settings.save(preflight={name: str(severity) for name, severity in after.items()})
    if changed:
        record(me.handle, "preflight.changed", ", ".join(changed), rules=changed)
    db.session.commit()
    flash(_("Settings saved."), "good")
    return redirect(url_for("preflight_settings.edit"))


@blueprint.post("/domains")
@admins
def look_up() -> ResponseReturnValue:
    """Name the selectors of the keys, and ask the DNS anew."""
    form = SelectorsForm()
    if not form.validate():
        return _page(form), 422
    if form.selectors != settings.current().dkim_selectors:
        settings.save(dkim_selectors=form.selectors)
        record(me.handle, "settings.changed", "dkim_selectors")
    enqueue("look_up_domains", queue=CHECKS, key=f"domains-{now().timestamp():.0f}")
    db.session.commit()
    flash(_("The DNS is being asked. Load the page again in a few seconds."), "good")
    return redirect(url_for("preflight_settings.edit", _anchor="domains"))


def _decided(rule: preflight.Rule) -> Severity | None:
    """What was chosen for it; nothing for one that can't be decided or that the form didn't show."""
    chosen = request.form.get(rule.name)
    return preflight.decisions({rule.name: chosen}).get(rule.name) if chosen else None


def _page(form: SelectorsForm) -> str:
    senders = surroundings.senders()
    return render_template(
        "issues/preflight_settings.html",
        families=[(family, [rule for rule in RULES if rule.family is family]) for family in preflight.Family],
        decided=preflight.decisions(settings.current().preflight),
        severities=list(Severity),
        senders=[(sender, record_lines(sender)) for sender in senders],
        checked=domain_checks.known({sender.domain for sender in senders}),
        is_public_domain=domain_checks.is_public_domain,
        form=form,
    )
