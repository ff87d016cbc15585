"""What every page shares: language, headers, form protection, static files and the error pages."""

import contextlib
import hashlib
import ipaddress
import mimetypes
import secrets
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    has_request_context,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from newsletter.db import looking
from newsletter.languages import EditionKey, Language, Variant
from newsletter.paths import static_folder

csrf = CSRFProtect()
babel = Babel()

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LETTER_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox; frame-ancestors 'self'"
"""For a mail shown in a frame: its inline styles, pictures of ours, and nothing that runs."""


_SALT = secrets.token_bytes(32)


def _network() -> str:
    """Whom a limit counts: kept in memory only, hashed, and gone with the process.

    Of an IPv6 address the first 64 bits: whoever has one has all that begin with them.
    """
    address = request.remote_addr or ""
    with contextlib.suppress(ipaddress.AddressValueError):
        found = ipaddress.IPv6Address(address)
        address = str(found.ipv4_mapped or found.exploded[:19])
    return hashlib.blake2b(address.encode(), key=_SALT, digest_size=12).hexdigest()


limiter = Limiter(key_func=_network, storage_uri="memory://", headers_enabled=False)


class LanguageConverter(BaseConverter):
    """`<language:language>` in a public address: `be`, as a Language."""

    regex = "en|be|ru"

    def to_python(self, value: str) -> Language:
        try:
            return Language(value)
        except ValueError as error:
            raise ValidationError from error

    def to_url(self, value: str) -> str:
        return str(Language(value))


class EditionConverter(BaseConverter):
    """`<edition:of>`: `be-ru` or `be-ru-discreet`, as an EditionKey."""

    regex = "(?:en|be-ru|ru-be)(?:-discreet)?"

    def to_python(self, value: str) -> EditionKey:
        return EditionKey.of(value)

    def to_url(self, value: EditionKey) -> str:
        return value.code


MOST_ROWS = 2**31 - 1
"""No row has a number that a database can't hold."""


class RowConverter(IntegerConverter):
    """`<int:…>` names a row."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=MOST_ROWS)


def row_number(text: str) -> int:
    """The same for a form or a query: `request.args.get(…, type=row_number)`. Raises ValueError."""
    number = int(text)
    if not 0 <= number <= MOST_ROWS:
        raise ValueError
    return number


def init_app(app: Flask) -> None:
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=app.config["URL"].startswith("https:"),
        # Under the discreet name too, where it must not say whose it is.
        SESSION_COOKIE_NAME="visit",
        # An answer that is late would put the cookie back to what it was, and what was to be said once would be lost.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parent / "locale"),
    )
    if app.config["PROXIES"]:
        count = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.url_map.converters.update(language=LanguageConverter, edition=EditionConverter, int=RowConverter)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=interface_language)
    limiter.init_app(app)
    app.before_request(_refuse_nul)
    app.after_request(_add_headers)
    app.register_error_handler(HTTPException, _error_page)
    app.register_error_handler(500, _error_page)
    app.jinja_env.globals.update(asset=asset, Language=Language, Variant=Variant)
    app.add_url_rule("/static/<version>/<path:name>", "asset", _serve_asset)
    app.context_processor(lambda: {"interface_language": interface_language()})


def interface_language() -> Language:
    """What the address names, then what the person chose (here or in the cookie), then what the browser asks."""
    if not has_request_context():
        return Language.EN
    named = (request.view_args or {}).get("language")
    chosen = named or g.get("language") or request.cookies.get("language")
    if chosen in set(Language):
        return Language(chosen)
    return Language(request.accept_languages.best_match(list(Language)) or Language.EN)


def _refuse_nul() -> None:
    """No address of ours has one, and PostgreSQL takes no text with it. Forms see to it themselves (forms.py)."""
    if any("\0" in words for words in (request.view_args or {}).values() if isinstance(words, str)):
        abort(400)


def _add_headers(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), interest-cohort=()"
    if "frame-ancestors 'self'" not in headers["Content-Security-Policy"]:
        headers["X-Frame-Options"] = "DENY"
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "asset":
        headers.setdefault("Cache-Control", "private, no-store" if _is_private() else "no-cache")
        if not headers["Cache-Control"].startswith("public"):
            headers.add("Vary", "Cookie, Accept-Language")
    return response


def _is_private() -> bool:
    """Pages of the desk, behind a signed link, and of the local mailbox, which shows addresses."""
    return bool(g.get("staff") or "token" in (request.view_args or {}) or request.blueprint == "mailbox")


def _error_page(error: Exception) -> ResponseReturnValue:
    """A sentence about what to do, in the reader's language, never a trace."""
    code = error.code if isinstance(error, HTTPException) and error.code else 500
    if isinstance(error, HTTPException) and code < 400:
        return error
    says = {
        400: _("The server could not make sense of this request. Go back and try again."),
        403: _("Your account may not do this. Ask an editor or an administrator of the newsroom."),
        404: _("There is nothing at this address. It may have been moved or withdrawn."),
        405: _("This address can't be used in this way. Go back and try again."),
        409: _("Somebody else changed this meanwhile. Go back, look at the new version, and try again."),
        413: _("This file is too large: the limit is 20 MB."),
        429: _("Too many attempts. Wait a few minutes and try again."),
    }
    sentence = says.get(code, _("Something went wrong on our side. Nothing was lost; try again in a minute."))
    if isinstance(error, CSRFError):
        sentence = _("This form was open for too long. Go back, reload the page, and send it again.")
    # Whoever holds the database must not keep us from saying so.
    with looking() if code == 500 else contextlib.nullcontext():
        return render_template("error.html", code=code, sentence=sentence), code


@cache
def _tree_hash() -> str:
    """One hash over all static files, so that modules can import each other relatively."""
    digest = hashlib.sha256()
    for path in sorted(static_folder().rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(static_folder()).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, new whenever any of them changes."""
    return url_for("asset", version=_tree_hash(), name=name)


def public_url(endpoint: str, *, root: str = "", **values: object) -> str:
    """The absolute address of a page, for mails, under the public name or under `root`; works outside a request."""
    parts = urlsplit(root or current_app.config["URL"])
    routes = current_app.url_map.bind(parts.netloc, parts.path or "/", url_scheme=parts.scheme)
    return routes.build(endpoint, values, force_external=True)


def _serve_asset(version: str, name: str) -> ResponseReturnValue:
    """Immutable under its hash; the big bundle as it was compressed when the package was built."""
    packed = f"{name}.gz" if request.accept_encodings.quality("gzip") > 0 else ""
    found = packed if packed and (static_folder() / packed).is_file() else name
    response = send_from_directory(static_folder(), found, mimetype=mimetypes.guess_type(name)[0])
    if found == packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    immutable = version == _tree_hash() and not current_app.debug
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
    return response
