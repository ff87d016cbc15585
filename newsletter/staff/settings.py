"""What the newsroom has decided about itself: one value, kept in rows, read once a request."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import current_app, g, has_app_context

from newsletter.db import db, upsert
from newsletter.languages import Language, Variant, Words, first_of
from newsletter.letters.mime import Sender
from newsletter.staff.models import Setting


@dataclass(frozen=True)
class Settings:
    """Words are keyed by language. Passwords and keys are sealed: only the mailer can read them."""

    mastheads: Words = field(default_factory=lambda: {"en": "Newsletter", "be": "Рассылка", "ru": "Рассылка"})
    about: Words = field(default_factory=dict)
    sender_names: Words = field(default_factory=dict)
    sender_address: str = "newsletter@localhost.localdomain"
    reply_to: str = ""
    discreet_names: Words = field(default_factory=lambda: {"en": "Notes", "be": "Нататкі", "ru": "Заметки"})
    """Under which discreet mails come, and what they call themselves: words that say nothing of what this is."""
    discreet_address: str = ""
    """From where they come, on a domain that says nothing either; without one there are no discreet editions."""
    discreet_reply_to: str = ""
    discreet_url: str = ""
    """Where their one link leads, `https://notes.example.net`: this program under another name."""
    former_discreet_hosts: list[str] = field(default_factory=list)
    """Where the links of earlier ones lead. They stay discreet for as long as somebody may keep such a mail."""
    pictures_in_letters: bool = True
    """Whether standard editions show photos, which mail programs fetch from us."""
    testers: list[int] = field(default_factory=list)
    """Colleagues, by their ids, whom test mails went to last."""
    preflight: dict[str, str] = field(default_factory=dict)
    """Rules that block or warn otherwise than they do by themselves, by name."""
    dkim_selectors: dict[str, str] = field(default_factory=dict)
    """Under which the DKIM key of each sender's domain is published, by variant."""
    postal_address: str = ""
    zone: str = ""
    resend_in_doubt: bool = True
    """Whether a delivery that may or may not have left is sent again, under the same Message-ID."""
    reads_reports: bool = False
    """Whether somebody has `flask reports read` get the mails to bounce+… and unsubscribe+… at the sending domains."""
    group_limits: dict[str, float] = field(default_factory=dict)
    """Messages a second to the mailboxes of a large provider, by its group; no entry, no limit."""
    domain_limit: float = 0.0
    """Messages a second to any one domain outside the groups, from one worker; 0 is no limit."""
    quiet_from: str = ""
    quiet_to: str = ""
    """Hours ("22:00") of the newsroom's zone in which nothing is sent to readers; empty for none."""
    warm_up: dict[str, str] = field(default_factory=dict)
    """The day on which a sending domain that is new began its plan ("2026-11-22"), by domain."""
    first_readers: float = 1.0
    """Percent of a mailing whose answers the others wait for; 0 for none."""
    first_refusals: float = 5.0
    """Percent of refusals among the first readers over which a mailing is stopped."""
    webhook: str = ""
    """Where it is said that a mailing ended or stopped, besides the letter to the editors."""
    webhook_secret: str = ""
    webhook_answer: dict[str, str] = field(default_factory=dict)
    """What it `says` last (a status, or in a word why there is none), and `at` which moment."""
    own_approval: bool = False
    """Whether an editor may approve words that nobody else has seen."""
    machine_provider: str = ""
    """A configuration.Kind of translation/machine/; none by default, so that nothing is sent anywhere."""
    machine_address: str = ""
    machine_model: str = ""
    machine_notes: str = ""
    machine_key: str = ""

    def masthead(self, language: Language) -> str:
        return first_of(self.mastheads, language, *Language)

    def sender_name(self, language: Language) -> str:
        return first_of(self.sender_names, language, *Language) or self.masthead(language)

    def sender(self, variant: Variant, language: Language) -> Sender:
        if variant is Variant.DISCREET:
            return Sender(first_of(self.discreet_names, language, *Language), self.discreet_address)
        return Sender(self.sender_name(language), self.sender_address)

    def replies(self, variant: Variant) -> str:
        """Where they go; empty if nowhere in particular."""
        return self.discreet_reply_to if variant is Variant.DISCREET else self.reply_to

    def root(self, variant: Variant) -> str:
        """Under which address a mail's personal links lead to us; empty for the public one."""
        return self.discreet_url if variant is Variant.DISCREET else ""

    @property
    def variants(self) -> tuple[Variant, ...]:
        """What readers are offered."""
        return tuple(Variant) if self.discreet_address else (Variant.STANDARD,)


def current() -> Settings:
    """The settings of this request or job."""
    if has_app_context() and "settings" in g:
        found: Settings = g.settings
        return found
    known = {item.name for item in dataclasses.fields(Settings)}
    stored = {row.name: row.value for row in db.session.scalars(sa.select(Setting)) if row.name in known}
    defaults: dict[str, Any] = {"zone": current_app.config["TIMEZONE"]}
    g.settings = Settings(**{**defaults, **stored})
    return current()


def reread() -> None:
    """For who works for longer than a request: the next look is at what they are then."""
    g.pop("settings", None)


def save(**changes: Any) -> Settings:
    """Change some settings, in the caller's transaction."""
    changed = dataclasses.replace(current(), **changes)
    upsert(Setting, [{"name": name, "value": getattr(changed, name)} for name in changes], key=["name"])
    g.settings = changed
    return changed
