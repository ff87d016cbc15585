"""The photos themselves, for pages and letters alike, and the library of them."""

import re

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import photo_library, photo_listing, photo_seen, photos
from newsletter.commentaries.developing import MAX_BYTES, UnusablePhoto, develop
from newsletter.commentaries.figures import WIDTHS
from newsletter.commentaries.models import Commentary
from newsletter.commentaries.photo_models import Photo
from newsletter.commentaries.photo_seen import noting_photo_words
from newsletter.commentaries.photos import path_of
from newsletter.commentaries.writing import one_line
from newsletter.db import db, now
from newsletter.languages import Language, Words, first_of
from newsletter.staff.guards import desk, me, public
from newsletter.staff.models import record
from newsletter.web import interface_language, row_number

blueprint = Blueprint("photos", __name__)


@blueprint.get("/photos/<string(length=64):digest>-<int:width>.jpg")
@public
def file(digest: str, width: int) -> ResponseReturnValue:
    """What a digest names never changes, so it may be kept for good."""
    if not re.fullmatch("[0-9a-f]{64}", digest) or width not in WIDTHS or not path_of(digest, width).is_file():
        abort(404)
    response = send_file(path_of(digest, width), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # A letter is shown in a frame of no origin, and in mail programs.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.get("/desk/photos")
@desk
def index() -> ResponseReturnValue:
    number = request.args.get("commentary", type=row_number)
    page = _page_asked_for()
    asked = {name: value for name in ("search", "unused", "commentary") if (value := request.args.get(name))}
    return render_template(
        "commentaries/photos.html",
        page=page,
        uses=photo_listing.uses_of(page.photos),
        asked=asked,
        commentary=db.session.get(Commentary, number) if number else None,
        kept=photo_library.KEPT_UNUSED,
    )


@blueprint.get("/desk/photos/choices")
@desk
def choices() -> ResponseReturnValue:
    """For the editor's picker, with the words that each photo has in the language of the text."""
    page, language = _page_asked_for(), _language_of_text()
    found = [_choice(photo, language) for photo in page.photos]
    return {"photos": found, "has_older": page.has_older}


@blueprint.post("/desk/photos")
@desk
def add() -> ResponseReturnValue:
    """One photo, for the editor: {photo, width, height, alt, caption, credit, credit_href, url}, or {error}."""
    uploaded = request.files.get("file") or abort(400)
    language = _language_of_text()
    # Nobody waits for the database while a photo is made smaller.
    db.session.rollback()
    try:
        photo = photos.keep(develop(uploaded.stream.read(MAX_BYTES + 1)))
    except UnusablePhoto as refusal:
        return {"error": _(refusal.message, **refusal.values)}, 422
    db.session.commit()
    return _choice(photo, language), 201


@blueprint.post("/desk/photos/<int:photo_id>/deletion")
@desk
def delete(photo_id: int) -> ResponseReturnValue:
    begun = now().timestamp()
    try:
        digest = photo_library.delete(photo_id)
    except photo_library.PhotoInUse as refusal:
        db.session.rollback()
        flash(_(refusal.message), "attention")
        return redirect(url_for("photos.index"))
    record(me.handle, "photo.deleted", f"photo {photo_id}")
    db.session.commit()
    if digest:
        photos.remove_files(digest, before=begun)
    flash(_("The photo is deleted."), "good")
    return redirect(url_for("photos.index", unused="yes"))


@blueprint.post("/desk/commentaries/<int:commentary_id>/photo")
@desk
def put_above(commentary_id: int) -> ResponseReturnValue:
    """A photo of the library above a commentary, with its words."""
    commentary = db.session.get(Commentary, commentary_id) or abort(404)
    photo = db.session.get(Photo, request.form.get("photo", 0, type=row_number)) or abort(404)
    photo_library.put_above(commentary, photo)
    with noting_photo_words(commentary):
        commentary.alts, commentary.captions, commentary.credits = photo.alts, photo.captions, photo.credits
    commentary.credit_href = photo.credit_href
    record(me.handle, "commentary.changed", f"commentary {commentary.id}")
    db.session.commit()
    flash(_("The photo is chosen. See whether its words fit."), "good")
    return redirect(url_for("commentaries.show", commentary_id=commentary.id, _anchor="photo"))


@blueprint.post("/desk/commentaries/<int:commentary_id>/photo/<language:of>/<field>")
@desk
def still_right(commentary_id: int, of: Language, field: str) -> ResponseReturnValue:
    """What is said of the photo in a translation stands, though its source has changed to `words`."""
    db.session.execute(sa.select(Commentary.id).where(Commentary.id == commentary_id).with_for_update())
    commentary = db.session.get(Commentary, commentary_id)
    if commentary is None or field not in photo_seen.FIELDS:
        abort(404)
    try:
        photo_seen.still_right(commentary, of, field, request.form.get("words", ""))
        db.session.commit()
    except photo_seen.ChangedMeanwhile as refusal:
        db.session.rollback()
        flash(_(refusal.message), "attention")
    return redirect(url_for("commentaries.show", commentary_id=commentary_id, _anchor="texts"))


@blueprint.app_template_global()
def photo_srcset(photo: Photo) -> str:
    return photos.on_pages(interface_language()).srcset(photo.digest, photo.width)


@blueprint.app_template_global()
def photo_words(words: Words) -> str:
    return first_of(words, interface_language(), *Language)


def _page_asked_for() -> photo_listing.Page:
    return photo_listing.page_of(
        search=one_line(request.args.get("search", "")),
        only_unused="unused" in request.args,
        number=request.args.get("page", 1, type=int),
    )


def _language_of_text() -> Language:
    asked = request.values.get("language", "")
    return Language(asked) if asked in set(Language) else interface_language()


def _choice(photo: Photo, language: Language) -> dict[str, object]:
    shown = url_for("photos.file", digest=photo.digest, width=WIDTHS[0])
    return {**photo_library.choice(photo, language), "url": shown}
