"""Asking for a draft, as the desk does."""

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from newsletter.commentaries.models import Text

Work = Callable[[], list[str]]


def address(text: Text) -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}/machine"


def ask(client: FlaskClient, text: Text, **named: Any) -> Any:
    return client.post(address(text), json=named)


def told(client: FlaskClient, text: Text) -> dict[str, Any]:
    found: dict[str, Any] = client.get(address(text)).json or {}
    return found
