"""Who may use a view. Every view carries exactly one of these; one that carries none stays shut."""

from collections.abc import Callable
from typing import TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, Request, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response

from newsletter.staff.models import Role, Staff

View = TypeVar("View", bound=Callable[..., object])

EVERYONE = frozenset(Role)
TRANSLATORS = frozenset({Role.TRANSLATOR, Role.EDITOR, Role.ADMIN})
EDITORS = frozenset({Role.EDITOR, Role.ADMIN})
ADMINS = frozenset({Role.ADMIN})


def init_app(app: Flask) -> None:
    """After sessions.init_app: a guard asks who is signed in."""
    app.before_request(_ask_the_guard)


def _ask_the_guard() -> Response | None:
    """A view without a guard is a mistake and stays shut."""
    if request.endpoint is None or request.endpoint == "asset":
        return None
    guard = getattr(current_app.view_functions[request.endpoint], "guard", None)
    if guard is None:
        abort(500)
    answer: Response | None = guard()
    return answer


def public(view: View) -> View:
    """Anybody, signed in or not."""
    return _guarded(view, None, _let_in)


def by_token(view: View) -> View:
    """Whoever holds a signed link; the view reads the token and refuses a bad one."""
    return _guarded(view, None, _let_in)


def by_readers_token(view: View) -> View:
    """The same for a link from a letter to a reader; the view is there under the discreet name too."""
    view.discreet = True  # type: ignore[attr-defined]
    return by_token(view)


def desk(view: View) -> View:
    """Every signed-in member of staff."""
    return _guarded(view, EVERYONE, lambda: _let_in_staff(EVERYONE))


def translators(view: View) -> View:
    """Whoever has more than one language to look after."""
    return _guarded(view, TRANSLATORS, lambda: _let_in_staff(TRANSLATORS))


def editors(view: View) -> View:
    return _guarded(view, EDITORS, lambda: _let_in_staff(EDITORS))


def admins(view: View) -> View:
    return _guarded(view, ADMINS, lambda: _let_in_staff(ADMINS))


def loopback(view: View) -> View:
    """Only from this machine itself, and never through a proxy."""
    return _guarded(view, None, _let_in_loopback)


def _guarded(view: View, roles: frozenset[Role] | None, guard: Callable[[], Response | None]) -> View:
    view.roles = roles  # type: ignore[attr-defined]
    view.guard = guard  # type: ignore[attr-defined]
    return view


def _let_in() -> None:
    return None


def _let_in_staff(roles: frozenset[Role]) -> Response | None:
    staff: Staff | None = g.get("staff")
    if staff is None:
        if request.method == "GET":
            flash(_("Sign in to go on."), "attention")
            return redirect(url_for("staff.sign_in", next=_path_of(request)))
        abort(403)
    if staff.role not in roles:
        abort(403)
    return None


def _let_in_loopback() -> None:
    """The Host is looked at too: a site elsewhere may have pointed its name at this machine (DNS rebinding)."""
    proxied = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    here = urlsplit(f"//{request.host}").hostname in ("127.0.0.1", "localhost", "::1")
    if request.remote_addr not in ("127.0.0.1", "::1") or proxied or not here:
        abort(404)


def _path_of(asked: Request) -> str:
    return asked.full_path.rstrip("?")


me = cast(Staff, LocalProxy(lambda: g.staff))
"""The signed-in member of staff, in views that have a desk guard."""
