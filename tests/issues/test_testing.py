"""Test mails to colleagues."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.leaving import testing
from newsletter.issues.models import Issue
from newsletter.mailer import post
from newsletter.staff import settings
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk, locked, offer_discreet_mails
from tests.jobs import enqueued


@pytest.fixture
def nina(sign_in: SignIn) -> Staff:
    return sign_in(Role.EDITOR, handle="nina")


def send(client: FlaskClient, issue: Issue, to: list[Staff], *editions: str) -> int:
    form = {"editions": list(editions), "testers": [str(one.id) for one in to]}
    return client.post(desk(issue, "/test-mails"), data=form).status_code


def test_editions_go_to_the_colleagues_that_were_chosen(client: FlaskClient, nina: Staff) -> None:
    issue, vera = locked(), factories.staff(handle="vera")
    factories.staff(handle="taras")
    db.session.commit()
    assert send(client, issue, [nina, vera], "en", "be-ru") == 303
    assert enqueued() == ["send_test_mail"] * 4
    assert testing.tested(issue) == ["nina", "vera"]
    page = client.get(desk(issue)).text
    assert "4 test mails are on their way." in page
    assert "@example.org" not in page


def test_the_choice_of_colleagues_is_there_the_next_time(client: FlaskClient, nina: Staff) -> None:
    issue, vera = locked(), factories.staff(handle="vera")
    db.session.commit()

    def is_chosen(who: Staff) -> bool:
        page = client.get(desk(issue, "/test-mails")).text
        return f'checked id="testers-{[nina, vera].index(who)}"' in page

    assert (is_chosen(nina), is_chosen(vera)) == (True, False)
    send(client, issue, [vera], "en")
    assert settings.current().testers == [vera.id]
    assert (is_chosen(nina), is_chosen(vera)) == (False, True)


def test_any_edition_and_anybody_may_be_left_out(client: FlaskClient, nina: Staff) -> None:
    """A browser wants every box ticked that is required, each by itself."""
    page = client.get(desk(locked(), "/test-mails")).text
    assert page.count('type="checkbox"') > 1
    assert not re.search(r"<input[^>]* required[^>]* type=\"checkbox\"", page)


@pytest.mark.parametrize("people", [0, testing.MOST_TESTERS + 1])
def test_nobody_or_too_many_are_refused(client: FlaskClient, nina: Staff, people: int) -> None:
    issue = locked()
    colleagues = [factories.staff() for _n in range(people)]
    db.session.commit()
    assert send(client, issue, colleagues, "en") == 422
    assert enqueued() == []


@pytest.mark.parametrize("editions", [(), ("en-discreet",), ("de",)])
def test_an_edition_that_there_is_not_is_refused(client: FlaskClient, nina: Staff, editions: tuple[str, ...]) -> None:
    assert send(client, locked(), [nina], *editions) == 422
    assert enqueued() == []


def test_a_colleague_who_has_left_gets_none(client: FlaskClient, nina: Staff) -> None:
    gone = factories.staff()
    gone.active = False
    db.session.commit()
    assert send(client, locked(), [gone], "en") == 422


def test_what_comes_is_what_was_frozen_byte_for_byte(
    client: FlaskClient, nina: Staff, work: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the sender of the variant; the relay alone is left out."""
    posted = []
    monkeypatch.setattr(
        post, "send", lambda template, to, _links, *, variant, purpose: posted.append((template, to, variant, purpose))
    )
    offer_discreet_mails()
    issue = locked()
    assert send(client, issue, [nina], "en", "en-discreet") == 303
    work()
    frozen = {edition.key.code: edition.template for edition in issue.editions}
    assert [(template.to_bytes(), *map(str, rest)) for template, *rest in posted] == [
        (frozen["en"], "nina@example.org", "standard", "test"),
        (frozen["en-discreet"], "nina@example.org", "discreet", "test"),
    ]
