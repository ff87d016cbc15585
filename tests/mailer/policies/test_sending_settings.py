"""The page on which administrators decide how issues are sent, and who is told."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.mailer.pacing import warming
from newsletter.staff import sealed_settings, settings
from newsletter.staff.models import AuditEntry, Role
from tests.conftest import SignIn
from tests.jobs import enqueued

PAGE = "/desk/settings/sending"
FORM = {
    "doubts": "hold",
    "first_readers": "2",
    "first_refusals": "7,5",
    "limits-yahoo": "12.5",
    "domain_limit": "3",
    "quiet_from": "22:00",
    "quiet_to": "07:30",
    "webhook": "https://hooks.example.org/mail",
    "webhook_secret": "a secret of both programs",
}


def last_entry() -> AuditEntry:
    return db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def test_what_is_decided_is_kept_shown_and_on_record(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    assert client.post(PAGE, data=FORM).status_code == 302
    now = settings.current()
    assert (now.resend_in_doubt, now.first_readers, now.first_refusals) == (False, 2.0, 7.5)
    assert (now.group_limits, now.domain_limit) == ({"yahoo": 12.5}, 3.0)
    assert (now.quiet_from, now.quiet_to) == ("22:00", "07:30")
    assert sealed_settings.opened("webhook_secret", now.webhook_secret) == FORM["webhook_secret"]
    page = client.get(PAGE).text
    assert 'value="07:30"' in page
    assert 'value="12.5"' in page
    assert FORM["webhook_secret"] not in page
    entry = last_entry()
    assert entry.details["first_refusals"] == 7.5
    assert "hooks.example.org" not in str(entry.details)
    assert "webhook" in entry.subject


def test_a_secret_stays_until_another_is_written_or_the_webhook_goes(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    client.post(PAGE, data=FORM)
    kept = settings.current().webhook_secret
    client.post(PAGE, data={**FORM, "webhook_secret": ""})
    assert settings.current().webhook_secret == kept
    client.post(PAGE, data={**FORM, "webhook": "", "webhook_secret": ""})
    assert settings.current().webhook_secret == ""


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("first_readers", "11", "between 0 and 10"),
        ("first_refusals", "nan", "between 0.5 and 50"),
        ("first_refusals", "", "Fill this in"),
        ("limits-gmail", "many", "Write a number"),
        ("domain_limit", "0", "between 0.1 and 1000"),
        ("quiet_to", "", "both times, or neither"),
        ("quiet_to", "22:00", "two different times"),
        ("webhook", "http://hooks.example.org/", "Write the whole address"),
        ("webhook", "https://name:word@hooks.example.org/", "Write the whole address"),
        ("webhook_secret", "short", "at least 16 characters"),
        ("webhook_secret", "", "Write a secret"),
        ("doubts", "perhaps", "Choose one of these"),
    ],
)
def test_what_can_not_work_is_refused_with_what_would(
    client: FlaskClient, sign_in: SignIn, field: str, value: str, says: str
) -> None:
    sign_in(Role.ADMIN)
    answer = client.post(PAGE, data={**FORM, field: value})
    assert answer.status_code == 422
    assert says in answer.text
    assert settings.current().group_limits == {}


def test_a_sending_domain_begins_and_ends_its_plan(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    settings.save(sender_address="weekly@mail.example.org")
    db.session.commit()
    client.post(f"{PAGE}/warm-up", data={"domain": "mail.example.org", "begin": ""})
    assert settings.current().warm_up == {"mail.example.org": warming.today().isoformat()}
    assert (last_entry().action, last_entry().subject) == ("warm_up.begun", "mail.example.org")
    assert "Step 1 of 11: 0 of 50 sent today." in client.get(PAGE).text
    client.post(f"{PAGE}/warm-up", data={"domain": "mail.example.org", "end": ""})
    assert settings.current().warm_up == {}
    assert client.post(f"{PAGE}/warm-up", data={"domain": "elsewhere.org", "begin": ""}).status_code == 404


def test_a_trial_of_the_webhook_is_asked_for_and_its_last_answer_shown(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.ADMIN)
    client.post(PAGE, data=FORM)
    assert "It has not been called yet." in client.get(PAGE).text
    client.post(f"{PAGE}/webhook")
    assert enqueued() == ["call_webhook"]
    settings.save(webhook_answer={"says": "private", "at": "2024-11-12T09:00:00+00:00"})
    db.session.commit()
    assert "It leads into a private network" in client.get(PAGE).text


def test_editors_decide_nothing_here(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, data=FORM).status_code == 403
