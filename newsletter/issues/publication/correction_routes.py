"""The desk: the wording of what readers were told."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from newsletter.commentaries.word_fields import clean
from newsletter.db import db
from newsletter.forms import Form
from newsletter.issues.publication import corrections
from newsletter.issues.publication.models import CORRECTION_LENGTH, Correction
from newsletter.staff.guards import editors, me

blueprint = Blueprint("corrections", __name__, url_prefix="/desk/corrections")
blueprint.add_app_template_global(corrections.asks_for_note)
blueprint.add_app_template_global(corrections.of, "corrections_of")


class NoteForm(Form):
    note = TextAreaField(
        _l("Note to readers"), [DataRequired(_l("Fill this in.")), Length(max=CORRECTION_LENGTH)], filters=[clean]
    )


@blueprint.get("/<int:correction_id>")
@editors
def edit(correction_id: int) -> ResponseReturnValue:
    correction = _found(correction_id)
    return _page(correction, NoteForm(obj=correction))


@blueprint.post("/<int:correction_id>")
@editors
def mend(correction_id: int) -> ResponseReturnValue:
    correction, form = _found(correction_id), NoteForm()
    if not form.validate():
        return _page(correction, form), 422
    corrections.mend(correction, form.note.data or "", by=me.handle)
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for("commentaries.show", commentary_id=correction.text.commentary_id), 303)


def _found(correction_id: int) -> Correction:
    return db.session.get(Correction, correction_id) or abort(404)


def _page(correction: Correction, form: NoteForm) -> str:
    return render_template("commentaries/correction.html", correction=correction, form=form, limit=CORRECTION_LENGTH)
