"""Until an embargo ends, readers see nothing, and no issue leaves with it."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from newsletter.db import db, now
from newsletter.issues.examining.examination import examine
from newsletter.issues.leaving import locking, release, scheduling
from newsletter.issues.models import Issue, IssueState
from newsletter.issues.refusals import UnderEmbargo
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.publication import NOON, actions, embargo, public, released
from tests.conftest import SignIn

EN = Language.EN


FRIDAY = dt.datetime(2024, 11, 15, 9, tzinfo=dt.UTC)

pytestmark = pytest.mark.usefixtures("app")


def test_before_its_embargo_ends_no_public_page_shows_any_of_it(client: FlaskClient) -> None:
    commentary, other = factories.commentary(embargo=FRIDAY), factories.commentary(languages=())
    factories.text(other, EN, title="Another piece")
    with time_machine.travel(NOON, tick=False):
        issue = factories.issue(commentary, other, state=IssueState.SENT, released_at=now())
        db.session.commit()
    text = commentary.texts[EN]
    lists = ("/en/", f"/en/issues/{issue.number}", public(other.texts[EN]))
    with time_machine.travel(FRIDAY - dt.timedelta(seconds=1), tick=False):
        assert client.get(public(text)).status_code == 404
        for path in lists:
            assert text.title not in client.get(path).text
    with time_machine.travel(FRIDAY, tick=False):
        assert client.get(public(text)).status_code == 200
        for path in lists:
            assert text.title in client.get(path).text


def test_an_embargo_is_set_in_the_newsrooms_zone_said_in_the_preview_and_lifted(
    client: FlaskClient, sign_in: SignIn
) -> None:
    commentary = factories.commentary()
    with time_machine.travel(NOON, tick=False):
        sign_in(Role.EDITOR)
        assert embargo(client, commentary, date="2024-11-15", time="10:00").status_code == 302
        assert commentary.embargo == FRIDAY
        for path in ("", "/en/preview"):
            assert "November 15, 2024, 10:00" in client.get(f"/desk/commentaries/{commentary.id}{path}").text
        assert embargo(client, commentary, lift="y").status_code == 302
    assert commentary.embargo is None
    assert actions().count("commentary.embargo") == 2


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"date": "2024-11-15"}, "Fill this in."),
        ({"date": "2025-03-30", "time": "02:30"}, "the clocks in Europe/Warsaw go forward"),
        ({"date": "2024-11-01", "time": "10:00"}, "This moment is past."),
    ],
)
def test_a_moment_that_can_not_be_meant_is_no_embargo(
    client: FlaskClient, sign_in: SignIn, form: dict[str, str], says: str
) -> None:
    commentary = factories.commentary()
    with time_machine.travel(NOON, tick=False):
        sign_in(Role.EDITOR)
        answer = embargo(client, commentary, **form)
    assert answer.status_code == 422
    assert says in answer.text
    assert commentary.embargo is None


def test_what_readers_have_seen_is_withdrawn_instead_of_put_under_embargo(client: FlaskClient, sign_in: SignIn) -> None:
    commentary = factories.commentary()
    released(commentary)
    sign_in(Role.EDITOR)
    answer = embargo(client, commentary, date="2190-01-01", time="10:00")
    assert answer.status_code == 422
    assert "withdraw it instead" in answer.text


def locked(**facts: Any) -> Issue:
    issue = factories.issue(factories.commentary(**facts))
    locking.lock(issue, by="nina")
    return issue


def test_an_issue_is_not_scheduled_or_sent_before_an_embargo_ends(client: FlaskClient, sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False):
        issue = locked(embargo=FRIDAY)
        thursday = dt.datetime(2024, 11, 14, 10)  # noqa: DTZ001 - local time, as a person writes it
        with pytest.raises(UnderEmbargo, match=r"until November 15, 2024, 10:00.* on November 14, 2024, 10:00"):
            scheduling.schedule(issue, at=thursday, zone="Europe/Warsaw", by="nina")
        with pytest.raises(UnderEmbargo):
            scheduling.send(issue, by="nina")
        sign_in(Role.EDITOR)
        db.session.commit()
        answer = client.get(f"/desk/issues/{issue.number}/send")
        assert answer.status_code == 422
        assert "is under embargo until November 15, 2024, 10:00" in answer.text
        friday = thursday + dt.timedelta(days=1)
        scheduling.schedule(issue, at=friday, zone="Europe/Warsaw", by="nina")
    assert issue.release_at == FRIDAY


def test_an_embargo_that_is_set_late_holds_the_release_back(client: FlaskClient, sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False):
        issue = locked()
        scheduling.send(issue, by="nina")
        sign_in(Role.EDITOR)
        commentary = issue.entries[0].commentary
        embargo(client, commentary, date="2024-11-15", time="10:00")
        assert "it won’t leave then" in client.get("/desk/").text
        assert "embargo" in [finding.rule for finding in examine(issue) if finding.blocks]
        assert release.release(issue.id, issue.generation) == []
        assert issue.state is IssueState.LOCKED
        db.session.commit()
        assert "was held back" in client.get(f"/desk/issues/{issue.number}").text
    with time_machine.travel(FRIDAY, tick=False):
        scheduling.send(issue, by="nina")
        assert len(release.release(issue.id, issue.generation)) == 3
    assert "issue.held" in actions()


def test_an_issue_with_an_embargo_may_be_locked_and_is_warned(client: FlaskClient) -> None:
    with time_machine.travel(NOON, tick=False):
        (finding,) = examine(factories.issue(factories.commentary(embargo=FRIDAY)))
    assert not finding.blocks
    assert finding.message.endswith("the issue can’t leave before November 15, 2024, 10:00")
