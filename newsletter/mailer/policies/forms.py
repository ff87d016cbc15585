"""The form of how mails are sent, and who is told."""

import datetime as dt
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FloatField, FormField, PasswordField, RadioField, SelectChoice, StringField, TimeField
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from newsletter.addresses import GROUPS
from newsletter.forms import NEEDED, Form, Part
from newsletter.staff.settings import Settings

RESEND, HOLD = "resend", "hold"
SECRET_LENGTH = 16
"""Characters at the least."""
_DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class Number(FloatField):
    """Takes a decimal comma too, whatever language the browser speaks."""

    widget = TextInput()

    def _value(self) -> str:
        return f"{self.data:g}" if self.data is not None and not self.raw_data else str(super()._value())

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([written.strip().replace(",", ".") for written in valuelist])


def _limit(label: str = "") -> Number:
    """Mails a second; empty for none."""
    return Number(label, [Optional(), NumberRange(0.1, 1000)], render_kw=_DECIMAL)


LimitsPart = type("LimitsPart", (Part,), {group: _limit() for group in GROUPS})
"""A field for each provider group, by its name."""


class SendingForm(Form):
    doubts = RadioField(
        _l("Deliveries that are uncertain"),
        choices=[SelectChoice(RESEND, _l("Send them again")), SelectChoice(HOLD, _l("Ask the editors"))],
    )
    first_readers = Number(_l("First readers"), [NEEDED, NumberRange(0, 10)], render_kw=_DECIMAL)
    first_refusals = Number(_l("Most refusals"), [NEEDED, NumberRange(0.5, 50)], render_kw=_DECIMAL)
    limits = FormField(LimitsPart)
    domain_limit = _limit(_l("Any one domain"))
    quiet_from = TimeField(_l("Quiet from"), [Optional()])
    quiet_to = TimeField(_l("Quiet until"), [Optional()])
    reads_reports = BooleanField(_l("Mails that come back are read"))
    webhook = StringField(_l("Address (URL)"), [Length(max=300)])
    webhook_secret = PasswordField(
        _l("Secret"),
        [Optional(), Length(SECRET_LENGTH, 200, _l("Use at least %(min)d characters, and at most %(max)d."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_quiet_from(self, field: TimeField) -> None:
        if self.quiet_to.data is None:
            raise ValidationError(_("Write both times, or neither."))

    def validate_quiet_to(self, field: TimeField) -> None:
        if self.quiet_from.data is None:
            raise ValidationError(_("Write both times, or neither."))
        if self.quiet_from.data == field.data:
            raise ValidationError(_("Choose two different times."))

    def validate_webhook(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if field.data and not _is_fit(field.data):
            raise ValidationError(
                _("Write the whole address, such as https://example.org/hooks/mail, without a password.")
            )


def _is_fit(address: str) -> bool:
    """Whether it can be called at all; that it is a public place is seen to then."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    written = address.isascii() and address.isprintable() and " " not in address
    return written and parts.scheme == "https" and bool(host) and parts.username is None and not parts.fragment


def stored(now: Settings) -> dict[str, object]:
    """The settings as the form shows them."""
    return {
        "doubts": RESEND if now.resend_in_doubt else HOLD,
        "first_readers": now.first_readers,
        "first_refusals": now.first_refusals,
        "limits": now.group_limits,
        "domain_limit": now.domain_limit or None,
        "quiet_from": _clock(now.quiet_from),
        "quiet_to": _clock(now.quiet_to),
        "reads_reports": now.reads_reports,
        "webhook": now.webhook,
    }


def changes(form: SendingForm) -> dict[str, object]:
    """What the form says, as the settings keep it; without the secret."""
    begin, end = form.quiet_from.data, form.quiet_to.data
    return {
        "resend_in_doubt": form.doubts.data == RESEND,
        "first_readers": form.first_readers.data,
        "first_refusals": form.first_refusals.data,
        "group_limits": {group: limit for group, limit in form.limits.data.items() if limit},
        "domain_limit": form.domain_limit.data or 0.0,
        "quiet_from": f"{begin:%H:%M}" if begin else "",
        "quiet_to": f"{end:%H:%M}" if end else "",
        "reads_reports": form.reads_reports.data,
        "webhook": form.webhook.data or "",
    }


def _clock(written: str) -> dt.time | None:
    return dt.time.fromisoformat(written) if written else None
