"""Addresses for mails and findings, which are also made where there is no request: by commands and jobs."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from werkzeug.routing import MapAdapter


def absolute(endpoint: str, **values: Any) -> str:
    """The public address, as a letter needs it."""
    return _adapter().build(endpoint, values, force_external=True)


def path(endpoint: str, **values: Any) -> str:
    """For the desk, which may be open under another host name than the public one."""
    return _adapter().build(endpoint, values)


def _adapter() -> MapAdapter:
    parts = urlsplit(current_app.config["URL"])
    return current_app.url_map.bind(parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme)
