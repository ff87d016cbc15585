"""The form of what is looked for in the DNS."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp

from newsletter.forms import Form
from newsletter.languages import Variant

_SELECTOR = Regexp(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z", message=_l("Letters, digits, dots and hyphens."))


class SelectorsForm(Form):
    """Fields are named as the variants."""

    standard = StringField(_l("Selector of the standard sender"), [Optional(), Length(max=63), _SELECTOR])
    discreet = StringField(_l("Selector of the discreet sender"), [Optional(), Length(max=63), _SELECTOR])

    @property
    def selectors(self) -> dict[str, str]:
        written = {str(variant): (self[str(variant)].data or "").strip() for variant in Variant}
        return {variant: selector for variant, selector in written.items() if selector}
