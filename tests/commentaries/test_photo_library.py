"""Which photos we have, who uses them, and when one goes."""

import datetime as dt
import io
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import developing, photo_library, photo_listing, photos, writing
from newsletter.commentaries.document import checked
from newsletter.commentaries.models import Revision, Text
from newsletter.commentaries.photo_models import Photo, TextPhoto
from newsletter.db import Model, db, now
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.test_photos import SVG, picture
from tests.conftest import SignIn

WEEK = dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)


def figure(photo: Photo, **words: str) -> dict[str, Any]:
    return {
        "type": "figure",
        "attrs": {"photo": photo.digest, "width": photo.width, "height": photo.height, **words},
    }


def document(*figures: dict[str, Any]) -> dict[str, Any]:
    return checked({"type": "doc", "content": [*factories.document("Cows graze.")["content"], *figures]})


def test_a_text_keeps_the_photos_that_it_held_once(app: Flask) -> None:
    first, second = photos.store(picture()), photos.store(picture(size=(800, 600)))
    text = factories.commentary().texts[Language.EN]
    photo_library.note_use(text, document(figure(first), figure(second), figure(first)))
    photo_library.note_use(text, document(figure(first)))
    photo_library.note_use(text, document())
    kept = db.session.scalars(sa.select(TextPhoto.photo_id).where(TextPhoto.text_id == text.id))
    assert set(kept) == {first.id, second.id}


def test_a_photo_remembers_the_words_of_its_latest_use_in_each_language(app: Flask) -> None:
    photo = photos.store(picture())
    texts = factories.commentary().texts
    said = {"alt": "A bridge", "credit": "Alena Verasen", "credit_href": "https://example.org/alena"}
    photo_library.note_use(texts[Language.EN], document(figure(photo, **said, caption="At noon")))
    photo_library.note_use(texts[Language.BE], document(figure(photo, alt="Мост", credit="Алена Верасень")))
    photo_library.note_use(texts[Language.EN], document(figure(photo, alt="A long bridge")))
    assert photo.alts == {"en": "A long bridge", "be": "Мост"}
    assert photo.captions == {"en": "At noon"}
    assert photo.credits == {"en": "Alena Verasen", "be": "Алена Верасень"}
    assert photo.credit_href == "https://example.org/alena"


def test_a_picture_that_nobody_uploaded_is_refused(app: Flask) -> None:
    photo = photos.store(picture())
    text = factories.commentary().texts[Language.EN]
    stranger = figure(photo)
    stranger["attrs"]["photo"] = "0" * 64
    with pytest.raises(photo_library.UnknownPhoto):
        photo_library.note_use(text, document(figure(photo), stranger))


def test_a_text_without_pictures_asks_the_database_nothing(app: Flask, query_count: list[str]) -> None:
    text = factories.commentary().texts[Language.EN]
    db.session.flush()
    query_count.clear()
    photo_library.note_use(text, document())
    assert query_count == []


def test_a_text_is_not_saved_with_a_picture_that_is_gone(client: FlaskClient, sign_in: SignIn) -> None:
    text = factories.commentary().texts[Language.EN]
    sign_in(Role.AUTHOR)
    stranger = document({"type": "figure", "attrs": {"photo": "0" * 64, "width": 10, "height": 10}})
    answer = client.patch(
        f"/desk/commentaries/{text.commentary_id}/en",
        json={"order": [block["attrs"]["id"] for block in stranger["content"]], "blocks": {}}
        | {"blocks": {block["attrs"]["id"]: block for block in stranger["content"]}},
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 422
    assert answer.json
    assert "not in the library any more" in answer.json["error"]
    assert text.revision == 1


def upload(client: FlaskClient, data: bytes, **fields: str) -> Any:
    return client.post("/desk/photos", data={"file": (io.BytesIO(data), "photo.jpg"), **fields})


def test_an_upload_answers_with_what_a_figure_needs(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.TRANSLATOR)
    said = upload(client, picture()).json
    photo = db.session.scalars(sa.select(Photo)).one()
    photo.alts, photo.credits, photo.credit_href = {"be": "Мост"}, {"en": "Ala"}, "https://example.org/"
    db.session.commit()
    again = upload(client, picture(), language="be")
    assert again.status_code == 201
    assert again.json == {
        "photo": photo.digest,
        "width": 1600,
        "height": 900,
        "alt": "Мост",
        "caption": "",
        "credit": "",
        "credit_href": "https://example.org/",
        "url": f"/photos/{photo.digest}-640.jpg",
    }
    assert said["alt"] == ""
    assert client.get(again.json["url"], buffered=True).status_code == 200


def test_a_useless_upload_is_refused_with_a_sentence(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    answer = upload(client, SVG)
    assert answer.status_code == 422
    assert "save the photo as JPEG" in answer.json["error"]
    assert db.session.scalars(sa.select(Photo)).all() == []


def test_a_page_in_disguise_is_served_as_the_picture_that_it_also_was(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(Role.AUTHOR)
    said = upload(client, picture(comment=b"<script>alert(1)</script>") + b"<script>alert(1)</script>").json
    answer = client.get(said["url"], buffered=True)
    assert (answer.content_type, answer.headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"script" not in answer.data


def test_pictures_are_developed_one_after_the_other_and_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many at once as the web server has threads, and one more."""
    at_once, most, lock = 0, 0, threading.Lock()
    decoded = developing._decoded

    def counted(data: bytes) -> Any:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        image = decoded(data)
        with lock:
            at_once -= 1
        return image

    monkeypatch.setattr(developing, "_decoded", counted)
    ends: list[int] = []
    data = picture(size=(700, 400))
    threads = [threading.Thread(target=lambda: ends.append(developing.develop(data).width)) for _ in range(21)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (ends, most) == ([700] * 21, 1)
    monkeypatch.setattr(developing, "_PATIENCE", 0.01)
    with developing._darkroom, pytest.raises(developing.TooManyAtOnce):
        developing.develop(data)


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


def test_only_an_unused_photo_can_be_deleted(client: FlaskClient, sign_in: SignIn) -> None:
    used, unused = photos.store(picture()), photos.store(picture(size=(300, 200)))
    file = photos.path_of(unused.digest, 640)
    factories.commentary(photo=used)
    sign_in(Role.AUTHOR)
    client.post(f"/desk/photos/{used.id}/deletion")
    client.post(f"/desk/photos/{unused.id}/deletion")
    assert db.session.scalars(sa.select(Photo.digest)).all() == [used.digest]
    assert photos.path_of(used.digest, 640).exists()
    assert not file.exists()
    assert client.post("/desk/photos/9999/deletion").status_code == 302


def aged(photo: Photo, by: dt.timedelta) -> None:
    photo.created_at = now() - by
    for path in photos.folder().glob(f"{photo.digest}*"):
        os.utime(path, (photo.created_at.timestamp(),) * 2)
    db.session.flush()


def test_what_nobody_used_for_a_week_goes_and_its_files_an_hour_later(app: Flask) -> None:
    above, within, fresh, old = (photos.store(picture(size=(size, 90))) for size in (300, 310, 320, 330))
    text = factories.commentary(photo=above).texts[Language.EN]
    text.updated_at = now() - 4 * WEEK
    photo_library.note_use(text, document(figure(within)))
    for photo, age in ((above, 3 * WEEK), (within, 3 * WEEK), (fresh, WEEK - HOUR), (old, WEEK + HOUR)):
        aged(photo, age)
    file, kept = photos.path_of(old.digest, 640), [above.digest, within.digest, fresh.digest]
    photo_library.sweep(now())
    assert db.session.scalars(sa.select(Photo.digest).order_by(Photo.id)).all() == kept
    assert file.exists()
    photo_library.sweep(now())
    assert not file.exists()
    assert all(photos.path_of(digest, 640).exists() for digest in kept)


def test_a_photo_that_came_and_went_while_somebody_wrote_is_given_back(app: Flask) -> None:
    stays, went = photos.store(picture()), photos.store(picture(size=(300, 200)))
    nina, text = factories.staff(), factories.commentary().texts[Language.EN]

    def save(*figures: dict[str, Any]) -> None:
        written = document(*figures)
        writing.save(text, title="Cows", standfirst="", document=written, by=nina, by_hand=False)

    save(figure(stays), figure(went))
    save(figure(stays))
    aged(went, 3 * WEEK)
    photo_library.sweep(now())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TextPhoto)) == 2
    db.session.execute(sa.delete(Revision).where(Revision.text_id == text.id, Revision.number < text.revision))
    photo_library.sweep(now())
    assert db.session.scalars(sa.select(TextPhoto.photo_id)).all() == [stays.id]
    assert db.session.get(Photo, went.id, populate_existing=True).created_at > now() - HOUR  # type: ignore[union-attr]


def test_files_that_a_crash_left_behind_go_after_a_day(app: Flask) -> None:
    photos.folder().mkdir(parents=True, exist_ok=True)
    old, new = photos.path_of("a" * 64, 640), photos.path_of("b" * 64, 640)
    unfinished = photos.folder() / ".0123456789abcdef"
    for path in (old, new, unfinished):
        path.write_bytes(b"half a pict")
    for path in (old, unfinished):
        os.utime(path, ((now() - dt.timedelta(days=2)).timestamp(),) * 2)
    photo_library.sweep(now())
    assert [path.exists() for path in (old, unfinished, new)] == [False, False, True]
    new.unlink()


def test_a_photo_that_is_stored_anew_keeps_its_files_and_has_its_week_again(app: Flask) -> None:
    photo = photos.store(picture())
    aged(photo, 2 * WEEK)
    photos.store(picture())
    photos.remove_files(photo.digest, before=(now() - HOUR).timestamp())
    photo_library.sweep(now())
    assert db.session.scalars(sa.select(Photo.digest)).all() == [photo.digest]
    assert photos.path_of(photo.digest, 1920).exists()


@pytest.fixture
def committed_photo(built_app: Flask) -> Iterator[tuple[int, int]]:
    """An unused photo and a text, both seen by everybody."""
    with built_app.app_context():
        ids = photos.store(picture()).id, factories.commentary().texts[Language.EN].id
        db.session.commit()
    yield ids
    with built_app.app_context():
        for name in ("text_photo", "revision", "text", "byline", "author", "commentary", "photo"):
            db.session.execute(sa.delete(Model.metadata.tables[name]))
        db.session.commit()


def test_of_one_who_uses_and_one_who_deletes_a_photo_the_one_who_uses_it_wins(
    built_app: Flask, committed_photo: tuple[int, int]
) -> None:
    """Whoever is first; used is never deleted, and what is gone is never used."""
    photo_id, text_id = committed_photo
    ready, ends = threading.Barrier(2), dict[str, bool]()

    def use() -> None:
        photo, text = db.session.get_one(Photo, photo_id), db.session.get_one(Text, text_id)
        written = document(figure(photo))
        db.session.rollback()
        ready.wait()
        photo_library.note_use(text, written)

    def delete() -> None:
        ready.wait()
        photo_library.delete(photo_id)

    def act(name: str, what: Callable[[], None]) -> None:
        with built_app.app_context():
            try:
                what()
                db.session.commit()
                ends[name] = True
            except (photo_library.UnknownPhoto, photo_library.PhotoInUse):
                db.session.rollback()
                ends[name] = False

    threads = [threading.Thread(target=act, args=pair) for pair in (("use", use), ("delete", delete))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends["use"] is not ends["delete"]
    with built_app.app_context():
        assert (db.session.get(Photo, photo_id) is not None) is ends["use"]
        assert (db.session.scalar(sa.select(TextPhoto.photo_id)) is not None) is ends["use"]
