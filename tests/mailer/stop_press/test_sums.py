"""A reader of the issue is counted once; what is written to them about it afterwards has numbers of its own."""

import json

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.mailer import mailings
from newsletter.mailer.models import DeliveryState
from newsletter.mailer.progress.commands import mailer
from newsletter.staff.models import Role
from tests.conftest import SignIn
from tests.mailer.stop_press.halted import an_issue, correct, leaving, settle


def test_the_sending_screen_counts_readers_of_the_issue_and_of_its_corrections_apart(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    mailing = leaving(issue, served=4, waiting=3)
    (first,) = correct(issue)
    mailings.begin(first.id)
    settle(first, 4, DeliveryState.SENT)
    (second,) = correct(issue, words={"en": "May it is, but next year."})
    mailings.begin(second.id)
    settle(second, 1, DeliveryState.REFUSED)
    page = f"/desk/sending/{issue.number}"
    screen = BeautifulSoup(client.get(page).text, "html.parser")
    figures = [[one.text for one in sums.select("div > *")][:4] for sums in screen.select(".figures")]
    assert figures == [
        ["sent of 7", "4", "done", "57 %"],
        ["sent of 4", "0", "done", "25 %"],
        ["sent of 4", "4", "done", "100 %"],
    ]
    rows = [[row["id"] for row in of_one.select("li[id]")] for of_one in screen.select(".mailings")]
    assert rows == [[f"mailing-{one.id}"] for one in (mailing, second, first)]
    assert "7 candidates = 7 prepared + 0 left out" in screen.text


def test_who_listens_to_the_sending_screen_hears_of_the_issue_and_of_the_correction_that_is_leaving(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    leaving(issue, served=2, waiting=2)
    (correction,) = correct(issue)
    mailings.begin(correction.id)
    settle(correction, 1, DeliveryState.SENT)
    said = client.get(f"/desk/sending/{issue.number}/numbers").json
    assert said
    assert said["title"] == f"Issue {issue.number} is paused"
    of_issue, of_correction = said["summary"].split(" Stop press, ")
    assert of_issue == f"Issue {issue.number} is paused. 2 of 4 sent, 50 percent done. EN: stop press."
    assert of_correction.endswith("1 of 2 sent, 50 percent done.")
    assert "1 of 2 sent" in client.get("/desk/sending").text


def test_a_correction_that_leaves_after_its_issue_is_followed_to_its_end(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    mailing = leaving(issue, served=2)
    mailings.conclude(mailing.id)
    (correction,) = correct(issue)
    mailings.begin(correction.id)
    numbers = f"/desk/sending/{issue.number}/numbers"
    before = client.get(numbers).json
    settle(correction, 2, DeliveryState.SENT)
    mailings.conclude(correction.id)
    db.session.commit()
    after = client.get(numbers).json
    assert before
    assert after
    assert (before["under_way"], after["under_way"]) == (True, False)
    assert before["title"] == after["title"] == f"Issue {issue.number} is sent"


def test_the_list_of_issues_counts_no_reader_twice(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    issue = an_issue()
    mailings.conclude(leaving(issue, served=2).id)
    (correction,) = correct(issue)
    mailings.begin(correction.id)
    settle(correction, 2, DeliveryState.SENT)
    mailings.conclude(correction.id)
    db.session.commit()
    row = BeautifulSoup(client.get("/desk/sending").text, "html.parser").select_one("tbody tr")
    assert row
    assert [cell.text for cell in row.select(".number")] == ["2", "2", "0"]


def test_programs_and_people_at_a_terminal_are_told_them_apart_too(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=2, waiting=3)
    (correction,) = correct(issue)
    mailings.begin(correction.id)
    settle(correction, 1, DeliveryState.SENT)
    runner = app.test_cli_runner()
    (said,) = json.loads(runner.invoke(mailer, ["status", "--json"]).output)["issues"]
    (of_correction,) = said["stop_presses"]
    assert (said["standing"], said["prepared"], said["counts"]["sent"]) == ("paused", 5, 2)
    assert (of_correction["standing"], of_correction["prepared"], of_correction["counts"]["sent"]) == ("leaving", 2, 1)
    assert [one["stop_press"] for one in said["mailings"]] == [False, True]
    lines = runner.invoke(mailer, ["status"]).output.splitlines()
    assert lines[0].startswith(f"Issue {issue.number} is paused: 2 of 5 sent, 40 % done")
    assert lines[2].startswith("Stop press, ")
    assert "1 of 2 sent, 50 % done" in lines[2]
