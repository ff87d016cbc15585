"""The frames in which the issue desk shows mails."""

import re

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from newsletter.issues import editions, previews
from newsletter.issues.previews import View
from newsletter.issues.routes import found
from newsletter.languages import EditionKey
from newsletter.staff.guards import editors
from newsletter.web import LETTER_POLICY

blueprint = Blueprint("previews", __name__, url_prefix="/desk/issues")

POLICY = LETTER_POLICY.replace("sandbox;", "sandbox allow-popups allow-popups-to-escape-sandbox;")

_PICTURE = re.compile(r'src="https?://[^"]*?/(photos/)')


@blueprint.get("/<int:number>/preview/<edition:of>")
@editors
def mail(number: int, of: EditionKey) -> ResponseReturnValue:
    """The mail itself; with `?view=…` as a View has it."""
    made = editions.every(found(number)).get(of) or abort(404)
    view = request.args.get("view", View.PHONE, type=View)
    if view in (View.TEXT, View.SOURCE):
        response = Response(previews.plain(made, of, view), mimetype="text/plain")
    else:
        # The desk may be open under another name than the public one, or the one that it had when the mail was frozen,
        # and a frame shows pictures of its own host only.
        html = _PICTURE.sub(rf'src="{request.url_root}\1', previews.html(made, of, view))
        response = Response(html, mimetype="text/html")
    pictures = "img-src 'none'" if view is View.NO_PICTURES else "img-src 'self'"
    response.headers["Content-Security-Policy"] = POLICY.replace("img-src 'self'", pictures)
    return response
