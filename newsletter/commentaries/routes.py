"""The list of commentaries, and their facts."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from newsletter.commentaries import authors, listing, photo_listing, writing
from newsletter.commentaries.author_models import Author
from newsletter.commentaries.facts_seen import fingerprint, stored_instead
from newsletter.commentaries.forms import FactsForm, NewCommentaryForm
from newsletter.commentaries.models import Commentary, Section
from newsletter.commentaries.verdict_history import Earlier, earlier, must_explain
from newsletter.db import db, now
from newsletter.forms import day_named
from newsletter.languages import Language, monday_of, week_range
from newsletter.staff.guards import EDITORS, desk, me
from newsletter.staff.models import record
from newsletter.staff.moments import local
from newsletter.web import interface_language, row_number

blueprint = Blueprint("commentaries", __name__, url_prefix="/desk")

OFFERED = 12
"""Photos of the library, on a commentary's page."""


@blueprint.get("/commentaries")
@desk
def index() -> ResponseReturnValue:
    missing = request.args.get("missing")
    page = listing.page_of(
        section=writing.one_line(request.args.get("section", "")),
        missing=Language(missing) if missing in set(Language) else None,
        search=writing.one_line(request.args.get("search", "")),
        number=request.args.get("page", 1, type=int),
    )
    asked = {name: value for name, value in request.args.items() if name in ("section", "missing", "search") and value}
    may_edit = me.role in EDITORS
    return render_template("commentaries/index.html", page=page, sections=_sections(), asked=asked, may_edit=may_edit)


@blueprint.get("/commentaries/new")
@desk
def new() -> ResponseReturnValue:
    form = NewCommentaryForm(_sections(), interface_language(), data=_suggested())
    return render_template("commentaries/new.html", form=form)


def _suggested() -> dict[str, object]:
    """What the address names, as the plan's links do, or else what is likely."""
    day = day_named(request.args["week"]) if "week" in request.args else local(now()).date()
    written = request.args.get("original", "")
    original = Language(written) if written in set(Language) else interface_language()
    return {"week": day, "original": original, "section": request.args.get("section", type=row_number)}


@blueprint.post("/commentaries")
@desk
def create() -> ResponseReturnValue:
    form = NewCommentaryForm(_sections(), interface_language())
    if not form.validate():
        return render_template("commentaries/new.html", form=form), 422
    commentary = writing.create(week=form.monday, original=form.original.data, section_id=form.section.data, by=me)
    text = commentary.texts[commentary.original]
    writing.save(text, title=form.title.data or "", standfirst="", document=text.document, by=me)
    db.session.commit()
    return redirect(url_for("texts.edit", commentary_id=commentary.id, language_of_text=text.language))


@blueprint.get("/commentaries/<int:commentary_id>")
@desk
def show(commentary_id: int) -> ResponseReturnValue:
    commentary = _found(commentary_id)
    form = FactsForm.of(commentary, _sections(), _people(commentary), interface_language())
    form.seen.data = fingerprint(commentary)
    return _facts_page(commentary, form)


@blueprint.post("/commentaries/<int:commentary_id>")
@desk
def save(commentary_id: int) -> ResponseReturnValue:
    commentary = _found(commentary_id)
    form = FactsForm(_sections(), _people(commentary), interface_language())
    if not form.validate():
        return _facts_page(commentary, form), 422
    # Whoever saves the same facts at this moment is waited for.
    db.session.execute(sa.select(Commentary.id).where(Commentary.id == commentary_id).with_for_update())
    db.session.refresh(commentary)
    now_stored = fingerprint(commentary)
    if form.seen.data and form.seen.data != now_stored:
        form.seen.data = now_stored
        if instead := stored_instead(commentary, form, interface_language()):
            return _facts_page(commentary, form, instead), 409
    form.fill(commentary)
    record(me.handle, "commentary.changed", f"commentary {commentary.id}")
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for("commentaries.show", commentary_id=commentary.id))


def _facts_page(commentary: Commentary, form: FactsForm, instead: Sequence[tuple[str, str]] = ()) -> str:
    """`instead`: what somebody else saved meanwhile in the place of what the form says."""
    library = photo_listing.newest(OFFERED)
    form.offer(library)
    return render_template(
        "commentaries/show.html",
        library=library,
        commentary=commentary,
        form=form,
        instead=instead,
    )


@blueprint.get("/week-of/<day>")
@desk
def week_of(day: str) -> ResponseReturnValue:
    """The week of a day, in words: what the page shows beside a date as it is chosen."""
    return {"week": week_range(monday_of(day_named(day)), interface_language())}


@blueprint.app_template_global()
def verdict_course(commentary: Commentary) -> tuple[Earlier | None, bool]:
    """What was found before, and whether the original still owes the reason for the change."""
    before = earlier(commentary)
    return before, must_explain(commentary, before)


def _found(commentary_id: int) -> Commentary:
    return db.session.get(Commentary, commentary_id) or abort(404)


def _people(commentary: Commentary) -> list[Author]:
    """By name; of those who were redacted, the ones that stand above this commentary."""
    redacted = [author for author in commentary.authors if author.redacted_at]
    return [*authors.by_name(interface_language()), *redacted]


def _sections() -> list[Section]:
    return list(db.session.scalars(sa.select(Section).order_by(Section.position)))
