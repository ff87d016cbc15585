"""An issue as it was mailed, for whoever's mail program shows it badly. Nobody's copy: it names no reader."""

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.archive import as_mailed, published
from newsletter.archive.routes import blueprint
from newsletter.languages import EditionKey, Language, Variant
from newsletter.letters import pictures
from newsletter.letters.slots import Slot, fill
from newsletter.staff.guards import public

__all__ = ["blueprint"]

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Its inline styles, pictures of ours, and nothing that runs. A sandbox would keep it from its own pictures."""


@blueprint.get("/<language:language>/issues/<int:number>/letter/<edition:of>")
@public
def letter(language: Language, number: int, of: EditionKey) -> ResponseReturnValue:
    """The frozen edition, never a discreet one. What would be a reader's own link leads to the sign-up."""
    if of.variant is Variant.DISCREET or of.reading.first is not language:
        abort(404)
    issue = published.issue(number) or abort(404)
    edition = as_mailed.edition(issue, of.reading) or abort(404)
    if not as_mailed.still_stands(edition):
        return render_template("archive/letter_gone.html", issue=issue), 410
    html = fill(edition.html, dict.fromkeys(Slot, url_for("subscribers.form", language=language)))
    response = Response(pictures.from_here(html, request.script_root))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Robots-Tag"] = "noindex"
    return response
