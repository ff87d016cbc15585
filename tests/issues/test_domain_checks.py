"""What the DNS says of the domains that mails come from, and what the preflight makes of it."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from newsletter.db import db, now
from newsletter.issues.examining import surroundings
from newsletter.issues.examining.examination import examine
from newsletter.issues.outside import domain_checks
from newsletter.issues.outside.domain_checks import dkim, dmarc, spf
from newsletter.issues.outside.models import RecordState
from newsletter.issues.outside.network import Network
from newsletter.staff import settings
from tests import factories
from tests.issues.outside import NameServer, name_server
from tests.mailer import samples

DOMAIN = "mail.weekly-of-ours.org"
FOUND, MISSING, BROKEN, UNKNOWN = RecordState.FOUND, RecordState.MISSING, RecordState.BROKEN, RecordState.UNKNOWN
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def names() -> Iterator[NameServer]:
    with name_server() as server:
        server.holds(DOMAIN, "MX", "10 relay.example.org.")
        yield server


@pytest.mark.parametrize(
    ("records", "state"),
    [
        (["v=spf1 mx -all"], FOUND),
        (["google-site-verification=x", "V=SPF1 include:_spf.example.org ~all"], FOUND),
        (["v=spf10 mx"], MISSING),
        ([], MISSING),
        (["v=spf1 mx", "v=spf1 a"], BROKEN),
        (["v=spf1 +all"], BROKEN),
        (["v=spf1 all"], BROKEN),
    ],
)
def test_spf_is_one_record_that_does_not_let_everybody_send(
    names: NameServer, records: list[str], state: RecordState
) -> None:
    names.holds(DOMAIN, "TXT", *(f'"{record}"' for record in records))
    assert spf(DOMAIN, Network(names.resolver)) is state


def test_a_record_in_several_strings_is_one(names: NameServer) -> None:
    names.holds(f"s1._domainkey.{DOMAIN}", "TXT", '"v=DKIM1; k=rsa; " "p=MIIB" "IjAN"')
    assert dkim(DOMAIN, "s1", Network(names.resolver)) is FOUND


def test_a_key_that_is_empty_was_revoked_and_one_that_is_not_there_is_missing(names: NameServer) -> None:
    names.holds(f"s1._domainkey.{DOMAIN}", "TXT", '"v=DKIM1; p="')
    assert dkim(DOMAIN, "s1", Network(names.resolver)) is BROKEN
    assert dkim(DOMAIN, "s2", Network(names.resolver)) is MISSING


def test_the_domain_above_may_speak_for_one_below_it(names: NameServer) -> None:
    assert dmarc(DOMAIN, Network(names.resolver)) is MISSING
    names.holds("_dmarc.weekly-of-ours.org", "TXT", '"v=DMARC1; p=reject"')
    assert dmarc(DOMAIN, Network(names.resolver)) is FOUND
    names.holds(f"_dmarc.{DOMAIN}", "TXT", '"v=DMARC1; rua=mailto:a@example.org"')
    assert dmarc(DOMAIN, Network(names.resolver)) is BROKEN
    assert not names.asked["_dmarc.org", "TXT"]


def looked_up(names: NameServer) -> None:
    db.session.commit()
    domain_checks.look_up_due(Network(names.resolver))


def test_what_is_missing_is_told_with_the_lines_to_publish(names: NameServer) -> None:
    settings.save(sender_address=f"hello@{DOMAIN}", dkim_selectors={"standard": "k1"})
    for host in ("relay.example.org", "192.0.2.7", "2001:db8::7", "127.0.0.1"):
        samples.relay(587, name=host, host=host)
    issue = factories.issue(factories.commentary())
    assert examine(issue) == []  # nobody has looked yet
    looked_up(names)
    findings = examine(issue)
    assert {finding.rule: finding.publish for finding in findings} == {
        "spf": (f'{DOMAIN}. TXT "v=spf1 ip4:192.0.2.7 ip6:2001:db8::7 a:relay.example.org ~all"',),
        "dkim": (f'k1._domainkey.{DOMAIN}. TXT "v=DKIM1; k=rsa; p=PUBLIC-KEY"',),
        "dmarc": (f'_dmarc.{DOMAIN}. TXT "v=DMARC1; p=none"',),
    }
    assert not any(finding.blocks for finding in findings)
    assert findings[0].message.startswith(f"{DOMAIN}: there is no SPF record")


def test_without_a_selector_it_is_told_where_to_find_it(names: NameServer) -> None:
    settings.save(sender_address=f"hello@{DOMAIN}")
    looked_up(names)
    told = {finding.rule: finding.message for finding in examine(factories.issue(factories.commentary()))}
    assert "behind s= in the line DKIM-Signature" in told["dkim"]


def test_offline_nothing_is_told_and_it_is_tried_again_within_the_hour(names: NameServer) -> None:
    names.fails = True
    settings.save(sender_address=f"hello@{DOMAIN}", dkim_selectors={"standard": "k1"})
    looked_up(names)
    (sender,) = surroundings.senders()
    assert (sender.spf, sender.dkim, sender.dmarc) == (UNKNOWN, UNKNOWN, UNKNOWN)
    assert examine(factories.issue(factories.commentary())) == []
    names.fails = False
    looked_up(names)
    assert surroundings.senders()[0].spf is UNKNOWN
    with time_machine.travel(now() + dt.timedelta(minutes=61)):
        looked_up(names)
    assert surroundings.senders()[0].spf is MISSING


def test_it_is_looked_up_once_a_day_and_when_the_settings_change(names: NameServer) -> None:
    names.holds(DOMAIN, "TXT", '"v=spf1 mx -all"')
    settings.save(sender_address=f"hello@{DOMAIN}")
    looked_up(names)
    looked_up(names)
    assert names.asked[DOMAIN, "TXT"] == 1
    settings.save(dkim_selectors={"standard": "k1"})
    looked_up(names)
    assert names.asked[DOMAIN, "TXT"] == 2
    with time_machine.travel(now() + dt.timedelta(hours=24)):
        looked_up(names)
    assert names.asked[DOMAIN, "TXT"] == 3
    settings.save(sender_address="hello@another-one.org")
    looked_up(names)
    assert not domain_checks.known([DOMAIN])


@pytest.mark.parametrize("domain", ["localhost.localdomain", "localhost", "desk.test", "news.internal"])
def test_a_domain_of_no_public_network_is_nothing_to_ask_about(names: NameServer, domain: str) -> None:
    settings.save(sender_address=f"hello@{domain}")
    looked_up(names)
    assert not names.asked


def test_both_senders_are_looked_up(names: NameServer) -> None:
    settings.save(
        sender_address=f"hello@{DOMAIN}",
        discreet_address="a@notes.example.net",
        discreet_url="https://notes.example.net",
        dkim_selectors={"standard": "k1", "discreet": "k2"},
    )
    looked_up(names)
    assert names.asked["k1._domainkey." + DOMAIN, "TXT"] == names.asked["k2._domainkey.notes.example.net", "TXT"] == 1
