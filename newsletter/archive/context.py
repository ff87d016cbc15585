"""What every public page shows around its content."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from newsletter.web import interface_language


def for_public_pages() -> dict[str, Any]:
    """The desk and the local mailbox have their own navigation."""
    if request.path.startswith(("/desk", "/mailbox")):
        return {}
    language, here = interface_language(), request.endpoint
    nav = [
        (url_for("archive.front", language=language), _("This week"), here == "archive.front"),
        (url_for("archive.issues", language=language), _("Archive"), here == "archive.issues"),
        (url_for("subscribers.form", language=language), _("Subscribe"), here == "subscribers.form"),
    ]
    footer = [
        (
            url_for("subscribers.safety", language=language),
            _("What we do for your safety"),
            here == "subscribers.safety",
        ),
        (url_for("archive.corrections", language=language), _("Corrections"), here == "archive.corrections"),
        (url_for("staff.sign_in"), _("For the newsroom"), False),
    ]
    home = url_for("archive.front", language=language)
    return {"home": home, "nav": nav, "footer": footer, "alternates": {}}
