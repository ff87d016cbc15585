import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from tests import factories


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["issues", *words])
    db.session.expire_all()
    return result


def english_only(**facts: object) -> Issue:
    return factories.issue(factories.commentary(languages=(Language.EN,)), number=45, **facts)


def test_composing_writes_every_edition_as_it_would_be_sent(app: Flask, tmp_path: Path) -> None:
    factories.issue(factories.commentary(), number=45)
    result = run(app, "compose", "45", "--out", str(tmp_path / "out"))
    assert result.exit_code == 0
    names = {f"issue-45.{reading}.{kind}" for reading in ("en", "be-ru", "ru-be") for kind in ("html", "txt", "eml")}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    mail = message_from_bytes((tmp_path / "out/issue-45.be-ru.eml").read_bytes(), policy=default)
    assert mail["Subject"] == factories.TITLES[Language.BE]
    html = mail.get_body(("html",))
    assert html
    assert html.get_content().splitlines() == (tmp_path / "out/issue-45.be-ru.html").read_text().splitlines()
    assert "\x01" not in html.get_content()


def test_composing_takes_drafts_and_says_so(app: Flask, tmp_path: Path) -> None:
    factories.issue(factories.commentary(languages=(Language.BE,), approved=False), number=45)
    result = run(app, "compose", "45", "--out", str(tmp_path))
    assert result.exit_code == 0
    assert "(be) is a draft" in result.stderr
    assert factories.PARAGRAPHS[Language.BE] in (tmp_path / "issue-45.ru-be.txt").read_text()
    assert not (tmp_path / "issue-45.en.txt").exists()


def test_an_issue_without_a_word_can_not_be_composed(app: Flask, tmp_path: Path) -> None:
    factories.issue(number=45)
    result = run(app, "compose", "45", "--out", str(tmp_path))
    assert (result.exit_code, result.stderr) == (1, "Error: There is nothing in issue 45 that could be composed.\n")


def test_a_folder_that_can_not_be_written_is_one_sentence(app: Flask, tmp_path: Path) -> None:
    english_only()
    (tmp_path / "file").touch()
    result = run(app, "compose", "45", "--out", str(tmp_path / "file" / "out"))
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: The folder can’t be written: ")


def test_checking_exits_with_1_if_anything_blocks(app: Flask) -> None:
    english_only()
    result = run(app, "check", "45")
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("block\tlanguage\t") for line in lines)


def test_checking_a_finished_issue_finds_nothing(app: Flask) -> None:
    factories.issue(factories.commentary(), number=45)
    assert (result := run(app, "check", "45")).exit_code == 0
    assert result.stdout == ""


def test_findings_are_there_for_programs_too(app: Flask) -> None:
    english_only()
    found = json.loads(run(app, "check", "45", "--json").stdout)
    assert found["number"] == 45
    assert [(item["rule"], item["severity"]) for item in found["findings"]] == [("language", "block")] * 2


def test_an_issue_can_be_locked_after_waivers(app: Flask) -> None:
    issue = english_only()
    assert (refused := run(app, "lock", "45")).exit_code == 1
    assert "2 things block it" in refused.stderr
    assert "Беларуская: the text is missing" in refused.stderr
    waived = run(app, "waive", "45", "--language", "be", "--language", "ru", "--reason", "Nobody this week.")
    assert waived.stdout == "Waivers signed in issue 45: 2.\n"
    assert run(app, "lock", "45").exit_code == 0
    assert issue.state is IssueState.LOCKED


def test_an_issue_is_locked_scheduled_withdrawn_and_unlocked(app: Flask) -> None:
    issue = factories.issue(factories.commentary(), number=45)
    states = []
    for words in (
        ("lock", "45"),
        ("schedule", "45", "--at", "2199-01-08 10:00"),
        ("withdraw", "45"),
        ("schedule", "45", "--at", "2199-01-08T10:00", "--zone", "Asia/Tbilisi"),
        ("withdraw", "45"),
        ("unlock", "45"),
    ):
        assert run(app, *words).exit_code == 0
        states.append(issue.state.value)
    assert states == ["locked", "scheduled", "locked", "scheduled", "locked", "assembling"]


def test_what_is_composed_after_the_lock_is_what_was_frozen(app: Flask, tmp_path: Path) -> None:
    """And says so by the digest, whatever has been written since."""
    issue = factories.issue(factories.commentary(), number=45)
    before = json.loads(run(app, "compose", "45", "--out", str(tmp_path / "before"), "--json").stdout)
    locked = json.loads(run(app, "lock", "45", "--json").stdout)
    issue.entries[0].commentary.verdict = Verdict.WORSENED
    after = json.loads(run(app, "compose", "45", "--out", str(tmp_path / "after"), "--json").stdout)
    assert before["editions"] == locked["editions"] == after["editions"]
    assert (before["version"], locked["version"]) == (0, 1)
    assert {edition["edition"] for edition in locked["editions"]} == {"en", "be-ru", "ru-be"}
    for ending in ("html", "txt"):
        name = f"issue-45.be-ru.{ending}"
        assert (tmp_path / "before" / name).read_bytes() == (tmp_path / "after" / name).read_bytes()


def test_a_locked_issue_is_corrected_and_unlocking_names_what_it_throws_away(app: Flask) -> None:
    issue = factories.issue(factories.commentary(), number=45)
    first = json.loads(run(app, "lock", "45", "--json").stdout)
    issue.entries[0].commentary.verdict = Verdict.WORSENED
    second = json.loads(run(app, "correct", "45", "--json").stdout)
    assert second["version"] == 2
    assert all(new["digest"] != old["digest"] for new, old in zip(second["editions"], first["editions"], strict=True))
    says = run(app, "unlock", "45").stdout
    assert all(edition["digest"] in says for edition in second["editions"])


@pytest.mark.parametrize(
    "words",
    [
        ("correct", "45"),
        ("check", "4711"),
        ("compose", "4711", "--out", "."),
        ("lock", "4711"),
        ("withdraw", "45"),
        ("unlock", "45"),
        ("schedule", "45", "--at", "2199-01-08 10:00"),
        ("waive", "45", "--language", "be", "--reason", " "),
    ],
)
def test_what_can_not_be_done_is_refused_in_a_sentence(app: Flask, words: tuple[str, ...]) -> None:
    english_only()
    result = run(app, *words)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1


def test_the_issues_are_listed_newest_first(app: Flask) -> None:
    english_only()
    factories.issue(number=46)
    assert [line.split("\t")[:2] for line in run(app, "list").stdout.splitlines()] == [
        ["46", "Assembling"],
        ["45", "Assembling"],
    ]
    listed = json.loads(run(app, "list", "--json").stdout)
    assert listed[1] == {"number": 45, "week": "2024-11-04", "state": "assembling", "entries": 1}
    assert [item["number"] for item in listed] == [46, 45]
