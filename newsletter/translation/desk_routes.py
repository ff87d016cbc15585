"""The translating desk: a text beside its source, block by block."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from newsletter.commentaries.forms import TextForm
from newsletter.commentaries.text_routes import ADDRESS, text_asked_for
from newsletter.languages import Language
from newsletter.staff.guards import desk
from newsletter.translation.standings import standing_of

blueprint = Blueprint("translating", __name__, url_prefix=f"{ADDRESS}/translating")


@blueprint.get("")
@desk
def desk_page(commentary_id: int, language_of_text: Language) -> ResponseReturnValue:
    text = text_asked_for(commentary_id, language_of_text)
    standing = standing_of(text) or abort(404)
    return render_template("translation/desk.html", text=text, standing=standing, form=TextForm.of(text))
