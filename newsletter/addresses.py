"""Mail addresses: one spelling for each, and nothing that could be taken for another."""

import unicodedata

import idna
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

_PROVIDERS = {
    "gmail": ("gmail.com", "googlemail.com"),
    "yandex": ("yandex.", "ya.ru"),
    "mailru": ("mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru"),
    "outlook": ("outlook.", "hotmail.", "live.", "msn.com"),
    "yahoo": ("yahoo.", "ymail.com"),
    "proton": ("proton.me", "protonmail.", "pm.me"),
    "icloud": ("icloud.com", "me.com", "mac.com"),
}

GROUPS = (*_PROVIDERS, "other")
_NAMES = {"mailru": "Mail.ru", "icloud": "iCloud"}


class BadAddress(ValueError):
    """The message is for the person who typed it, in their language."""


def normalised(raw: str) -> str:
    """NFC, lower case, the domain in its ASCII form (IDNA). Raises BadAddress."""
    text = unicodedata.normalize("NFC", raw.strip()).lower()
    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError as error:
        raise BadAddress(_("This does not look like a mail address. Check it letter by letter.")) from error
    domain = found.ascii_domain.lower()
    if any(_mixes_scripts(label) for label in idna.decode(domain).split(".")):
        raise BadAddress(_("The part after @ mixes letters of several alphabets. Type it again."))
    return f"{found.ascii_local_part or found.local_part}@{domain}".lower()


def _mixes_scripts(label: str) -> bool:
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    return len(scripts) > 1


def provider(address: str) -> str:
    """A coarse group for pacing and counts; all that is kept of an address in clear."""
    domain = address.rpartition("@")[2]
    for group, domains in _PROVIDERS.items():
        if any(domain == known or (known.endswith(".") and domain.startswith(known)) for known in domains):
            return group
    return "other"


def group_label(group: str) -> str:
    """A group as people read it."""
    return str(_("other providers")) if group == "other" else _NAMES.get(group, group.capitalize())
