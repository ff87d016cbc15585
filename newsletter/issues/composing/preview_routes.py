"""The frames in which the issue desk shows mails."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from newsletter.issues.composing import editions, previews
from newsletter.issues.composing.editions import Composed
from newsletter.issues.composing.previews import View
from newsletter.issues.routes import found
from newsletter.languages import EditionKey
from newsletter.letters import pictures
from newsletter.staff.guards import editors
from newsletter.web import LETTER_POLICY

blueprint = Blueprint("previews", __name__, url_prefix="/desk/issues")

POLICY = LETTER_POLICY.replace("sandbox;", "sandbox allow-popups allow-popups-to-escape-sandbox;")


@blueprint.get("/<int:number>/preview/<edition:of>")
@editors
def mail(number: int, of: EditionKey) -> ResponseReturnValue:
    """The mail itself; with `?view=…` as a View has it."""
    return framed(editions.every(found(number)).get(of) or abort(404), of)


def framed(made: Composed, of: EditionKey) -> Response:
    """For a frame, as the View that the request asks for."""
    view = request.args.get("view", View.PHONE, type=View)
    if view in (View.TEXT, View.SOURCE):
        response = Response(previews.plain(made, of, view), mimetype="text/plain")
    else:
        html = pictures.from_here(previews.html(made, of, view), request.script_root)
        response = Response(html, mimetype="text/html")
    allowed = "img-src 'none'" if view is View.NO_PICTURES else "img-src 'self'"
    response.headers["Content-Security-Policy"] = POLICY.replace("img-src 'self'", allowed)
    return response
