"""The page on which an administrator decides how mails are sent, and who is told."""

import datetime as dt
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.addresses import group_label
from newsletter.db import db
from newsletter.languages import Language
from newsletter.mailer.pacing import warm_up, warming
from newsletter.mailer.policies.forms import SendingForm, changes, stored
from newsletter.mailer.telling import webhook
from newsletter.staff import sealed_settings, settings
from newsletter.staff.guards import admins, me
from newsletter.staff.models import record

blueprint = Blueprint("sending_settings", __name__, url_prefix="/desk/settings/sending")

_WHY = {
    "name": _l("There is no such name."),
    "dns": _l("Its name could not be looked up."),
    "private": _l("It leads into a private network, where nothing is sent."),
    "timeout": _l("It did not answer within 10 seconds."),
    "broken": _l("No connection that can be trusted came about: look at its certificate."),
}


@blueprint.get("")
@admins
def edit() -> ResponseReturnValue:
    return _page(SendingForm(data=stored(settings.current())))


@blueprint.post("")
@admins
def save() -> ResponseReturnValue:
    form, now = SendingForm(), settings.current()
    if not form.validate() or not _has_its_secret(form):
        return _page(form), 422
    wanted = changes(form) | _secret(form)
    changed = {name: value for name, value in wanted.items() if value != getattr(now, name)}
    if "webhook" in changed or webhook.SECRET in changed:
        wanted["webhook_answer"] = {}
    settings.save(**wanted)
    record(me.handle, "settings.changed", ", ".join(sorted(changed)) or "nothing", **_to_be_told(changed))
    db.session.commit()
    flash(_("Settings saved."), "good")
    return redirect(url_for("sending_settings.edit"))


@blueprint.post("/warm-up")
@admins
def warm() -> ResponseReturnValue:
    """Begin the plan of a sending domain, or end it."""
    domain, begins = request.form.get("domain", ""), "begin" in request.form
    if domain not in _sending_domains():
        abort(404)
    plans = {name: day for name, day in settings.current().warm_up.items() if name != domain}
    settings.save(warm_up=plans | ({domain: warming.today().isoformat()} if begins else {}))
    record(me.handle, "warm_up.begun" if begins else "warm_up.ended", domain)
    db.session.commit()
    return redirect(url_for("sending_settings.edit", _anchor="warm-up"))


@blueprint.post("/webhook")
@admins
def try_webhook() -> ResponseReturnValue:
    if settings.current().webhook:
        webhook.try_out(by=me.handle)
        db.session.commit()
        flash(_("The webhook is being called. Load the page again in a few seconds."), "good")
    return redirect(url_for("sending_settings.edit", _anchor="webhook"))


def _has_its_secret(form: SendingForm) -> bool:
    if not form.webhook.data or form.webhook_secret.data or settings.current().webhook_secret:
        return True
    form.webhook_secret.errors = [_("Write a secret, so that the receiver can tell who calls.")]
    return False


def _secret(form: SendingForm) -> dict[str, Any]:
    """Without an address nothing stays that could be used."""
    if not form.webhook.data:
        return {webhook.SECRET: ""}
    return (
        {webhook.SECRET: sealed_settings.sealed(webhook.SECRET, form.webhook_secret.data)}
        if form.webhook_secret.data
        else {}
    )


def _to_be_told(changed: dict[str, Any]) -> dict[str, Any]:
    """To the audit log: what is set now, but no secret, and no address that may hold one."""
    return {name: value for name, value in changed.items() if name not in ("webhook", webhook.SECRET)}


def _sending_domains() -> list[str]:
    now = settings.current()
    return list(dict.fromkeys(now.sender(variant, Language.EN).domain.lower() for variant in now.variants))


def _page(form: SendingForm) -> str:
    now = settings.current()
    return render_template(
        "mailer/policies.html",
        form=form,
        group_label=group_label,
        now=now,
        plans=[(domain, *_plan(domain)) for domain in _sending_domains()],
        steps=len(warm_up.PLAN),
        answer=_answer(now.webhook_answer),
    )


def _plan(domain: str) -> tuple[int, int, int]:
    """At which step of its plan a domain is (0 if it has none), what it may send today, and what it has sent."""
    share = warming.share(domain)
    return (warm_up.PLAN.index(share) + 1, share, warming.sent(domain)) if share else (0, 0, 0)


def _answer(found: dict[str, str]) -> tuple[bool, str, dt.datetime] | None:
    """Whether it was a success, in words, and when."""
    if not found:
        return None
    says = found["says"]
    words = str(_WHY[says]) if says in _WHY else _("It answered %(status)s.", status=says)
    return webhook.is_success(says), words, dt.datetime.fromisoformat(found["at"])
