"""A mail on the desk, before it leaves."""

import email
import re
from email import policy

import pytest
from flask.testing import FlaskClient

from newsletter.issues.composing.previews import View
from newsletter.languages import EditionKey, Language, Reading, Variant
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk, offer_discreet_mails
from tests.jobs import enqueued


@pytest.fixture(autouse=True)
def editor(sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")


def test_a_preview_is_the_mail_itself_and_nothing_in_it_runs(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary())
    answer = client.get(desk(issue, "/preview/be-ru"))
    assert factories.PARAGRAPHS[Language.BE] in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox allow-popups" in policy
    assert "script" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not re.search("[\x00-\x08]", answer.text)


def test_the_plain_text_is_what_the_mail_carries_beside_its_html(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary())
    text = client.get(desk(issue, "/preview/be-ru?view=text"))
    assert text.mimetype == "text/plain"
    assert factories.PARAGRAPHS[Language.BE] in text.text
    source = client.get(desk(issue, "/preview/be-ru?view=source"))
    assert source.mimetype == "text/plain"
    mail = email.message_from_bytes(source.data, policy=policy.default)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Subject"] == factories.TITLES[Language.BE]
    body = mail.get_body(("plain",))
    assert body
    assert body.get_content().split() == text.text.split()


def test_light_and_dark_are_shown_whatever_the_desk_s_own_screen_is_like(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary())
    light, dark = (client.get(desk(issue, f"/preview/en?view={view}")).text for view in ("phone", "dark"))
    assert '<meta name="color-scheme" content="light">' in light
    assert '<meta name="color-scheme" content="dark">' in dark
    assert "prefers-color-scheme" not in light + dark
    assert light.count("@media (max-width: 0)") == dark.count("@media (min-width: 0)") > 0


def test_without_pictures_none_is_loaded_and_what_they_show_is_said(client: FlaskClient) -> None:
    policy = client.get(desk(factories.issue(factories.commentary()), "/preview/en?view=no-pictures")).headers[
        "Content-Security-Policy"
    ]
    assert "img-src 'none'" in policy
    assert "img-src 'self'" not in policy


def test_the_one_link_of_a_discreet_mail_leads_to_its_own_name_also_in_a_preview(client: FlaskClient) -> None:
    offer_discreet_mails()
    page = client.get(desk(factories.issue(factories.commentary()), "/preview/be-ru-discreet")).text
    assert set(re.findall(r'href="(https?://[^/"]+)', page)) == {"https://notes.example.net"}


def test_an_inbox_shows_of_a_discreet_mail_how_it_begins_and_not_the_preheader(client: FlaskClient) -> None:
    offer_discreet_mails()
    issue = factories.issue(factories.commentary())
    for code, shown in (("en", True), ("en-discreet", False)):
        inbox = re.search(r'<p class="inbox".*?</p>', client.get(desk(issue, f"?edition={code}")).text, re.DOTALL)
        assert inbox
        assert (factories.STANDFIRSTS[Language.EN] in inbox[0]) is shown
        assert ("Hello!" in inbox[0]) is not shown


def test_a_reading_that_the_issue_has_nothing_for_has_no_preview(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary(languages=(Language.RU,)))
    assert client.get(desk(issue, "/preview/en")).status_code == 404
    assert client.get(desk(issue, "/preview/de")).status_code == 404
    assert client.post(desk(issue, "/test-mail/en")).status_code == 404
    assert "There is nothing to show for EN yet." in client.get(desk(issue, "?edition=en")).text


@pytest.mark.parametrize("view", [*View, "nonsense"])
def test_every_preview_can_be_chosen_without_script(client: FlaskClient, view: str) -> None:
    offer_discreet_mails()
    issue = factories.issue(factories.commentary())
    codes = [EditionKey(reading, variant).code for variant in Variant for reading in Reading]
    for code in (*codes, "nonsense"):
        page = client.get(desk(issue, f"?edition={code}&view={view}")).text
        frame = f"/preview/{code if code in codes else 'en'}?view={view if view in set(View) else 'phone'}"
        assert f'src="{desk(issue)}{frame}"' in page
        for other in codes:
            assert f'href="{desk(issue)}?edition={other}&amp;view=' in page


def test_a_test_mail_is_queued_for_whoever_asked(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary())
    assert client.post(desk(issue, "/test-mail/ru-be")).status_code == 303
    assert enqueued() == ["send_test_mail"]
