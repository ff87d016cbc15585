"""The settings of discreet letters: who they come from, and that nothing of it tells whose they are."""

from urllib.parse import urlsplit

import idna
from blinker import Signal
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField, URLField
from wtforms.validators import Length, Optional, StopValidation, ValidationError

from newsletter.addresses import BadAddress, normalised
from newsletter.forms import Form
from newsletter.languages import Language, Words
from newsletter.staff import neutrality, settings
from newsletter.staff.discreet_host import hostname

giving_up = Signal("Sent before discreet letters are given up. Whoever is against it answers with a sentence.")


def mail_address(_form: Form, field: EmailField) -> None:
    if not field.data:
        return
    try:
        field.data = normalised(field.data)
    except BadAddress as error:
        raise StopValidation(str(error)) from error


class DiscreetForm(Form):
    """Part of the settings form, which has the weekly's names and its sender beside them."""

    discreet_name_en = StringField("English", [Length(max=80)])
    discreet_name_be = StringField("Беларуская", [Length(max=80)])
    discreet_name_ru = StringField("Русский", [Length(max=80)])
    discreet_address = EmailField(_l("Sender’s address of discreet letters"), [Length(max=254), mail_address])
    discreet_reply_to = EmailField(
        _l("Where replies to discreet letters go"), [Optional(), Length(max=254), mail_address]
    )
    discreet_url = URLField(_l("Address of the pages behind their links"), [Length(max=200)])

    def validate_discreet_name_en(self, field: StringField) -> None:
        self._is_a_neutral_name(field)

    validate_discreet_name_be = validate_discreet_name_ru = validate_discreet_name_en

    def validate_discreet_address(self, field: EmailField) -> None:
        if field.data:
            self._is_a_neutral_address(field)
        elif settings.current().discreet_address:
            for _receiver, sentence in giving_up.send():
                if sentence:
                    raise ValidationError(sentence)

    def validate_discreet_reply_to(self, field: EmailField) -> None:
        self._is_a_neutral_address(field)

    def validate_discreet_url(self, field: URLField) -> None:
        field.data = (field.data or "").strip().rstrip("/")
        if not field.data:
            return
        field.data, host = _root(field.data)
        ours = hostname(current_app.config["URL"])
        if neutrality.of_one_owner(host, ours):
            raise ValidationError(
                _("This is on the domain of the public pages, %(domain)s, and tells whose it is.", domain=ours)
            )
        self._tells_nothing(neutrality.readable(host))

    def _is_a_neutral_name(self, field: StringField) -> None:
        field.data = (field.data or "").strip()
        if not field.data and (self.discreet_address.data or self.discreet_url.data):
            raise ValidationError(_("Discreet letters need a name in each language, such as Notes."))
        self._tells_nothing(field.data)

    def _is_a_neutral_address(self, field: EmailField) -> None:
        local, _at, domain = field.data.rpartition("@")
        for known in (self["sender_address"], self["reply_to"]):
            theirs = (known.data or "").rpartition("@")[2].casefold()
            if theirs and neutrality.of_one_owner(domain, theirs):
                raise ValidationError(
                    _(
                        "This is on the domain of the standard letters, %(domain)s: whoever sees one knows the other.",
                        domain=theirs,
                    )
                )
        self._tells_nothing(f"{local}@{neutrality.readable(domain)}")

    def _tells_nothing(self, text: str) -> None:
        word = neutrality.telltale(text, neutrality.words_of(self.words("masthead"), self.words("sender_name")))
        if word:
            raise ValidationError(
                _("“%(word)s” is a word of the weekly’s name and tells whose letter it is.", word=word)
            )

    def words(self, name: str) -> Words:
        """What was typed for `name` in each language."""
        typed = {str(language): (self[f"{name}_{language}"].data or "").strip() for language in Language}
        return {code: text for code, text in typed.items() if text}


def _root(text: str) -> tuple[str, str]:
    """The address as it is kept, and its host's name. Raises ValidationError."""
    wrong = _("Write an address without a path, such as https://notes.example.net.")
    try:
        parts = urlsplit(text)
        host = idna.encode(parts.hostname or "", uts46=True).decode()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, idna.IDNAError) as error:
        raise ValidationError(wrong) from error
    if parts.scheme not in ("http", "https") or parts.path or parts.query or parts.fragment or parts.username:
        raise ValidationError(wrong)
    if parts.scheme == "http" and host not in ("localhost", "127.0.0.1"):
        raise ValidationError(_("Without https everybody on the way can read which page is opened."))
    return f"{parts.scheme}://{host}{port}", host
