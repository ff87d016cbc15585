"""Public pages. Nothing here depends on who looks, and nothing is kept of it."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.archive import published
from newsletter.archive.published import Piece, Pieces
from newsletter.commentaries import photos
from newsletter.commentaries.rendering import to_html
from newsletter.issues.models import Issue
from newsletter.languages import Language, Reading
from newsletter.staff.guards import public
from newsletter.subscribers import consent
from newsletter.subscribers.forms import SignUpForm
from newsletter.web import MOST_ROWS, interface_language, row_number

blueprint = Blueprint("archive", __name__)

ELSEWHERE = {
    Language.EN: (Language.EN, Language.RU, Language.BE),
    Language.BE: (*Reading.BE_RU.languages, Language.EN),
    Language.RU: (*Reading.RU_BE.languages, Language.EN),
}
"""Where a page looks for a piece that doesn't exist in its own language; it then says which language it is in."""


@blueprint.get("/")
@public
def root() -> ResponseReturnValue:
    return redirect(url_for("archive.front", language=interface_language()))


@blueprint.get("/<language:language>/")
@public
def front(language: Language) -> ResponseReturnValue:
    issue = published.latest_issue()
    return render_template(
        "archive/front.html",
        issue=issue,
        pieces=_in_order(issue, language) if issue else [],
        form=SignUpForm.empty(language),
        wording=consent.wording,
        alternates=_alternates("archive.front"),
        inner=False,
    )


@blueprint.get("/<language:language>/issues")
@public
def issues(language: Language) -> ResponseReturnValue:
    return render_template("archive/issues.html", issues=published.issues(), alternates=_alternates("archive.issues"))


@blueprint.get("/<language:language>/issues/<int:number>")
@public
def issue(language: Language, number: int) -> ResponseReturnValue:
    found = published.issue(number) or abort(404)
    return render_template(
        "archive/issue.html",
        issue=found,
        pieces=_in_order(found, language),
        alternates=_alternates("archive.issue", number=number),
    )


@blueprint.get("/<language:language>/corrections")
@public
def corrections(language: Language) -> ResponseReturnValue:
    """What was put right in this language, whatever issue it was in."""
    found = published.corrections(language, before=request.args.get("before", MOST_ROWS, type=row_number))
    return render_template(
        "archive/corrections.html",
        corrections=found,
        has_more=len(found) == published.CORRECTIONS_A_PAGE,
        alternates=_alternates("archive.corrections"),
    )


@blueprint.get("/<language:language>/commentaries/<slug>")
@public
def commentary(language: Language, slug: str) -> ResponseReturnValue:
    found = published.piece(language, slug)
    if found is None:
        return _withdrawn(language, slug)
    piece, came_out, versions = found
    neighbours = _in_order(came_out, language)
    here = next(place for place, other in enumerate(neighbours) if other.commentary.id == piece.commentary.id)
    return render_template(
        "archive/commentary.html",
        piece=piece,
        issue=came_out,
        body=to_html(piece.document, photos.on_pages(piece.language)),
        versions=[versions[other] for other in Language if other in versions and other is not language],
        before=neighbours[here - 1] if here else None,
        after=neighbours[here + 1] if here + 1 < len(neighbours) else None,
        corrections=published.corrections(language, piece=piece),
        last_verdict=published.verdict_before(piece.commentary),
        alternates={other: _address(versions[other]) for other in Language if other in versions},
    )


def _withdrawn(language: Language, slug: str) -> ResponseReturnValue:
    """The note that stands in its place, or that there has never been anything."""
    gone, versions = published.withdrawn(language, slug) or abort(404)
    page = render_template(
        "archive/withdrawn.html",
        gone=gone,
        versions=list(versions.values()),
        alternates={other: _address(version) for other, version in versions.items()},
    )
    return page, 410


@blueprint.app_template_global()
def piece_url(piece: Piece) -> str:
    return _address(piece)


def _address(piece: Piece) -> str:
    return url_for("archive.commentary", language=piece.language, slug=piece.slug)


def _in_order(issue: Issue, language: Language) -> list[Piece]:
    """The issue's pieces as they follow each other, each in the page's language or else in another."""
    versions: Pieces = published.pieces_of([issue])
    found = (
        next((known[other] for other in ELSEWHERE[language] if other in known), None)
        for entry in issue.entries
        if (known := versions.get(entry.commentary_id))
    )
    return [piece for piece in found if piece]


def _alternates(endpoint: str, **values: Any) -> dict[str, str]:
    return {other: url_for(endpoint, language=other, **values) for other in Language}
