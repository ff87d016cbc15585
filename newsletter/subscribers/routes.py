"""Signing up, and what it means for one's safety."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded

from newsletter.db import db
from newsletter.languages import Language
from newsletter.staff.guards import public
from newsletter.subscribers import consent
from newsletter.subscribers.forms import SignUpForm
from newsletter.subscribers.signing_up import take_in
from newsletter.web import limiter

blueprint = Blueprint("subscribers", __name__)

AN_HOUR, A_DAY = 20, 100
"""Sign-ups from one network: many readers share one, and a bomber needs far more."""


@blueprint.get("/<language:language>/subscribe")
@public
def form(language: Language) -> ResponseReturnValue:
    return _page(SignUpForm.empty(language))


@blueprint.post("/<language:language>/subscribe")
@limiter.limit(f"{AN_HOUR} per hour; {A_DAY} per day")
@public
def sign_up(language: Language) -> ResponseReturnValue:
    """The same answer after the same work, whether we know the address or not."""
    wish = SignUpForm()
    if not wish.validate():
        return _page(wish), 422
    take_in(wish.normalised, reading=wish.reading, variant=wish.variant, language=language)
    db.session.commit()
    return redirect(url_for("subscribers.sent", language=language), 303)


@blueprint.get("/<language:language>/subscribe/sent")
@public
def sent(language: Language) -> ResponseReturnValue:
    return render_template("subscribers/sent.html")


@blueprint.get("/<language:language>/safety")
@public
def safety(language: Language) -> ResponseReturnValue:
    return render_template("subscribers/safety.html")


@blueprint.get("/<language:language>/erased")
@public
def erased(language: Language) -> ResponseReturnValue:
    return render_template("subscribers/erased.html")


@blueprint.errorhandler(RateLimitExceeded)
def too_many(error: RateLimitExceeded) -> ResponseReturnValue:
    sentence = _(
        "From one network we take %(hour)s sign-ups an hour and %(day)s a day. Nothing is lost; try again in an hour.",
        hour=AN_HOUR,
        day=A_DAY,
    )
    return _page(SignUpForm(), sentence), 429


@blueprint.context_processor
def alternates() -> dict[str, object]:
    """This page in each language; a page behind a personal link speaks the reader's own."""
    arguments = request.view_args or {}
    if request.endpoint is None or "language" not in arguments:
        return {"alternates": {}}
    addresses = {language: url_for(request.endpoint, language=language) for language in Language}
    return {"alternates": addresses}


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """Nothing that somebody typed, and no page behind a personal link, stays in a browser's or a proxy's memory."""
    if request.method == "POST" or "token" in (request.view_args or {}):
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(form: SignUpForm, sentence: str = "") -> str:
    return render_template("subscribers/sign_up.html", form=form, sentence=sentence, wording=consent.wording)
