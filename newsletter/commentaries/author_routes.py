"""The authors whom the public knows: everybody sees them, editors look after them."""

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import authors, redaction
from newsletter.commentaries.author_models import Author
from newsletter.commentaries.name_forms import AuthorForm
from newsletter.commentaries.refusals import Refusal
from newsletter.commentaries.writing import one_line
from newsletter.db import db
from newsletter.staff.guards import EDITORS, desk, editors, me
from newsletter.staff.models import Staff, record
from newsletter.web import interface_language, row_number

blueprint = Blueprint("authors", __name__, url_prefix="/desk/authors")

SHOWN = 200
"""Authors on the list, and commentaries on the page of one."""


@blueprint.get("")
@desk
def index() -> ResponseReturnValue:
    return _list(AuthorForm(_colleagues()))


@blueprint.post("")
@editors
def create() -> ResponseReturnValue:
    form = AuthorForm(_colleagues())
    if not form.validate():
        return _list(form), 422
    author = Author(names=form.words, staff_id=form.colleague.data)
    db.session.add(author)
    db.session.flush()
    record(me.handle, "author.added", f"author {author.id}")
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for("authors.index"))


@blueprint.get("/<int:author_id>")
@desk
def show(author_id: int) -> ResponseReturnValue:
    author = db.session.get(Author, author_id) or abort(404)
    return _page(author, AuthorForm.of(author, _colleagues()))


@blueprint.post("/<int:author_id>")
@editors
def save(author_id: int) -> ResponseReturnValue:
    author, form = _to_change(author_id), AuthorForm(_colleagues())
    if not form.validate():
        return _page(author, form), 422
    authors.rename(author, form.words)
    author.staff_id = form.colleague.data
    record(me.handle, "author.changed", f"author {author.id}")
    db.session.commit()
    flash(_("Saved. Pages name them so from now on; letters that were sent keep the name that they had."), "good")
    return redirect(url_for("authors.show", author_id=author_id))


@blueprint.post("/<int:author_id>/double")
@editors
def merge(author_id: int) -> ResponseReturnValue:
    """The author of the address takes over what stands under the chosen one's name."""
    chosen = request.form.get("double", 0, type=row_number)
    # In one order, so that two who merge the same two don't wait for each other.
    found = {number: _to_change(number) for number in sorted({author_id, chosen})}
    try:
        authors.merge(found[author_id], found[chosen], by=me.handle)
    except authors.NotTwo as refusal:
        db.session.rollback()
        flash(_(refusal.message), "bad")
        return redirect(url_for("authors.show", author_id=author_id))
    db.session.commit()
    flash(_("The two are one now."), "good")
    return redirect(url_for("authors.show", author_id=author_id))


@blueprint.get("/<int:author_id>/redaction")
@editors
def ask_to_redact(author_id: int) -> ResponseReturnValue:
    author = db.session.get(Author, author_id) or abort(404)
    if author.redacted_at:
        raise authors.Redacted
    pieces, mentions = authors.pieces_of(author, SHOWN), redaction.mentions(author)
    return render_template("authors/redact.html", author=author, pieces=pieces, mentions=mentions)


@blueprint.post("/<int:author_id>/redaction")
@editors
def redact(author_id: int) -> ResponseReturnValue:
    redaction.redact(_to_change(author_id), by=me.handle)
    db.session.commit()
    flash(_("The byline is redacted. No page, feed or letter names it any more."), "good")
    return redirect(url_for("authors.index"))


@blueprint.errorhandler(authors.Redacted)
def _redacted(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    flash(_(refusal.message), "bad")
    return redirect(url_for("authors.index"))


def _to_change(author_id: int) -> Author:
    return authors.to_change(author_id) or abort(404)


def _list(form: AuthorForm) -> str:
    search = one_line(request.args.get("search", ""))[:200]
    found = authors.listed_with_counts(search, interface_language())
    return render_template(
        "authors/index.html",
        found=found[:SHOWN],
        total=len(found),
        search=search,
        form=form,
        may_edit=me.role in EDITORS,
    )


def _page(author: Author, form: AuthorForm) -> str:
    others = [other for other in authors.by_name(interface_language()) if other.id != author.id]
    pieces = authors.pieces_of(author, SHOWN)
    return render_template(
        "authors/show.html", author=author, form=form, others=others, pieces=pieces, may_edit=me.role in EDITORS
    )


def _colleagues() -> list[Staff]:
    return list(db.session.scalars(sa.select(Staff).order_by(Staff.handle)))
