"""Photos that nobody needs go, and no other."""

import datetime as dt
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries import photo_library, photos, writing
from newsletter.commentaries.models import Revision, Text
from newsletter.commentaries.photo_models import Photo, TextPhoto
from newsletter.db import Model, db, now
from newsletter.languages import Language
from newsletter.staff.models import Role
from tests import factories
from tests.commentaries.pictures import document, figure, picture
from tests.conftest import SignIn

WEEK = dt.timedelta(days=7)


HOUR = dt.timedelta(hours=1)


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
