"""The public sees what was approved and released, in each language, and nothing else."""

import datetime as dt

import pytest
from flask.testing import FlaskClient

from newsletter.commentaries import review, writing
from newsletter.commentaries.models import Commentary, TextState
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db, now
from newsletter.issues.models import Issue, IssueState
from newsletter.languages import Language
from tests import factories


def released(*commentaries: Commentary, **facts: object) -> Issue:
    return factories.issue(*commentaries, state=IssueState.SENT, released_at=now(), **facts)


def page(client: FlaskClient, address: str) -> str:
    db.session.commit()
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.text


def slug(commentary: Commentary, language: Language) -> str:
    return commentary.texts[language].slug or ""


def test_before_the_first_issue_the_front_page_invites_to_subscribe(client: FlaskClient) -> None:
    for language in Language:
        assert 'name="address"' in page(client, f"/{language}/")


def test_the_root_leads_to_the_readers_language(client: FlaskClient) -> None:
    for asked, language in [("be,ru;q=0.5", "be"), ("ru-RU", "ru"), ("de", "en"), ("", "en")]:
        assert client.get("/", headers={"Accept-Language": asked}).headers["Location"] == f"/{language}/"


@pytest.mark.parametrize("state", [state for state in IssueState if not state.is_released])
def test_nothing_is_public_before_its_issue_is_released(client: FlaskClient, state: IssueState) -> None:
    commentary = factories.commentary()
    issue = factories.issue(commentary, state=state)
    db.session.commit()
    assert client.get(f"/en/issues/{issue.number}").status_code == 404
    assert client.get(f"/en/commentaries/{slug(commentary, Language.EN)}").status_code == 404
    assert factories.TITLES[Language.EN] not in page(client, "/en/")


def test_an_issue_and_its_commentaries_stand_in_each_language(client: FlaskClient) -> None:
    commentary = factories.commentary()
    issue = released(commentary)
    for language in Language:
        for address in (f"/{language}/", f"/{language}/issues/{issue.number}"):
            assert factories.TITLES[language] in page(client, address)
        text = page(client, f"/{language}/commentaries/{slug(commentary, language)}")
        assert f'<html lang="{language}">' in text
        assert factories.PARAGRAPHS[language] in text
        for other in Language:
            assert f'hreflang="{other}" href="/{other}/commentaries/{slug(commentary, other)}"' in text


def test_a_piece_that_is_missing_in_a_language_is_shown_in_another_and_labelled(client: FlaskClient) -> None:
    commentary = factories.commentary(languages=(Language.RU,))
    released(commentary)
    front = page(client, "/be/")
    assert factories.TITLES[Language.RU] in front
    assert f"/ru/commentaries/{slug(commentary, Language.RU)}" in front
    assert '<article class="lead" lang="ru">' in front
    assert client.get(f"/be/commentaries/{slug(commentary, Language.RU)}").status_code == 404


def test_an_edit_after_approval_does_not_show_until_it_is_approved(client: FlaskClient) -> None:
    commentary = factories.commentary()
    released(commentary)
    text = commentary.texts[Language.EN]
    address = f"/en/commentaries/{text.slug}"
    document = factories.document("Rewritten in a hurry.")
    writing.save(text, title="Another title", standfirst="", document=document, by=None)
    assert "Rewritten in a hurry." not in page(client, address)
    assert factories.TITLES[Language.EN] in page(client, address)
    review.approve(text, by=None)
    assert "Rewritten in a hurry." in page(client, address)


def test_a_withdrawn_text_is_gone_from_every_page(client: FlaskClient) -> None:
    commentary = factories.commentary()
    released(commentary)
    text = commentary.texts[Language.EN]
    text.state = TextState.WITHDRAWN
    db.session.commit()
    assert client.get(f"/en/commentaries/{text.slug}").status_code == 404
    assert factories.TITLES[Language.EN] not in page(client, "/en/")


def test_last_weeks_verdict_of_the_section_stands_beside_this_weeks(client: FlaskClient) -> None:
    before = factories.commentary(week=factories.MONDAY - dt.timedelta(days=7), verdict=Verdict.WORSENED)
    released(before, week=before.week)
    commentary = factories.commentary(verdict=Verdict.IMPROVED)
    released(commentary)
    text = page(client, f"/en/commentaries/{slug(commentary, Language.EN)}")
    assert Verdict.IMPROVED.wording(Language.EN) in text
    assert f"A week earlier: {Verdict.WORSENED.short(Language.EN)}" in text


def test_what_somebody_wrote_is_never_markup(client: FlaskClient) -> None:
    commentary = factories.commentary(languages=(), authors=[factories.author({"en": "<b>Eve</b>"})])
    hostile = "<script>alert(1)</script>"
    factories.text(commentary, Language.EN, title=hostile, standfirst=hostile, document=factories.document(hostile))
    released(commentary)
    for address in ("/en/", f"/en/commentaries/{slug(commentary, Language.EN)}"):
        text = page(client, address)
        assert "<script>alert" not in text
        assert "<b>Eve" not in text


def test_the_pages_cost_the_same_number_of_queries_however_much_there_is(
    client: FlaskClient, query_count: list[str]
) -> None:
    def cost(address: str) -> int:
        page(client, address)
        query_count.clear()
        page(client, address)
        return len(query_count)

    one = released(factories.commentary())
    few = [cost(address) for address in ("/en/", "/en/issues", f"/en/issues/{one.number}")]
    many = released(*(factories.commentary() for _ in range(6)))
    for _ in range(5):
        released(factories.commentary())
    assert [cost(address) for address in ("/en/", "/en/issues", f"/en/issues/{many.number}")] == few


def test_an_address_that_was_never_there_says_so_in_its_language(client: FlaskClient) -> None:
    for address in ("/en/commentaries/nothing", "/be/issues/99999999999999999999", "/ru/nowhere", "/de/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text
