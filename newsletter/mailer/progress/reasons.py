"""What a relay's answer means, from its code and enhanced code (RFC 5321, RFC 3463) alone: its words are never kept."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class Reason(StrEnum):
    NO_MAILBOX = "no_mailbox"
    MAILBOX_OFF = "mailbox_off"
    MAILBOX_FULL = "mailbox_full"
    NO_DOMAIN = "no_domain"
    UNREACHABLE = "unreachable"
    BAD_ADDRESS = "bad_address"
    TOO_MANY = "too_many"
    COME_BACK = "come_back"
    SPAM = "spam"
    UNPROVEN = "unproven"
    POLICY = "policy"
    SENDER = "sender"
    TOO_BIG = "too_big"
    CONTENT = "content"
    TROUBLE = "trouble"
    UNREADABLE = "unreadable"
    OTHER = "other"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def is_ours(self) -> bool:
        """Whether it is about us, not about the reader: somebody of the newsroom should look at it."""
        return self in (Reason.SPAM, Reason.UNPROVEN, Reason.POLICY, Reason.SENDER, Reason.TOO_BIG, Reason.CONTENT)


_LABELS = {
    Reason.NO_MAILBOX: _l("No such mailbox"),
    Reason.MAILBOX_OFF: _l("Mailbox is switched off"),
    Reason.MAILBOX_FULL: _l("Mailbox is full"),
    Reason.NO_DOMAIN: _l("Domain does not exist"),
    Reason.UNREACHABLE: _l("The reader’s server can’t be reached"),
    Reason.BAD_ADDRESS: _l("Address can’t be used"),
    Reason.TOO_MANY: _l("Too many messages at once"),
    Reason.COME_BACK: _l("Asked to come again later"),
    Reason.SPAM: _l("Called spam"),
    Reason.UNPROVEN: _l("Not proven to come from us"),
    Reason.POLICY: _l("Against the server’s rules"),
    Reason.SENDER: _l("Our sender’s address was not accepted"),
    Reason.TOO_BIG: _l("Message is too big"),
    Reason.CONTENT: _l("Message was not understood"),
    Reason.TROUBLE: _l("The server has trouble of its own"),
    Reason.UNREADABLE: _l("Could not be made for the reader"),
    Reason.OTHER: _l("Another reason"),
}

_BY_DETAIL = {
    **dict.fromkeys(("1.1", "1.6", "1.0", "1.10"), Reason.NO_MAILBOX),
    "2.1": Reason.MAILBOX_OFF,
    "2.2": Reason.MAILBOX_FULL,
    **dict.fromkeys(("1.2", "4.4"), Reason.NO_DOMAIN),
    **dict.fromkeys(("1.3", "1.5", "6.7"), Reason.BAD_ADDRESS),
    **dict.fromkeys(("1.7", "1.8"), Reason.SENDER),
    **dict.fromkeys(("2.3", "3.4"), Reason.TOO_BIG),
    "4.5": Reason.TOO_MANY,
    "7.1": Reason.SPAM,
    **{f"7.{detail}": Reason.UNPROVEN for detail in (7, *range(20, 28), 29)},
}
"""By subject and detail, whatever the class; 7.1 says "not authorised", which is what a filter answers."""

_BY_SUBJECT = {
    "3": Reason.TROUBLE,
    "4": Reason.UNREACHABLE,
    "5": Reason.TROUBLE,
    "6": Reason.CONTENT,
    "7": Reason.POLICY,
}

_BY_CODE = {
    450: Reason.COME_BACK,
    451: Reason.COME_BACK,
    452: Reason.MAILBOX_FULL,
    501: Reason.BAD_ADDRESS,
    550: Reason.NO_MAILBOX,
    551: Reason.NO_MAILBOX,
    552: Reason.MAILBOX_FULL,
    553: Reason.BAD_ADDRESS,
    554: Reason.SPAM,
}
"""For servers that give no enhanced code."""


def reason_of(reply: str) -> Reason:
    """Of `421 4.7.0`, `550`, or the mailer's own word for a reader whose message could not be made."""
    if reply == "unreadable":
        return Reason.UNREADABLE
    code, _, enhanced = reply.partition(" ")
    if not code.isdecimal():
        return Reason.OTHER
    kind, _, detail = enhanced.partition(".")
    if code == "421" or (kind == "4" and detail.startswith("7.") and detail != "7.1"):
        return Reason.TOO_MANY
    if kind == "4" and detail in ("7.1", "2.0", "2.1", "0.0"):
        return Reason.COME_BACK
    if not detail:
        return _BY_CODE.get(int(code), Reason.OTHER)
    return _BY_DETAIL.get(detail) or _BY_SUBJECT.get(detail.partition(".")[0]) or Reason.OTHER
