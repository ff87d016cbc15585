"""The same program under a name that says nothing: the links of discreet letters lead there, and nothing else is there.

Whoever tries that name finds what any small private page shows: no newspaper, no desk, no file that tells of either.
"""

from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, request

from newsletter.staff import settings

_FILES = frozenset({"css/plain.css"})


def init_app(app: Flask) -> None:
    """Before whatever else looks at a request, so that form protection, limits and redirects give nothing away."""
    app.before_request(_show_nothing_else)


def is_here() -> bool:
    """Whether this request came by the discreet name, or by one that letters of ours once led to.

    A name that makes no sense is taken for it, where there is one: whoever garbles it must not be shown more.
    """
    host = hostname(f"//{request.host}")
    if host == hostname(current_app.config["URL"]):
        return False
    names = _names()
    return host in names or bool(names and not host)


def is_bare() -> bool:
    """Whether this page says nothing of whose it is: under that name, and wherever its reader has discreet letters."""
    return bool(g.get("bare")) or is_here()


def hostname(url: str) -> str:
    """Without a port, in small letters; empty where there is none that makes sense."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _names() -> set[str]:
    chosen = settings.current()
    return {hostname(chosen.discreet_url), *chosen.former_discreet_hosts} - {""}


def _show_nothing_else() -> None:
    if is_here() and not _belongs_here():
        # From here on the address is of nothing, and the answer the same as for one that never was.
        request.url_rule = request.view_args = None
        abort(404)


def _belongs_here() -> bool:
    if request.endpoint == "asset":
        return (request.view_args or {}).get("name") in _FILES
    return getattr(current_app.view_functions.get(request.endpoint or ""), "discreet", False)
