"""This week's verdict beside the last one, and the reason for a change."""

import datetime as dt
from typing import Any

import pytest
from flask.testing import FlaskClient

from newsletter.commentaries import review, verdict_history
from newsletter.commentaries.models import Commentary, TextState
from newsletter.commentaries.verdicts import Verdict
from newsletter.issues.examining.examination import examine
from newsletter.languages import Language
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn

EN, BE = Language.EN, Language.BE
WEEK = dt.timedelta(days=7)
THEN = factories.MONDAY


def explained(words: str) -> dict[str, Any]:
    document = factories.document("A paragraph.", words)
    paragraph = document["content"].pop()
    document["content"].append({"type": "callout", "attrs": {"id": "reason"}, "content": [paragraph | {"attrs": {}}]})
    return document


def piece(verdict: Verdict | None, weeks: int = 0, **facts: Any) -> Commentary:
    made = factories.commentary(verdict=verdict or Verdict.IMPROVED, week=THEN + weeks * WEEK, approved=False, **facts)
    made.verdict = verdict
    return made


@pytest.fixture
def changed(app: object) -> Commentary:
    """Three weeks ago it was worse, since then nobody said."""
    piece(Verdict.IMPROVED, -5)
    piece(Verdict.WORSENED, -3)
    piece(None, -1)
    piece(Verdict.UNCHANGED, -1, section=factories.section("ruling-elite"))
    piece(Verdict.UNCHANGED, 1)
    return piece(Verdict.IMPROVED)


def test_the_last_week_that_has_a_verdict_of_the_section_counts(changed: Commentary) -> None:
    assert verdict_history.earlier(changed) == verdict_history.Earlier(THEN - 3 * WEEK, Verdict.WORSENED)
    first = piece(Verdict.IMPROVED, section=factories.section("belarus-west"))
    assert verdict_history.earlier(first) is None


def test_only_a_change_wants_a_reason_and_one_in_the_original(changed: Commentary) -> None:
    before = verdict_history.earlier(changed)

    def must_explain() -> bool:
        return verdict_history.must_explain(changed, before)

    assert must_explain()
    changed.texts[BE].document = explained("Чэргі скараціліся ўдвая.")
    assert must_explain(), "a translation follows the original"
    changed.texts[EN].document = explained("Queues halved.")
    assert must_explain(), "two words are none"
    changed.texts[EN].document = explained("Queues were halved.")
    assert not must_explain()
    changed.texts[EN].document = factories.document("A paragraph of many words.")
    changed.verdict = Verdict.WORSENED
    assert not must_explain()
    changed.verdict = None
    assert not must_explain()


def test_an_unexplained_change_is_neither_submitted_nor_approved(changed: Commentary) -> None:
    editor = factories.staff()
    for step in (review.submit, review.approve):
        with pytest.raises(review.Unexplained, match=r"“improved”, and was “worsened” before.*callout"):
            step(changed.texts[EN], by=editor)
    assert changed.texts[EN].state is TextState.DRAFT
    review.submit(changed.texts[BE], by=editor)
    review.approve(changed.texts[EN], by=None)
    assert changed.texts[EN].is_approved, "whoever works at the command line knows"


def test_an_explained_change_goes_its_way(changed: Commentary) -> None:
    changed.texts[EN].document = explained("Queues were halved.")
    editor: Staff = factories.staff()
    review.submit(changed.texts[EN], by=editor)
    review.approve(changed.texts[EN], by=editor)
    assert changed.texts[EN].is_approved


@pytest.mark.parametrize("page", ["", "/en", "/be"])
def test_facts_and_texts_show_both_verdicts_and_what_is_owed(
    client: FlaskClient, sign_in: SignIn, changed: Commentary, page: str
) -> None:
    sign_in(Role.AUTHOR)
    shown = client.get(f"/desk/commentaries/{changed.id}{page}").text
    assert '<span class="verdict worsened">worsened</span>' in shown
    assert "October\N{NO-BREAK SPACE}14 –" in shown, "three weeks before"
    assert "so the original must say why" in shown
    changed.texts[EN].document = explained("Queues were halved.")
    assert "so the original must say why" not in client.get(f"/desk/commentaries/{changed.id}{page}").text


def test_the_preflight_warns_of_a_change_that_was_made_after_the_approval(changed: Commentary) -> None:
    issue = factories.issue(changed)
    found = [finding for finding in examine(issue) if finding.rule == "verdict-reason"]
    assert [(finding.blocks, finding.place) for finding in found] == [(False, f"/desk/commentaries/{changed.id}")]
