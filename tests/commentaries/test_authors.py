"""Who is named above a commentary, and how a name is taken back everywhere."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import authors
from newsletter.commentaries.author_models import Author
from newsletter.db import db
from newsletter.issues.leaving import locking
from newsletter.issues.models import IssueState
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU
ADA = {"en": "Ada O'Lis", "be": "Ада О’Ліс", "ru": "Ада О’Лис"}


def names(found: list[Author]) -> list[str]:
    return [author.name(EN) for author in found]


@pytest.mark.usefixtures("app")
class TestNaming:
    def test_each_language_joins_names_in_its_own_way(self) -> None:
        people = [factories.author({"en": name, "be": name}) for name in ("A", "B", "C")]
        piece = factories.commentary(authors=people)
        assert [piece.byline(language) for language in (EN, BE, RU)] == ["A, B and C", "A, B і C", "A, B и C"]

    def test_a_name_that_a_language_lacks_is_borrowed_from_another(self) -> None:
        assert factories.commentary(authors=[factories.author({"be": "Ада Ліс"})]).byline(RU) == "Ада Ліс"

    def test_the_order_of_authors_is_kept_and_can_be_turned_around(self) -> None:
        people = [factories.author({"en": name}) for name in ("Zoe", "Ann")]
        piece = factories.commentary(authors=people)
        db.session.expire_all()
        assert piece.byline(EN) == "Zoe and Ann"
        piece.authors = people[::-1]
        db.session.flush()
        db.session.expire_all()
        assert piece.byline(EN) == "Ann and Zoe"

    @pytest.mark.parametrize("line", ["ada  lis and Yan Lipen", "Ada Lis, Yan Lipen", "ADA LIS & Yan Lipen; Yan Lipen"])
    def test_a_byline_names_whom_it_names_however_it_is_typed(self, line: str) -> None:
        ada = factories.author({"en": "Ada Lis", "be": "Ада Ліс"})
        found = authors.named(line, EN)
        assert found[0] is ada
        assert names(found) == ["Ada Lis", "Yan Lipen"]

    def test_a_letter_within_a_name_parts_nobody(self) -> None:
        assert names(authors.named("Ігар і Ірына Андрэевы", BE)) == ["Ігар", "Ірына Андрэевы"]

    def test_a_byline_has_limits_that_it_says(self) -> None:
        with pytest.raises(authors.TooManyAuthors, match="at most 5"):
            authors.named("a, b, c, d, e, f", EN)
        with pytest.raises(authors.NameTooLong, match="at most 80"):
            authors.named("x" * 81, EN)


def test_authors_are_chosen_in_order_and_added_in_place(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    piece, ann = factories.commentary(), factories.author({"en": "Ann"})
    yan = piece.authors[0]
    facts = {"week": "2024-11-06", "authors-0": ann.id, "authors-3": yan.id, "new_author-en": "Zoe"}
    assert client.post(f"/desk/commentaries/{piece.id}", data=facts).status_code == 302
    assert piece.byline(EN) == "Ann, Yan Lipen and Zoe"
    facts |= {f"authors-{place}": factories.author({"en": f"A{place}"}).id for place in range(5)}
    refused = client.post(f"/desk/commentaries/{piece.id}", data=facts)
    assert refused.status_code == 422
    assert "A commentary has at most 5 authors." in refused.text
    assert "Zoe" in refused.text


def test_editors_look_after_authors_and_the_others_look_on(client: FlaskClient, sign_in: SignIn) -> None:
    yan = factories.author()
    sign_in(Role.TRANSLATOR)
    assert "Yan Lipen" in client.get("/desk/authors").text
    assert client.get(f"/desk/authors/{yan.id}").status_code == 200
    for path in ("", f"/{yan.id}", f"/{yan.id}/double", f"/{yan.id}/redaction"):
        assert client.post(f"/desk/authors{path}", data={"names-en": "Eve"}).status_code == 403
    assert client.get(f"/desk/authors/{yan.id}/redaction").status_code == 403


def test_a_new_name_is_on_every_page_at_once(client: FlaskClient, sign_in: SignIn) -> None:
    piece = factories.commentary()
    factories.issue(piece, state=IssueState.SENT)
    sign_in(Role.EDITOR)
    address = f"/desk/authors/{piece.authors[0].id}"
    assert client.post(address, data={"names-en": " ", "names-be": ""}).status_code == 422
    assert client.post(address, data={"names-en": "x" * 81}).status_code == 422
    assert client.post(address, data={"names-en": "Jan Linden", "names-be": "Ян Ліпа"}).status_code == 302
    assert "Jan Linden" in client.get(f"/en/commentaries/{piece.texts[EN].slug}").text


def test_an_author_is_found_by_a_part_of_any_name(client: FlaskClient, sign_in: SignIn) -> None:
    factories.author()
    factories.author(ADA)
    sign_in(Role.EDITOR)
    assert "Yan Lipen" in client.get("/desk/authors?search=ліпень").text
    assert "Ada" not in client.get("/desk/authors?search=ліпень").text
    assert "Nobody of this name" in client.get("/desk/authors?search=%25").text


def test_the_list_asks_no_more_for_two_hundred_than_for_one(
    client: FlaskClient, sign_in: SignIn, query_count: list[str]
) -> None:
    staff = sign_in(Role.EDITOR)

    def asked() -> int:
        db.session.expunge_all()
        query_count.clear()
        assert client.get("/desk/authors").status_code == 200
        return len(query_count)

    db.session.add(Author(names={"en": "Ann"}, staff_id=staff.id))
    db.session.commit()
    client.get("/desk/authors")
    of_one = asked()
    db.session.add_all(Author(names={"en": f"Author {n}"}, staff_id=factories.staff().id) for n in range(200))
    db.session.commit()
    assert asked() == of_one


def test_doubles_become_one_above_all_that_either_wrote(client: FlaskClient, sign_in: SignIn) -> None:
    kept, double = factories.author({"en": "Ada Lis"}), factories.author({"en": "A. Lis", "be": "Ада Ліс"})
    pieces = [factories.commentary(authors=above) for above in ([kept], [double], [double, kept])]
    sign_in(Role.EDITOR)
    address = f"/desk/authors/{kept.id}/double"
    assert client.post(address, data={"double": kept.id}).status_code == 302
    assert len(list(authors.everybody())) == 2, "nobody is merged with themselves"
    assert client.post(address, data={"double": double.id}).status_code == 302
    assert [piece.authors for piece in pieces] == [[kept], [kept], [kept]]
    assert kept.names == {"en": "Ada Lis", "be": "Ада Ліс"}
    assert client.post(address, data={"double": 999}).status_code == 404
    assert client.post(address, data={"double": "9" * 30}).status_code == 404, "no row has this number"


def test_whose_account_an_author_has_is_seen_by_the_desk_alone(client: FlaskClient, sign_in: SignIn) -> None:
    secret = factories.staff(handle="hidden-heron")
    piece = factories.commentary(authors=[Author(names=ADA, staff_id=secret.id)])
    issue = factories.issue(piece)
    piece_pages = [f"/{language}/commentaries/{piece.texts[language].slug}" for language in Language]
    locking.lock(issue, by="nina")
    issue.state = IssueState.SENT
    db.session.commit()
    for page in ("/en/", "/be/", "/en/issues", f"/en/issues/{issue.number}", *piece_pages):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "hidden-heron" not in answer.text
    for edition in issue.editions:
        assert "hidden-heron" not in edition.html + edition.text + edition.template.decode()
    sign_in(Role.AUTHOR)
    assert "hidden-heron" in client.get("/desk/authors").text


def test_an_authors_list_of_nobody_says_what_it_is_for(client: FlaskClient, sign_in: SignIn, app: Flask) -> None:
    sign_in(Role.AUTHOR)
    page = client.get("/desk/authors").text
    assert "No author yet" in page
    assert "Add an author" not in page
