"""What a reader does from a mail, by a signed link. Opening a link changes nothing, since scanners open them all.

The addresses are short and say nothing, since browsers keep them. The older ones that mails have carried go on working;
of two, the one that stands right above its view is the one that url_for() gives.
"""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh

from newsletter import tokens
from newsletter.db import db
from newsletter.languages import Variant
from newsletter.staff.guards import by_readers_token
from newsletter.subscribers import links, subscription
from newsletter.subscribers.models import Status, Subscriber
from newsletter.subscribers.routes import blueprint
from newsletter.tokens import Purpose
from newsletter.web import csrf


class Gone(Exception):
    """The link is genuine, and its subscription is no more."""


@blueprint.get("/confirm/<token>")
@blueprint.get("/c/<token>")
@by_readers_token
def confirm(token: str) -> ResponseReturnValue:
    subscriber = reader(Purpose.CONFIRM, token)
    done = subscriber.status in subscription.SUBSCRIBED
    return page("confirmed" if done else "confirm", subscriber, token=token)


@blueprint.post("/c/<token>")
@by_readers_token
def do_confirm(token: str) -> ResponseReturnValue:
    subscription.confirm(reader(Purpose.CONFIRM, token))
    db.session.commit()
    return redirect(url_for("subscribers.confirm", token=token), 303)


@blueprint.get("/unsubscribe/<token>")
@blueprint.get("/s/<token>")
@by_readers_token
def unsubscribe(token: str) -> ResponseReturnValue:
    subscriber = _reader_or_none(Purpose.UNSUBSCRIBE, token)
    done = subscriber is not None and subscriber.status is Status.UNSUBSCRIBED
    return page("unsubscribed" if done else "unsubscribe", subscriber, token=token)


@blueprint.post("/unsubscribe/<token>")
@blueprint.post("/s/<token>")
@by_readers_token
def do_unsubscribe(token: str) -> ResponseReturnValue:
    """RFC 8058: mail programs post here by themselves, without a session, and follow no redirect."""
    subscriber = _reader_or_none(Purpose.UNSUBSCRIBE, token)
    if subscriber:
        subscription.unsubscribe(subscriber)
        db.session.commit()
    return page("unsubscribed", subscriber)


csrf.exempt(do_unsubscribe)


@blueprint.errorhandler(Gone)
@blueprint.errorhandler(tokens.BadToken)
def link_leads_nowhere(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    return render_template(f"subscribers/{_PAGES[type(error)]}.html"), 410


_PAGES = {Gone: "gone", tokens.ExpiredToken: "expired", tokens.BadToken: "broken"}


def reader(purpose: Purpose, token: str) -> Subscriber:
    """Raises Gone or tokens.BadToken."""
    subscriber = _reader_or_none(purpose, token)
    if subscriber is None:
        raise Gone
    return subscriber


def _reader_or_none(purpose: Purpose, token: str) -> Subscriber | None:
    """From here on the page is in the language of whoever the link belongs to, and as discreet as their letters."""
    subscriber = links.reader(purpose, token)
    if subscriber:
        g.language, g.bare = subscriber.language, subscriber.variant is Variant.DISCREET
        refresh()
    return subscriber


def page(name: str, subscriber: Subscriber | None, **context: object) -> str:
    mine = links.token(Purpose.PREFERENCES, subscriber.uid) if subscriber else ""
    return render_template(f"subscribers/{name}.html", subscriber=subscriber, preferences_token=mine, **context)
