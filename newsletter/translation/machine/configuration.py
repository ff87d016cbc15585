"""Which provider drafts, as an administrator has set it; none, until one has."""

import re
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from newsletter.staff import sealed_settings, settings
from newsletter.translation.machine import deepl, failures
from newsletter.translation.machine.chat import Chat
from newsletter.translation.machine.hosts import host_of
from newsletter.translation.machine.provider import Provider

KEY = "machine_key"
"""The setting in which the key is kept, sealed."""
MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}")


class Kind(StrEnum):
    OFF = ""
    DEEPL_FREE = "deepl-free"
    DEEPL_PRO = "deepl-pro"
    CHAT = "chat"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def own_address(self) -> str:
        """Where it is found if nothing else is said."""
        return {Kind.DEEPL_FREE: deepl.FREE, Kind.DEEPL_PRO: deepl.PRO}.get(self, "")


_LABELS = {
    Kind.OFF: _l("none: machine drafts are off"),
    Kind.DEEPL_FREE: _l("DeepL, free plan"),
    Kind.DEEPL_PRO: _l("DeepL, paid plan"),
    Kind.CHAT: _l("A language model with the interface of OpenAI, a service or your own"),
}


def kind() -> Kind:
    return Kind(settings.current().machine_provider)


def is_on() -> bool:
    return kind() is not Kind.OFF


def host() -> str:
    """To whom the words go; empty while none go anywhere."""
    return host_of(settings.current().machine_address) if is_on() else ""


def provider() -> Provider:
    """For background work: opens the key. Raises Off, and vault.CannotOpen elsewhere."""
    chosen = settings.current()
    if not is_on():
        raise failures.Off
    key = sealed_settings.opened(KEY, chosen.machine_key)
    if kind() is Kind.CHAT:
        return Chat(chosen.machine_address, chosen.machine_model, key)
    return deepl.DeepL(chosen.machine_address, key)
