"""The photos themselves, for pages and letters alike."""

import re

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue

from newsletter.commentaries.figures import WIDTHS
from newsletter.commentaries.photos import path_of
from newsletter.staff.guards import public

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
