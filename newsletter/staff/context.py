"""What the shared templates need to know: who is signed in, what the newsroom is called, where they may go."""

from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _

from newsletter.languages import Language
from newsletter.staff import discreet_host, settings
from newsletter.staff.guards import ADMINS, EDITORS, EVERYONE
from newsletter.staff.models import Staff
from newsletter.web import interface_language


def for_templates() -> dict[str, Any]:
    staff: Staff | None = g.get("staff")
    return {
        "me": staff,
        "settings": settings.current(),
        "bare": discreet_host.is_bare(),
        "nav": _navigation(staff) if staff else [],
        "languages": _languages(),
    }


def _languages() -> list[tuple[str, str, bool]]:
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return [
        (url_for("staff.speak", language=language, next=here), language.own_name, language == interface_language())
        for language in Language
    ]


def _navigation(staff: Staff) -> list[tuple[str, str, bool]]:
    """(address, label, whether we are there) of every part of the desk that this person may use."""
    parts = [
        ("planning.week", _("This week"), EVERYONE),
        ("plans.index", _("Plan"), EVERYONE),
        ("commentaries.index", _("Commentaries"), EVERYONE),
        ("terms.index", _("Terms"), EVERYONE),
        ("issues.index", _("Issues"), EDITORS),
        ("mailer.index", _("Sending"), EDITORS),
        ("staff.index", _("Staff"), ADMINS),
        ("settings.edit", _("Settings"), ADMINS),
    ]
    here = request.endpoint or ""
    return [
        (url_for(endpoint), label, _is_here(endpoint, here)) for endpoint, label, roles in parts if staff.role in roles
    ]


_WITHIN = {
    "plan_letters": "plans",
    "absences": "plans",
    "texts": "commentaries",
    "history": "commentaries",
    "translating": "commentaries",
    "photos": "commentaries",
    "authors": "commentaries",
    "sections": "commentaries",
    "machine_settings": "settings",
    "preflight_settings": "settings",
    "sending_settings": "settings",
    "relays": "settings",
    "remarks": "commentaries",
    "publication": "commentaries",
    "term_import": "terms",
    "words": "terms",
    "memory": "terms",
}
"""Parts of the desk that have no entry of their own in the navigation."""


def _is_here(endpoint: str, here: str) -> bool:
    if here in ("staff.account", "staff.save_account"):
        return endpoint == here
    part = here.partition(".")[0]
    return endpoint.partition(".")[0] == _WITHIN.get(part, part)
