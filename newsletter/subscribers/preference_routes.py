"""The page on which a reader changes, pauses or ends what they asked for."""

from flask import flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from newsletter.db import db
from newsletter.languages import Language, Variant
from newsletter.staff import settings
from newsletter.staff.discreet_host import is_bare
from newsletter.staff.guards import by_readers_token
from newsletter.subscribers import consent, links, subscription
from newsletter.subscribers.forms import PreferencesForm
from newsletter.subscribers.link_routes import page, reader
from newsletter.subscribers.models import Subscriber
from newsletter.subscribers.routes import blueprint
from newsletter.tokens import Purpose
from newsletter.web import interface_language

__all__ = ["blueprint"]


@blueprint.get("/preferences/<token>")
@blueprint.get("/n/<token>")
@by_readers_token
def preferences(token: str) -> ResponseReturnValue:
    subscriber = reader(Purpose.PREFERENCES, token)
    return _preferences(subscriber, token, PreferencesForm.of(subscriber))


@blueprint.post("/n/<token>")
@by_readers_token
def save_preferences(token: str) -> ResponseReturnValue:
    subscriber = reader(Purpose.PREFERENCES, token)
    form = PreferencesForm.of(subscriber)
    if not form.validate():
        return _preferences(subscriber, token, form), 422
    before, language = subscriber.variant, Language(form.language.data)
    subscription.change(subscriber, reading=form.reading, variant=form.variant, language=language)
    answer = _saved(subscriber, token)
    if subscriber.variant is not before:
        flash(_another_sender(subscriber), "attention")
    return answer


@blueprint.post("/n/<token>/pause")
@by_readers_token
def pause(token: str) -> ResponseReturnValue:
    subscriber = reader(Purpose.PREFERENCES, token)
    subscription.pause(subscriber)
    return _saved(subscriber, token)


@blueprint.post("/n/<token>/return")
@by_readers_token
def resume(token: str) -> ResponseReturnValue:
    subscriber = reader(Purpose.PREFERENCES, token)
    subscription.resume(subscriber)
    return _saved(subscriber, token)


@blueprint.post("/n/<token>/erasure")
@by_readers_token
def erase(token: str) -> ResponseReturnValue:
    subscriber = reader(Purpose.PREFERENCES, token)
    subscription.erase(subscriber)
    db.session.commit()
    if is_bare():
        return page("erased", None)
    return redirect(url_for("subscribers.erased", language=interface_language()), 303)


def _saved(subscriber: Subscriber, token: str) -> ResponseReturnValue:
    g.language = subscriber.language
    refresh()
    db.session.commit()
    flash(_("Saved."), "good")
    return redirect(url_for("subscribers.preferences", token=token), 303)


def _another_sender(subscriber: Subscriber) -> str:
    """What to look for now. The page may be under the discreet name, whatever the letters are from here on."""
    if subscriber.variant is Variant.STANDARD:
        return str(_("From now on our letters show our name to whoever sees your mailbox."))
    words = _(
        "The next letter comes from “%(name)s”. Those that came before lie in your mailbox; only you can delete them.",
        name=settings.current().sender(Variant.DISCREET, subscriber.reading.first).name,
    )
    return str(words)


def _preferences(subscriber: Subscriber, token: str, form: PreferencesForm) -> str:
    leaving = links.token(Purpose.UNSUBSCRIBE, subscriber.uid)
    return page("preferences", subscriber, token=token, form=form, wording=consent.wording, unsubscribe_token=leaving)
