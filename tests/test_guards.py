"""Every address of the product, walked by every role and by nobody."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from newsletter.languages import EditionKey, Reading
from newsletter.staff.guards import ADMINS, EDITORS
from newsletter.staff.models import Role
from tests.conftest import SignIn

FILLED = {
    "reading": "be-ru",
    "kind": "sign-in",
    "step": "pause",
    "digest": "0" * 64,
    "version": "0",
    "name": "x",
    "variant": "text",
}
NUMBERS = 987_654
"""Of nothing that exists: a guard answers before anything is looked up."""


def guarded(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "asset":
            for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"}):
                yield rule, method


def address(app: Flask, rule: Rule) -> str:
    values: dict[str, object] = {}
    for argument in rule.arguments:
        converter = type(rule._converters[argument]).__name__
        if converter == "RowConverter":
            values[argument] = NUMBERS
        elif converter == "LanguageConverter":
            values[argument] = "be"
        elif converter == "EditionConverter":
            values[argument] = EditionKey(Reading.BE_RU)
        else:
            values[argument] = FILLED.get(argument, "x")
    return str(app.url_map.bind("weekly.example.org").build(rule.endpoint, values))


def roles_of(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """None where no account is asked for."""
    return getattr(app.view_functions[endpoint], "roles", None)


def test_every_view_says_who_may_use_it(app: Flask) -> None:
    unguarded = [rule.endpoint for rule, _ in guarded(app) if not hasattr(app.view_functions[rule.endpoint], "guard")]
    assert not unguarded


@pytest.mark.parametrize("role", [None, *Role])
def test_nobody_gets_past_a_guard_that_is_not_theirs(
    app: Flask, client: FlaskClient, sign_in: SignIn, role: Role | None
) -> None:
    if role:
        sign_in(role)
    let_in = []
    for rule, method in guarded(app):
        roles = roles_of(app, rule.endpoint)
        if roles is None or role in roles:
            continue
        answer = client.open(address(app, rule), method=method)
        to_sign_in = answer.status_code == 302 and "/desk/sign-in" in answer.headers["Location"]
        if answer.status_code != 403 and not (role is None and method == "GET" and to_sign_in):
            let_in.append((rule.rule, method, answer.status_code))
    assert not let_in


@pytest.mark.parametrize("role", list(Role))
def test_whoever_may_use_a_view_gets_past_its_guard(
    app: Flask, client: FlaskClient, sign_in: SignIn, role: Role
) -> None:
    sign_in(role)
    shut_out = [
        rule.rule
        for rule, method in guarded(app)
        if method == "GET"
        and role in (roles_of(app, rule.endpoint) or ())
        and client.get(address(app, rule)).status_code in (302, 401, 403, 500)
    ]
    assert not shut_out


def test_only_editors_send_and_only_admins_hire(app: Flask) -> None:
    assert all(roles_of(app, name) == EDITORS for name in app.view_functions if name.startswith(("issues.", "mailer.")))
    assert roles_of(app, "staff.invite") == roles_of(app, "settings.save") == ADMINS


def test_a_view_without_a_guard_stays_shut(app: Flask, client: FlaskClient) -> None:
    app.view_functions["archive.root"], kept = (lambda: "open"), app.view_functions["archive.root"]
    try:
        assert client.get("/").status_code == 500
    finally:
        app.view_functions["archive.root"] = kept
