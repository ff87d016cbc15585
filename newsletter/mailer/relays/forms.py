"""The form of a relay."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from newsletter.forms import NEEDED, Form
from newsletter.mailer.policies.forms import Number
from newsletter.mailer.smtp import Security
from newsletter.staff.relay_models import Purpose, Relay

_SECURITIES = {
    Security.STARTTLS: "STARTTLS",
    Security.TLS: "TLS",
    Security.NONE: _l("none (only on this machine)"),
}
HOST = re.compile(r"[A-Za-z0-9.:_-]+")


class RelayForm(Form):
    name = StringField(_l("Name"), [DataRequired(_l("Fill this in.")), Length(max=40)])
    purpose = SelectField(_l("What it is for"))
    active = BooleanField(_l("It is used"), default=True)
    host = StringField(_l("Server"), [DataRequired(_l("Fill this in.")), Length(max=253)])
    port = IntegerField(_l("Port"), [NEEDED, NumberRange(1, 65535)], default=587)
    security = SelectField(_l("Encryption"), choices=[SelectChoice(*item) for item in _SECURITIES.items()])
    username = StringField(_l("User name"), [Length(max=200)])
    password = PasswordField(_l("Password"), [Length(max=500)], render_kw={"autocomplete": "new-password"})
    weight = IntegerField(_l("Weight"), [NEEDED, NumberRange(0, 1000)], default=1)
    connections = IntegerField(_l("Connections"), [NEEDED, NumberRange(1, 100)], default=4)
    per_connection = IntegerField(_l("Messages on a connection"), [NEEDED, NumberRange(1, 100_000)], default=500)
    per_second = Number(_l("Messages a second"), [Optional(), NumberRange(0.01, 100_000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose.choices = [SelectChoice(purpose, purpose.label) for purpose in Purpose]

    @classmethod
    def of(cls, row: Relay) -> "RelayForm":
        kept = ("name", "purpose", "active", "host", "port", "security", "username")
        limits = ("weight", "connections", "per_connection", "per_second")
        return cls(data={name: getattr(row, name) for name in (*kept, *limits)})

    def facts(self) -> dict[str, Any]:
        """The columns of a relay, without its password."""
        values = {field.short_name: field.data for field in self if field.short_name not in ("csrf_token", "password")}
        return values | {"purpose": Purpose(self.purpose.data), "name": (self.name.data or "").strip()}

    def validate_host(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if not HOST.fullmatch(field.data):
            raise ValidationError(_("Write the server’s name or address alone, such as smtp.example.org."))
