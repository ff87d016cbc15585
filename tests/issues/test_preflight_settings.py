"""The page on which administrators decide what blocks, and see what the DNS says."""

import re

import pytest
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.issues.outside.models import CheckedDomain, RecordState
from newsletter.issues.preflight import RULES
from newsletter.staff import settings
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk
from tests.jobs import enqueued

PAGE = "/desk/settings/preflight"


@pytest.fixture(autouse=True)
def administrator(sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)


def test_every_rule_is_shown_and_those_that_cannot_be_decided_say_why(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    for rule in RULES:
        assert (f'name="{rule.name}"' in page) is (not rule.locked)
    assert page.count("Always blocks") == sum(bool(rule.locked) for rule in RULES) > 5


def test_what_is_decided_holds_and_is_in_the_audit_log(client: FlaskClient) -> None:
    piece = factories.commentary()
    for text in piece.texts.values():
        text.standfirst = ""
    issue = factories.issue(piece)
    db.session.commit()
    chosen = {"standfirst": "block", "preheader": "block", "subject": "warn", "language": "warn", "nonsense": "warn"}
    assert client.post(PAGE, data=chosen, follow_redirects=True).status_code == 200
    assert settings.current().preflight == {"standfirst": "block", "subject": "warn"}
    assert "3 things block the lock" in client.get(desk(issue)).text
    entry = db.session.query(AuditEntry).filter_by(action="preflight.changed").one()
    assert entry.details == {"rules": {"standfirst": "block", "subject": "warn"}}
    assert re.search(r'name="standfirst" value="block"\s+checked', client.get(PAGE).text)


def test_what_the_form_does_not_show_stays_as_it_is_by_itself(client: FlaskClient) -> None:
    client.post(PAGE, data={"standfirst": "block"})
    client.post(PAGE, data={})
    assert settings.current().preflight == {}


def test_a_selector_is_kept_and_the_dns_asked_anew(client: FlaskClient) -> None:
    answer = client.post(f"{PAGE}/domains", data={"standard": "k1", "discreet": ""})
    assert answer.status_code == 302
    assert settings.current().dkim_selectors == {"standard": "k1"}
    assert enqueued() == ["look_up_domains"]


@pytest.mark.parametrize("selector", ["a b", "k1;x", "-k", "k" * 64, "k1._domainkey\nx"])
def test_a_selector_is_a_name(client: FlaskClient, selector: str) -> None:
    answer = client.post(f"{PAGE}/domains", data={"standard": selector})
    assert answer.status_code == 422
    assert not enqueued()


def test_the_page_shows_what_was_found_and_what_to_publish(client: FlaskClient) -> None:
    settings.save(sender_address="hello@weekly-of-ours.org")
    found = {"spf": RecordState.FOUND, "dkim": RecordState.UNKNOWN, "dmarc": RecordState.MISSING}
    db.session.add(CheckedDomain(domain="weekly-of-ours.org", selector="", checked_at=now(), **found))
    db.session.commit()
    page = client.get(PAGE).text
    assert "_dmarc.weekly-of-ours.org. TXT &#34;v=DMARC1; p=none&#34;" in page
    assert "v=spf1" not in page
    assert "hello@" not in page


def test_only_who_may_go_there_is_led_to_what_the_dns_says(client: FlaskClient, sign_in: SignIn) -> None:
    settings.save(sender_address="hello@weekly-of-ours.org")
    found = {"spf": RecordState.FOUND, "dkim": RecordState.UNKNOWN, "dmarc": RecordState.MISSING}
    db.session.add(CheckedDomain(domain="weekly-of-ours.org", selector="", checked_at=now(), **found))
    issue = factories.issue(factories.commentary())
    db.session.commit()
    link = f'href="{PAGE}#domains"'
    assert link in client.get(desk(issue)).text
    sign_in(Role.EDITOR)
    page = client.get(desk(issue)).text
    assert "_dmarc.weekly-of-ours.org" in page
    assert link not in page
