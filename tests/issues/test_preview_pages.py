"""A mail on the desk, before it leaves."""

import re

import pytest
from flask.testing import FlaskClient

from newsletter.languages import Language, Reading
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk
from tests.jobs import enqueued


@pytest.fixture(autouse=True)
def editor(sign_in: SignIn) -> None:
    sign_in(Role.EDITOR, handle="nina")


def test_a_preview_is_the_mail_itself_and_nothing_in_it_runs(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary())
    answer = client.get(desk(issue, "/preview/be-ru"))
    assert factories.PARAGRAPHS[Language.BE] in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not re.search("[\x00-\x08]", answer.text)
    text = client.get(desk(issue, "/preview/be-ru?part=text"))
    assert text.mimetype == "text/plain"
    assert factories.PARAGRAPHS[Language.BE] in text.text


def test_a_mail_is_shown_in_the_dark_also_on_a_light_screen(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary())
    assert "prefers-color-scheme" in client.get(desk(issue, "/preview/en")).text
    assert "prefers-color-scheme" not in client.get(desk(issue, "/preview/en?part=dark")).text


def test_a_reading_that_the_issue_has_nothing_for_has_no_preview(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary(languages=(Language.RU,)))
    assert client.get(desk(issue, "/preview/en")).status_code == 404
    assert client.get(desk(issue, "/preview/de")).status_code == 404
    assert client.post(desk(issue, "/test-mail/en")).status_code == 404
    assert "There is nothing to show for EN yet." in client.get(desk(issue, "?edition=en")).text


@pytest.mark.parametrize("view", ["phone", "desktop", "dark", "text", "nonsense"])
@pytest.mark.parametrize("reading", [*Reading, "nonsense"])
def test_every_preview_can_be_chosen_without_script(client: FlaskClient, reading: str, view: str) -> None:
    issue = factories.issue(factories.commentary())
    page = client.get(desk(issue, f"?edition={reading}&view={view}")).text
    assert f'src="{desk(issue)}/preview/{reading if reading in set(Reading) else "en"}' in page


def test_a_test_mail_is_queued_for_whoever_asked(client: FlaskClient) -> None:
    issue = factories.issue(factories.commentary())
    assert client.post(desk(issue, "/test-mail/ru-be")).status_code == 303
    assert enqueued() == ["send_test_mail"]
