"""From which domains the letters come, and whether postmasters can tell that we may send for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from newsletter.issues.outside.models import RecordState
from newsletter.issues.preflight.facts import IssueFacts, SenderFacts
from newsletter.issues.preflight.finding import Family, Found, Rule, Severity
from newsletter.languages import Variant

SPF = Rule("spf", Family.LETTERS, Severity.WARN, _l("The sender’s domain names the servers that send for it (SPF)."))
DKIM = Rule("dkim", Family.LETTERS, Severity.WARN, _l("The key that mails are signed with is published (DKIM)."))
DMARC = Rule("dmarc", Family.LETTERS, Severity.WARN, _l("The domain says what to do with forged mails (DMARC)."))
DISCREET_DOMAIN = Rule(
    "discreet-domain",
    Family.LETTERS,
    Severity.BLOCK,
    _l("Discreet editions come from a domain of their own."),
    locked=_l("The same domain would say what the mail is."),
)
DISCREET_URL = Rule(
    "discreet-url", Family.LETTERS, Severity.BLOCK, _l("The one link of a discreet mail has an address of its own.")
)

RULES = (DISCREET_DOMAIN, DISCREET_URL, SPF, DKIM, DMARC)


def domains(facts: IssueFacts) -> Iterator[Found]:
    by_variant = {sender.variant: sender for sender in facts.senders}
    discreet, standard = by_variant.get(Variant.DISCREET), by_variant.get(Variant.STANDARD)
    if not discreet:
        return
    if standard and _is_related(discreet.domain, standard.domain):
        says = _("they come from the same domain as the others: give them one that says nothing")
        yield Found(DISCREET_DOMAIN, _("Discreet letters"), says, discreet.place)
    if not facts.discreet_url:
        says = _("their one link leads to the public site: give it an address that says nothing")
        yield Found(DISCREET_URL, _("Discreet letters"), says, discreet.place)


def _is_related(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def records(facts: IssueFacts) -> Iterator[Found]:
    for sender in facts.senders:
        for record in record_lines(sender) if sender.looked_up else ():
            if says := _says(record, sender):
                yield Found(record.rule, sender.domain, says, sender.place, publish=(record.line,))


@dataclass(frozen=True)
class Record:
    rule: Rule
    state: RecordState
    name: str
    line: str
    """What should stand in the DNS."""


def record_lines(sender: SenderFacts) -> list[Record]:
    domain, selector = sender.domain, sender.selector or "SELECTOR"
    servers = " ".join(filter(None, map(_mechanism, sender.relays))) or "mx"
    key = sender.key_line or f'{selector}._domainkey.{domain}. TXT "v=DKIM1; k=rsa; p=PUBLIC-KEY"'
    return [
        Record(SPF, sender.spf, "SPF", f'{domain}. TXT "v=spf1 {servers} ~all"'),
        Record(DKIM, sender.dkim, "DKIM", key),
        Record(DMARC, sender.dmarc, "DMARC", f'_dmarc.{domain}. TXT "v=DMARC1; p=none"'),
    ]


def _mechanism(host: str) -> str:
    """By which SPF names a relay (RFC 7208 section 5); empty for one on this machine, whose own name we don't know."""
    try:
        address = ip_address(host)
    except ValueError:
        return "" if host == "localhost" else f"a:{host}"
    return "" if address.is_loopback else f"ip{address.version}:{address}"


def unknown(facts: IssueFacts) -> set[Rule]:
    """What the DNS said nothing of, or was not asked about."""
    records = (record for sender in facts.senders for record in record_lines(sender))
    return {record.rule for record in records if record.state is RecordState.UNKNOWN}


def _says(record: Record, sender: SenderFacts) -> str:
    if record.rule is DKIM and record.state is RecordState.UNKNOWN and not sender.selector:
        says = _(
            "name the selector of the relay’s DKIM key, so that it can be looked up: in a mail that you got it is "
            "behind s= in the line DKIM-Signature"
        )
        return str(says)
    if record.state is RecordState.MISSING:
        return str(
            _(
                "there is no %(record)s record, and mails may be taken for spam; publish one such as:",
                record=record.name,
            )
        )
    if record.state is RecordState.BROKEN:
        says = _(
            "the %(record)s record contradicts itself or protects nothing; publish one such as:", record=record.name
        )
        return str(says)
    return ""


CHECKS = (domains, records)
