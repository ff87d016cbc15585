"""A redacted byline is nowhere any more."""

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from newsletter.commentaries import redaction
from newsletter.commentaries.author_models import Author
from newsletter.db import Model, db, now
from newsletter.issues.composing.models import Edition
from newsletter.issues.erasure import blanked
from newsletter.issues.leaving import locking
from newsletter.issues.models import Box, BoxKind, IssueState
from newsletter.languages import Language
from newsletter.letters.bytetemplate import rewritten
from newsletter.staff.models import AuditEntry, Role
from tests import factories
from tests.commentaries.test_authors import ADA
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU


def whole_database() -> str:
    """Every row of every table, ours and the engine's, as one text; JSON and bytes as one reads them."""
    found: list[str] = []
    inspector = sa.inspect(db.session.connection())
    for schema in {None, *(name for name in inspector.get_schema_names() if name in ("main", "dbos"))}:
        for name in inspector.get_table_names(schema=schema):
            table = Model.metadata.tables.get(name) if schema is None else None
            of_engine = sa.select(sa.text("*")).select_from(sa.table(name, schema=schema))
            for row in db.session.execute(of_engine if table is None else sa.select(table)):
                found += [value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value) for value in row]
    # A letter's template carries its words in base64.
    for template in db.session.scalars(sa.select(Edition.template)):
        rewritten(template, lambda words: found.append(words) or words)  # type: ignore[func-returns-value]
    return "\n".join(found)


def test_a_name_that_was_changed_before_the_byline_was_redacted_is_nowhere_either(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    ada, double = factories.author({"en": "Ada Larch"}), factories.author({"en": "A. Heron"})
    issues = [factories.issue(factories.commentary(authors=[author])) for author in (ada, double)]
    for issue in issues:
        locking.lock(issue, by="nina")
        issue.state = IssueState.SENT
    db.session.commit()
    address = f"/desk/authors/{ada.id}"
    for name in ("Ada Fox", "Eva Fox"):
        assert client.post(address, data={"names-en": name}).status_code == 302
    assert client.post(f"{address}/double", data={"double": double.id}).status_code == 302
    assert all(name in whole_database() for name in ("Ada Larch", "A. Heron", "Ada Fox", "Eva Fox"))
    assert client.post(f"{address}/redaction").status_code == 302
    dump = whole_database()
    assert [name for name in ("Larch", "Heron", "Fox") if name in dump] == []


def test_an_issue_that_recommends_a_piece_by_its_title_forgets_a_redacted_name_in_it(
    client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    ada = factories.author({"en": "Ada Larch"})
    earlier = factories.commentary(authors=[ada])
    earlier.texts[Language.EN].title = "What Ada Larch saw"
    factories.issue(earlier, state=IssueState.SENT, released_at=now())
    issue = factories.issue(factories.commentary())
    issue.boxes.append(Box(kind=BoxKind.EARLIER, position=2, commentary=earlier))
    locking.lock(issue, by="nina")
    issue.state = IssueState.SENT
    db.session.commit()
    assert "Ada Larch" in issue.editions[0].text
    assert client.post(f"/desk/authors/{ada.id}/redaction").status_code == 302
    assert "Ada Larch" not in issue.editions[0].text


def test_no_issue_opens_with_a_redacted_name_any_more(client: FlaskClient, sign_in: SignIn) -> None:
    """Nobody can change the words of an issue that is out."""
    sign_in(Role.EDITOR)
    piece = factories.commentary(authors=[factories.author(ADA)])
    issue = factories.issue(piece, state=IssueState.SENT, openings={"be": "Сёння піша Ада О’Ліс."})
    db.session.commit()
    assert "Ада О’Ліс" in client.get(f"/be/issues/{issue.number}").text
    assert client.post(f"/desk/authors/{piece.authors[0].id}/redaction").status_code == 302
    assert "Сёння піша […]." in client.get(f"/be/issues/{issue.number}").text


@pytest.mark.usefixtures("app")
def test_the_note_in_the_place_of_a_text_counts_among_what_names_an_author() -> None:
    piece = factories.commentary(authors=[factories.author(ADA)])
    piece.texts[EN].withdrawal_note = "Ada O'Lis asked us to."
    db.session.flush()
    assert [mentioned.id for mentioned in redaction.mentions(piece.authors[0])] == [piece.id]


def test_a_redacted_byline_is_nowhere_any_more(client: FlaskClient, sign_in: SignIn) -> None:
    editor = sign_in(Role.EDITOR)
    piece = factories.commentary(authors=[Author(names=ADA, staff_id=editor.id), factories.author()])
    sent, locked, open_one = (factories.issue(piece, number=number) for number in (1, 2, 3))
    for issue in (sent, locked):
        locking.lock(issue, by="nina")
    sent.state = IssueState.SENT
    db.session.commit()
    before = {edition.reading: edition.digest for edition in sent.editions}
    assert all(name in whole_database() for name in ADA.values())
    ada = piece.authors[0]

    asks = client.get(f"/desk/authors/{ada.id}/redaction").text
    assert "can’t be undone" in asks
    assert client.post(f"/desk/authors/{ada.id}/redaction").status_code == 302
    dump = whole_database()
    for part in ("Ada", "O'Lis", "O&#39;Lis", "Ада О", "О’Ліс", "О’Лис"):
        assert part not in dump
    assert "Yan Lipen" in dump, "whoever else wrote it stays"
    assert (ada.names, ada.staff_id) == ({}, None)
    assert piece.byline(EN) == "Yan Lipen"
    assert {edition.reading: edition.digest for edition in sent.editions} == before, "it proves what was sent"
    assert "[…] and Yan Lipen" in sent.editions[0].html
    assert locked.state is IssueState.ASSEMBLING
    assert not locked.editions
    assert client.get(f"/desk/issues/{open_one.number}").status_code == 200
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "author.redacted")).one()
    assert (entry.subject, entry.details) == (f"author {ada.id}", {"commentaries": 1})


def test_a_redacted_author_can_not_be_changed_merged_or_chosen_again(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    piece, yan = factories.commentary(authors=[Author(names=ADA)]), factories.author()
    gone = piece.authors[0]
    client.post(f"/desk/authors/{gone.id}/redaction")
    for path, data in (("", {"names-en": "Ada"}), ("/double", {"double": yan.id}), ("/redaction", {})):
        answer = client.post(f"/desk/authors/{gone.id}{path}", data=data, follow_redirects=True)
        assert "This byline is redacted, and nothing more can be done with it." in answer.text
    assert gone.names == {}
    assert f"redacted author {gone.id}" in client.get(f"/desk/commentaries/{piece.id}").text, "the place stays"
    other = factories.commentary()
    facts = {"week": "2024-11-06", "authors-0": gone.id}
    assert client.post(f"/desk/commentaries/{other.id}", data=facts).status_code == 422


def test_a_name_in_other_words_is_shown_before_it_can_not_be_looked_for(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    ada = factories.author(ADA)
    in_text = factories.commentary(languages=())
    factories.text(in_text, BE, title="Ліст", document=factories.document("Піша Ада О’Ліс."))
    under_photo = factories.commentary(languages=(), credits={"ru": "Ада О’Лис, 100%"})
    factories.text(under_photo, RU, title="Снимок")
    factories.commentary()
    page = client.get(f"/desk/authors/{ada.id}/redaction").text
    assert ("Ліст" in page, "Снимок" in page) == (True, True)
    assert factories.TITLES[EN] not in page


def test_an_issue_may_leave_without_the_name_of_a_redacted_author(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.EDITOR)
    piece = factories.commentary(authors=[Author(names=ADA)])
    issue = factories.issue(piece)
    client.post(f"/desk/authors/{piece.authors[0].id}/redaction")
    locking.lock(issue, by="nina")
    assert issue.state is IssueState.LOCKED


def test_blanking_takes_whole_names_and_leaves_what_only_contains_them() -> None:
    assert blanked("Yan\r\nLipen, Yanina, Yan-Paul & Ryan", ["Yan Lipen", "Yan"]) == "[…], Yanina, […]-Paul & Ryan"
    assert blanked("by Q&amp;A &lt;b&gt;", ["Q&A <b>"]) == "by […]"
    assert blanked("nothing", []) == "nothing"
