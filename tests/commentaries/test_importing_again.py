"""`flask commentaries import` of a file that was imported before."""

from pathlib import Path

import sqlalchemy as sa

from newsletter.commentaries import writing
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from tests import factories
from tests.commentaries.importing import Run, imported, rows


def test_the_same_file_again_fills_in_what_its_commentary_lacks(run: Run, page: Path) -> None:
    first = imported(run(page, "--title", "Fewer patrols"))
    before = rows()
    result = run(page, "--title", "Fewer patrols", "--byline", "Ada Lis", "--credit", "Ada Lis", "--approve")
    assert imported(result) is first
    assert f"commentary {first.id} again" in result.output
    assert {**rows(), "audit_entry": 0} == {**before, "audit_entry": 0}
    assert (first.byline(Language.EN), first.credits) == ("Ada Lis", {"en": "Ada Lis"})
    assert first.texts[Language.EN].is_approved


def test_what_the_desk_filled_in_stays_unless_the_command_says_otherwise(run: Run, page: Path) -> None:
    commentary = imported(run(page))
    commentary.verdict = Verdict.WORSENED
    commentary.authors = [factories.author({"en": "Ada Lis", "be": "Ада Ліс"})]
    imported(run(page))
    assert (commentary.verdict, commentary.byline(Language.BE)) == (Verdict.WORSENED, "Ада Ліс")
    imported(run(page, "--verdict", "unchanged", "--byline", "Yan Lipen"))
    assert (commentary.verdict, commentary.byline(Language.EN)) == (Verdict.UNCHANGED, "Yan Lipen")


def test_words_written_on_the_desk_are_not_replaced_by_a_file(run: Run, page: Path) -> None:
    text = imported(run(page)).texts[Language.EN]
    writing.save(text, title=text.title, standfirst="Ours.", document=text.document, by=factories.staff())
    db.session.commit()
    before = rows()
    result = run(page, "--approve")
    assert result.exit_code == 1
    assert "changed on the desk" in result.output
    assert rows() == before


def test_a_file_does_not_change_an_issue_on_its_way(run: Run, page: Path) -> None:
    commentary = imported(run(page))
    issue = db.session.scalars(sa.select(Issue)).one()
    issue.state = IssueState.SCHEDULED
    db.session.commit()
    result = run(page, "--verdict", "worsened")
    assert result.exit_code == 1
    assert f"issue {issue.number} takes no changes" in result.output
    assert commentary.verdict is Verdict.IMPROVED
