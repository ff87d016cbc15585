"""Looking at the mails that the local mailbox took. Only from this machine."""

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from newsletter.mailbox.store import PAGE, Mail, Store
from newsletter.staff.guards import loopback
from newsletter.web import LETTER_POLICY

blueprint = Blueprint("mailbox", __name__, url_prefix="/mailbox")


@blueprint.get("")
@loopback
def index() -> ResponseReturnValue:
    names = _store().names()
    page = max(request.args.get("page", 1, int), 1)
    shown = names[(page - 1) * PAGE : page * PAGE]
    pages = -(-len(names) // PAGE)
    mails = list(_store().summaries(shown))
    return render_template("mailbox/index.html", mails=mails, total=len(names), page=page, pages=pages)


@blueprint.get("/<name>")
@loopback
def show(name: str) -> ResponseReturnValue:
    return render_template("mailbox/show.html", mail=_mail(name))


@blueprint.get("/<name>/html")
@loopback
def html(name: str) -> ResponseReturnValue:
    """The HTML part alone, in a frame that runs nothing. Its links open in a tab of their own."""
    policy = LETTER_POLICY.replace("sandbox;", "sandbox allow-popups allow-popups-to-escape-sandbox;")
    shown = _mail(name).html.replace("<head>", '<head><base target="_blank">', 1)
    return Response(shown, mimetype="text/html", headers={"Content-Security-Policy": policy})


@blueprint.get("/<name>/source")
@loopback
def source(name: str) -> ResponseReturnValue:
    return Response(_mail(name).source, mimetype="text/plain")


@blueprint.post("/empty")
@loopback
def empty() -> ResponseReturnValue:
    _store().empty()
    return redirect(url_for("mailbox.index"))


def _store() -> Store:
    """Gone as soon as a relay takes the mails."""
    store: Store | None = current_app.extensions.get("mailbox")
    return store or abort(404)


def _mail(name: str) -> Mail:
    return _store().get(name) or abort(404)
