"""The library of photos: found, shown with their uses, and chosen for a commentary."""

import datetime as dt
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import photo_library, photo_listing, photos
from newsletter.commentaries.photo_models import Photo
from newsletter.db import db, now
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.pictures import document, figure, picture
from tests.conftest import SignIn

WEEK = dt.timedelta(days=7)


def test_photos_are_found_by_any_words_in_any_language_newest_first(app: Flask) -> None:
    old, new, other = (photos.store(picture(size=(size, 90))) for size in (300, 310, 320))
    old.alts, old.created_at = {"be": "Мост праз Нёман", "en": "A bridge"}, now() - WEEK
    new.captions, new.credits = {"en": "The bridge at noon"}, {"be": "Ала Рыбак"}
    other.alts = {"en": "Cows"}
    assert photo_listing.page_of(search="BRIDGE").photos == [new, old]
    assert photo_listing.page_of(search="нёман мост").photos == [old]
    assert photo_listing.page_of(search="bridge рыбак").photos == [new]
    assert photo_listing.page_of(search="100%").photos == []


def test_the_library_comes_in_pages_of_sixty(client: FlaskClient, sign_in: SignIn, query_count: list[str]) -> None:
    db.session.add_all(Photo(digest=f"{number:064}", width=10, height=10) for number in range(61))
    sign_in(Role.AUTHOR)
    first, second = (client.get(f"/desk/photos/choices?page={page}").json or {} for page in (1, 2))
    assert (len(first["photos"]), first["has_older"]) == (60, True)
    assert (len(second["photos"]), second["has_older"]) == (1, False)
    query_count.clear()
    assert client.get("/desk/photos").text.count("Unused since") == 60
    assert len(query_count) < 15


def test_the_library_says_where_a_photo_is_used(client: FlaskClient, sign_in: SignIn) -> None:
    above, within, unused = (photos.store(picture(size=(size, 90))) for size in (300, 310, 320))
    first, second = factories.commentary(photo=above), factories.commentary()
    photo_library.note_use(second.texts[Language.BE], document(figure(within), figure(above)))
    sign_in(Role.AUTHOR)
    page = client.get("/desk/photos").text
    assert page.count(f'<li><a href="/desk/commentaries/{first.id}">') == 1
    assert page.count(f'<li><a href="/desk/commentaries/{second.id}">') == 2
    page = client.get("/desk/photos?unused=yes").text
    assert unused.digest in page
    assert above.digest not in page
    assert within.digest not in page


def test_a_photo_of_the_library_comes_above_a_commentary_with_its_words(client: FlaskClient, sign_in: SignIn) -> None:
    before, photo = photos.store(picture()), photos.store(picture(size=(300, 200)))
    photo.alts, photo.credits, photo.credit_href = {"be": "Мост"}, {"be": "Ала"}, "mailto:ala@example.org"
    long_ago = before.created_at = now() - 2 * WEEK
    commentary = factories.commentary(photo=before, alts={"be": "Каровы"})
    sign_in(Role.AUTHOR)
    assert f'name="photo" value="{photo.id}"' in client.get(f"/desk/photos?commentary={commentary.id}").text
    client.post(f"/desk/commentaries/{commentary.id}/photo", data={"photo": photo.id})
    assert (commentary.photo, commentary.alts, commentary.credit_href) == (photo, photo.alts, "mailto:ala@example.org")
    assert before.created_at > long_ago + WEEK


def test_one_of_the_newest_can_be_chosen_with_the_facts(client: FlaskClient, sign_in: SignIn) -> None:
    before, photo = photos.store(picture()), photos.store(picture(size=(300, 200)))
    photo.alts = {"be": "Мост"}
    commentary = factories.commentary(photo=before, alts={"be": "Каровы"})
    sign_in(Role.AUTHOR)
    url, facts = f"/desk/commentaries/{commentary.id}", {"section": commentary.section_id, "week": "2024-11-04"}
    hidden = dict(field_values(client.get(url).text))
    client.post(url, data=hidden | facts | {"alts-be": "Каровы", "from_library": photo.id})
    assert (commentary.photo, commentary.alts) == (photo, {"be": "Мост"})


def field_values(page: str) -> Iterator[tuple[str, str]]:
    """Of the hidden fields of a page."""
    for field in BeautifulSoup(page, "html.parser").select("input[type=hidden][name]"):
        yield str(field["name"]), str(field.get("value", ""))


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//evil.example", "example.org", "data:text/html,x"])
def test_a_credit_leads_only_to_pages_and_mail(client: FlaskClient, sign_in: SignIn, href: str) -> None:
    commentary = factories.commentary()
    sign_in(Role.AUTHOR)
    url = f"/desk/commentaries/{commentary.id}"
    answer = client.post(url, data={"week": "2024-11-04", "credit_href": href})
    assert answer.status_code == 422
    assert "like https://example.org" in answer.text
    assert commentary.credit_href == ""
