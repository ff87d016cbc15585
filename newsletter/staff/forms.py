"""Forms of sign-in, accounts and settings."""

import re
import zoneinfo
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from newsletter.forms import Form
from newsletter.languages import Language
from newsletter.staff.discreet_form import DiscreetForm, mail_address
from newsletter.staff.models import PASSWORD_LENGTH, Role

_NEEDED = DataRequired(_l("Fill this in."))


class SignInForm(Form):
    handle = StringField(_l("Handle"), [_NEEDED, Length(max=40)], render_kw={"autocomplete": "username"})
    password = PasswordField(
        _l("Password"), [_NEEDED, Length(max=1000)], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(Form):
    password = PasswordField(
        _l("New password"),
        [
            _NEEDED,
            Length(PASSWORD_LENGTH, 1000, _l("Use at least %(min)d characters; a sentence is easy to remember.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


class AccountForm(Form):
    name = StringField(_l("Name"), [_NEEDED, Length(max=100)])
    language = SelectField(
        _l("Language of the desk"), choices=[SelectChoice(language, language.own_name) for language in Language]
    )
    new_address = EmailField(_l("Mail address"), [Optional(), Length(max=254), mail_address])


class LostForm(Form):
    handle = StringField(_l("Handle"), [_NEEDED, Length(max=40)])


class StaffForm(Form):
    handle = StringField(_l("Handle"), [_NEEDED, Length(max=40)])
    name = StringField(_l("Name"), [_NEEDED, Length(max=100)])
    role = SelectField(_l("Role"))
    address = EmailField(_l("Mail address"), [_NEEDED, Length(max=254), mail_address])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [SelectChoice(role, role.label) for role in Role]

    def validate_handle(self, field: StringField) -> None:
        field.data = (field.data or "").strip().lower()
        if not re.fullmatch(r"[a-z][a-z0-9._-]{1,39}", field.data):
            raise ValidationError(_("Use 2 to 40 small Latin letters, digits, dots or hyphens, a letter first."))


class SettingsForm(DiscreetForm):
    masthead_en = StringField("English", [_NEEDED, Length(max=80)])
    masthead_be = StringField("Беларуская", [_NEEDED, Length(max=80)])
    masthead_ru = StringField("Русский", [_NEEDED, Length(max=80)])
    about_en = TextAreaField("English", [Length(max=600)])
    about_be = TextAreaField("Беларуская", [Length(max=600)])
    about_ru = TextAreaField("Русский", [Length(max=600)])
    sender_name_en = StringField("English", [Length(max=80)])
    sender_name_be = StringField("Беларуская", [Length(max=80)])
    sender_name_ru = StringField("Русский", [Length(max=80)])
    sender_address = EmailField(_l("Sender’s address"), [_NEEDED, Length(max=254), mail_address])
    reply_to = EmailField(_l("Where replies go"), [Optional(), Length(max=254), mail_address])
    postal_address = TextAreaField(_l("Postal address"), [Length(max=300)])
    zone = StringField(_l("Time zone"), [_NEEDED])
    pictures_in_letters = BooleanField(_l("Standard letters show photos"))
    own_approval = BooleanField(_l("An editor may approve words that nobody else has seen"))

    def validate_zone(self, field: StringField) -> None:
        if field.data not in zoneinfo.available_timezones():
            raise ValidationError(_("There is no such zone. Write it as in Europe/Warsaw."))
