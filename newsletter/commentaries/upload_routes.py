"""A file's words for a text that somebody is writing. They go to the editor: nothing of the text is changed here."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import photos
from newsletter.commentaries.document import blocks, photos_in
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.importing import Found, read_text
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.sections import SEEDED
from newsletter.commentaries.text_routes import ADDRESS, text_asked_for
from newsletter.commentaries.unreadable import MAX_BYTES
from newsletter.db import db
from newsletter.languages import Language, week_range
from newsletter.staff.guards import desk

blueprint = Blueprint("uploads", __name__, url_prefix=f"{ADDRESS}/import")


@blueprint.post("")
@desk
def read(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    """`file`, and `whole` where the text has no words yet: then a title and a standfirst are looked for."""
    text_asked_for(commentary_id, language_of_text)
    file = request.files.get("file") or abort(400)
    # Nobody has to wait for the database while a file is read.
    db.session.rollback()
    pictures = FilePictures()
    with file.stream as stream:
        data, name = stream.read(MAX_BYTES + 1), file.filename or ""
    try:
        found = read_text(data, name, language_of_text, pictures, whole="whole" in request.form)
    except Refusal as refusal:
        return {"error": _(refusal.message, **refusal.values)}, 422
    for digest in photos_in(found.document):
        photos.keep(pictures.developed[digest])
    db.session.commit()
    head = {"title": found.title, "standfirst": found.standfirst} if isinstance(found, Found) else {}
    dropped = [*(_facts(found) if isinstance(found, Found) else []), *(_(line) for line in found.dropped)]
    return {"title": "", "standfirst": "", **head, "blocks": blocks(found.document), "dropped": dropped}


def _facts(found: Found) -> list[str]:
    """What belongs to the commentary, not to its text, and has its own page."""
    section = next((section.names[found.language] for section in SEEDED if section.slug == found.section), "")
    week = week_range(found.week, found.language) if found.week else ""
    verdict = found.verdict.wording(found.language) if found.verdict else ""
    credit = _("Photo: %(credit)s", credit=found.credit) if found.credit else ""
    return [line for line in (week, section, verdict, found.byline, credit) if line]
