"""What colleagues say beside a text: where it is anchored, what it changes, and who may do what with it."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries import remarking, remarks, writing
from newsletter.commentaries.document import checked, plain_text
from newsletter.commentaries.history import revision_of
from newsletter.commentaries.models import Text
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.remark_models import QUOTE_LENGTH, REMARK_LENGTH, Remark, Settlement
from newsletter.db import db
from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn

EN = Language.EN
BLOCK = "block00001"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def text() -> Text:
    return factories.text(factories.commentary(languages=()), EN, approved=False)


@pytest.fixture
def vera() -> Staff:
    return factories.staff(handle="vera")


def test_an_accepted_suggestion_is_a_revision_of_whoever_accepts(text: Text, vera: Staff) -> None:
    remark = remarking.make(text, by=vera, words="", part=BLOCK, quote="over the summer", suggestion="in the summer")
    marta = factories.staff()
    remarking.accept(text, remark, by=marta)
    newest = revision_of(text, text.revision)
    assert plain_text(text.document) == "The crossing was rebuilt in the summer."
    assert newest
    assert (newest.staff_id, remark.settled, remark.settled_by_id) == (marta.id, Settlement.ACCEPTED, marta.id)


def test_title_and_standfirst_take_suggestions_too(text: Text, vera: Staff) -> None:
    for part, quote, by in (("title", "shorter", "longer"), ("standfirst", "half as long", "twice as long")):
        remark = remarking.make(text, by=vera, words="?", part=part, quote=quote, suggestion=by)
        remarking.accept(text, remark, by=vera)
    assert text.title == "Queues at the border grow longer"
    assert text.standfirst == "Drivers wait twice as long as in the spring."


def test_a_suggestion_whose_passage_is_gone_changes_nothing_and_says_so(
    client: FlaskClient, sign_in: SignIn, text: Text, vera: Staff
) -> None:
    remark = remarking.make(text, by=vera, words="", part=BLOCK, quote="summer", suggestion="autumn")
    document = factories.document("Another sentence.")
    writing.save(text, title=text.title, standfirst="", document=document, by=vera)
    (thread,) = remarks.threads(text)
    assert not thread.in_place
    sign_in(Role.AUTHOR)
    answer = post(client, text, f"remarks/{remark.id}/settlement", how="accepted")
    assert answer.status_code == 422
    assert "has been changed since" in answer.text
    assert (plain_text(text.document), remark.settled) == ("Another sentence.", None)


def test_of_two_who_accept_the_same_suggestion_the_second_is_told(text: Text, vera: Staff) -> None:
    remark = remarking.make(text, by=vera, words="", part=BLOCK, quote="The", suggestion="The The")
    remarking.accept(text, remark, by=vera)
    with pytest.raises(remarking.AlreadySettled):
        remarking.accept(text, remark, by=factories.staff())
    assert plain_text(text.document).count("The") == 2


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"words": " \n "}, "needs words"),
        ({"words": "x" * (REMARK_LENGTH + 1)}, "2000 characters"),
        ({"words": "x", "part": BLOCK, "quote": "x" * (QUOTE_LENGTH + 1)}, "1000 characters"),
        ({"words": "x", "part": BLOCK, "quote": "winter"}, "isn’t in the text"),
        ({"words": "x", "part": "nowhere"}, "isn’t in the text"),
        ({"words": "", "part": BLOCK, "quote": "summer", "suggestion": "x" * (QUOTE_LENGTH + 1)}, "1000 characters"),
        ({"words": "", "part": BLOCK, "quote": "summer", "suggestion": "summer"}, "says already"),
        ({"words": "x", "part": BLOCK, "suggestion": "autumn"}, "says already"),
    ],
)
def test_what_can_not_be_a_remark_is_refused_with_the_reason(
    text: Text, vera: Staff, facts: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refusal, match=says):
        remarking.make(text, by=vera, **facts)
    assert remarks.threads(text) == []


def test_a_text_holds_no_more_open_remarks_than_can_be_read(text: Text, vera: Staff) -> None:
    first = remarking.make(text, by=vera, words="First")
    rows = [{"text_id": text.id, "revision": 1, "words": "x"} for _ in range(remarking.MOST - 1)]
    db.session.execute(sa.insert(Remark), rows)
    with pytest.raises(remarking.TooManyRemarks, match="300"):
        remarking.make(text, by=vera, words="x")
    with pytest.raises(remarking.TooManyRemarks):
        remarking.answer(text, first, by=vera, words="x")
    remarking.settle(text, first, Settlement.DONE, by=vera)
    assert remarking.make(text, by=vera, words="There is room again")


def test_remarks_stand_in_the_order_of_the_text(text: Text, vera: Staff) -> None:
    text.document = factories.document("First block.", "Second block.")
    db.session.flush()
    for part in ("block00002", None, "standfirst", "block00001", "title"):
        remarking.make(text, by=vera, words=str(part), part=part)
    assert [thread.remark.block for thread in remarks.threads(text)] == [
        None, "title", "standfirst", "block00001", "block00002",
    ]  # fmt: skip
    assert remarks.threads(text)[-1].label == "Second block."


def test_open_threads_are_counted_in_one_query(text: Text, vera: Staff, query_count: list[str]) -> None:
    other = factories.text(text.commentary, Language.BE)
    root = remarking.make(text, by=vera, words="One")
    remarking.answer(text, root, by=vera, words="An answer")
    remarking.make(text, by=vera, words="Two")
    remarking.settle(text, remarking.make(text, by=vera, words="Three"), Settlement.DONE, by=vera)
    query_count.clear()
    assert remarks.open_counts([text.id, other.id]) == {text.id: 2}
    assert len(query_count) == 1


def post(client: FlaskClient, text: Text, name: str, *, fetched: bool = False, **form: Any) -> TestResponse:
    headers = {"Accept": "application/json"} if fetched else {}
    return client.post(f"/desk/commentaries/{text.commentary_id}/en/{name}", data=form, headers=headers)


def page(client: FlaskClient, text: Text) -> str:
    return client.get(f"/desk/commentaries/{text.commentary_id}/en").text


def test_a_remark_is_made_answered_settled_and_opened_again_without_scripts(
    client: FlaskClient, sign_in: SignIn, text: Text
) -> None:
    sign_in(Role.EDITOR)
    made = post(client, text, "remarks", part=BLOCK, words="Which crossing?")
    (thread,) = remarks.threads(text)
    assert made.headers["Location"].endswith(f"/en#remark-{thread.remark.id}")
    sign_in(Role.TRANSLATOR)
    assert post(client, text, f"remarks/{thread.remark.id}/answers", words="The eastern one.").status_code == 302
    for words in ("Which crossing?", "The eastern one."):
        assert words in page(client, text)
    post(client, text, f"remarks/{thread.remark.id}/settlement", how="done")
    assert thread.remark.settled is Settlement.DONE
    post(client, text, f"remarks/{thread.remark.id}/settlement", how="")
    assert remarks.open_counts([text.id]) == {text.id: 1}


def test_only_ones_own_words_are_changed_or_deleted_and_only_while_the_thread_is_open(
    client: FlaskClient, sign_in: SignIn, text: Text, vera: Staff
) -> None:
    remark = remarking.make(text, by=vera, words="Vera’s")
    db.session.commit()
    nina = sign_in(Role.ADMIN)
    assert post(client, text, f"remarks/{remark.id}", words="Nina’s").status_code == 422
    assert post(client, text, f"remarks/{remark.id}/removal").status_code == 422
    assert remark.words == "Vera’s"
    own = remarking.make(text, by=nina, words="Nina’s")
    db.session.commit()
    assert post(client, text, f"remarks/{own.id}", words="Better").status_code == 302
    assert own.words == "Better"
    reply = remarking.answer(text, own, by=vera, words="Why?")
    db.session.commit()
    assert "settle it instead" in post(client, text, f"remarks/{own.id}/removal").text
    remarking.delete(text, reply, by=vera)
    remarking.settle(text, own, Settlement.DONE, by=vera)
    db.session.commit()
    assert post(client, text, f"remarks/{own.id}", words="Later").status_code == 422
    remarking.reopen(text, own)
    assert post(client, text, f"remarks/{own.id}/removal").status_code == 302
    assert [thread.remark for thread in remarks.threads(text)] == [remark]


def test_nobody_asks_for_changes_in_the_form_of_a_remark(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    """Only editors ask for changes, and the text is a draft again."""
    sign_in(Role.AUTHOR)
    assert post(client, text, "remarks", words="Do it again", part="changes").status_code == 400
    assert remarks.changes_asked(text) == []
    named = factories.document("A block that bears the name of such a request")
    named["content"][0]["attrs"]["id"] = "changes"
    assert checked(named)["content"][0]["attrs"]["id"] != "changes"


def test_a_script_is_told_what_was_made_or_why_not(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.AUTHOR)
    made = {"part": BLOCK, "quote": "over the summer", "words": "", "suggests": "y", "suggestion": ""}
    told = post(client, text, "remarks", fetched=True, **made).get_json()
    (thread,) = remarks.threads(text)
    assert told == {"remark": thread.remark.id}
    path = f"remarks/{thread.remark.id}/settlement"
    assert post(client, text, path, fetched=True, how="accepted").status_code == 200
    assert plain_text(text.document) == "The crossing was rebuilt ."
    refused = post(client, text, path, fetched=True, how="accepted")
    assert (refused.status_code, "settled this remark already" in refused.get_json()["error"]) == (422, True)


def test_a_refused_remark_keeps_its_words_in_the_form(client: FlaskClient, sign_in: SignIn, text: Text) -> None:
    sign_in(Role.AUTHOR)
    answer = post(client, text, "remarks", part="gone", words="A long thought")
    assert answer.status_code == 422
    assert ">A long thought</textarea>" in answer.text


def test_nothing_in_a_remark_is_markup(client: FlaskClient, sign_in: SignIn, text: Text, vera: Staff) -> None:
    hostile = "<script>alert(1)</script>\"'"
    text.document = factories.document(hostile)
    db.session.flush()
    remarking.make(text, by=vera, words=hostile, part=BLOCK, quote=hostile)
    remarking.make(text, by=vera, words=hostile, part=BLOCK, quote=hostile, suggestion=f"<b>{hostile}")
    db.session.commit()
    sign_in(Role.AUTHOR)
    html = page(client, text)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_remark_of_another_text_is_not_there(client: FlaskClient, sign_in: SignIn, text: Text, vera: Staff) -> None:
    remark = remarking.make(text, by=vera, words="Here")
    elsewhere = factories.commentary(languages=(EN,)).texts[EN]
    sign_in(Role.EDITOR)
    assert post(client, elsewhere, f"remarks/{remark.id}/settlement", how="done").status_code == 404
    reply = remarking.answer(text, remark, by=vera, words="Yes")
    assert post(client, text, f"remarks/{reply.id}/answers", words="Deeper").status_code == 404
    assert post(client, text, f"remarks/{remark.id}/settlement", how="forgotten").status_code == 400


def test_an_anonymous_visitor_never_sees_a_remark(client: FlaskClient, vera: Staff) -> None:
    commentary = factories.commentary()
    factories.issue(commentary, state=IssueState.SENT, number=7, released_at=commentary.created_at)
    text = commentary.texts[EN]
    remarking.make(text, by=vera, words="Between ourselves", part=BLOCK, quote="rebuilt", suggestion="mended")
    db.session.commit()
    for address in ("/en/", f"/en/commentaries/{text.slug}", "/en/issues/7", "/en/issues"):
        html = client.get(address).text
        assert "Between ourselves" not in html
        assert "mended" not in html
