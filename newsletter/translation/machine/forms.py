"""The settings of machine drafts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from newsletter.commentaries.refusals import Refusal
from newsletter.forms import Form
from newsletter.translation.machine import deepl, hosts
from newsletter.translation.machine.configuration import MODEL, Kind

NOTES = 1_000
"""Characters."""


class MachineForm(Form):
    provider = SelectField(_l("Provider"))
    address = StringField(_l("Address"), [Length(max=hosts.LONGEST)])
    model = StringField(_l("Model"), [Length(max=100)])
    key = PasswordField(_l("Key"), [Length(max=500)], render_kw={"autocomplete": "new-password"})
    notes = TextAreaField(_l("Notes on style for the model"), [Length(max=NOTES)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider.choices = [SelectChoice(kind, kind.label) for kind in Kind]

    @property
    def kind(self) -> Kind:
        return Kind(self.provider.data)

    def validate_address(self, field: StringField) -> None:
        if self.provider.data not in list(Kind) or self.kind is Kind.OFF:
            return
        try:
            field.data = hosts.checked(field.data or self.kind.own_address)
        except Refusal as refusal:
            raise ValidationError(_(refusal.message, **refusal.values)) from refusal

    def validate_model(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if self.provider.data == Kind.CHAT and not MODEL.fullmatch(field.data):
            raise ValidationError(_("Write the model’s name as the server knows it, such as gemma3:27b."))

    def validate_key(self, field: PasswordField) -> None:
        field.data = (field.data or "").strip()
        if not (field.data.isascii() and field.data.isprintable()):
            raise ValidationError(_("A key has Latin letters, digits and signs only: copy it again."))
        is_free, chosen = field.data.endswith(deepl.FREE_KEY), self.provider.data
        if field.data and is_free != (chosen == Kind.DEEPL_FREE) and chosen in (Kind.DEEPL_FREE, Kind.DEEPL_PRO):
            raise ValidationError(_("Keys of DeepL’s free plan end in “:fx”, the others don’t: choose the other plan."))
