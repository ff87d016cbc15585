"""The editor on a page of its own, without a newsroom behind it, and somebody who writes there."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, render_template_string
from flask_babel import Babel
from playwright.sync_api import Page
from werkzeug.serving import make_server
from wtforms import Form, StringField, TextAreaField

from newsletter.commentaries.document import checked
from newsletter.paths import static_folder, templates_folder
from newsletter.web import CONTENT_SECURITY_POLICY
from tests.browser.hands import press, type_words

PAGE = """{% extends "base.html" %}{% from "_editor.html" import editor %}{% from "_fields.html" import field %}
{% block title %}Writing{% endblock %}{% block face %}desk{% endblock %}
{% block head %}
  {% for name in ("desk", "prose", "editor") %}
    <link rel="stylesheet" href="{{ asset("css/" ~ name ~ ".css") }}">
  {% endfor %}
  {% for name in ("typography-field", "editor") %}
    <script type="module" src="{{ asset("js/" ~ name ~ ".js") }}"></script>
  {% endfor %}
{% endblock %}
{% block body %}<main id="main"><h1>Writing</h1><form class="form">
  {{ field(form.title, lang=language, read=true) }}{{ editor(form.document, language) }}
</form></main>{% endblock %}"""


class Writing(Form):
    title = StringField("Title")
    document = TextAreaField("Text")


@contextmanager
def editor_at_an_address(start: dict[str, Any]) -> Iterator[str]:
    """Followed by a language; under the policy of the real pages."""
    app = Flask(__name__, static_folder=str(static_folder()), template_folder=str(templates_folder()))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 600
    app.jinja_env.globals.update(asset=lambda name: f"/static/{name}", interface_language="en")
    # The rest of the newsroom is only spoken of.
    app.url_build_error_handlers.append(lambda error, endpoint, values: f"/{endpoint}")
    Babel(app)
    form = Writing(data={"document": json.dumps(start)})
    app.add_url_rule("/<language>", "page", lambda language: render_template_string(PAGE, form=form, language=language))
    app.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))

    @app.after_request
    def under_policy(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Writer:
    """Somebody at the editor, with the cursor at the end of the first paragraph."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.locator(".ProseMirror p").first.click()
        self.press("Home", "End")

    def press(self, *keys: str) -> None:
        press(self.page, *keys)

    def type(self, words: str) -> None:
        type_words(self.page, words)

    def use(self, tool: str) -> None:
        self.page.locator(f"[data-tool={tool}]").click()

    def document(self) -> dict[str, Any]:
        """What the form would send."""
        self.page.evaluate("document.forms[0].dispatchEvent(new SubmitEvent('submit'))")
        document: dict[str, Any] = json.loads(self.page.locator("[data-editor]").input_value())
        checked(document)
        return document

    def blocks(self) -> list[tuple[str, str]]:
        """The kind and id of each block, having seen that no id is missing or there twice."""
        found = [(node["type"], node["attrs"]["id"]) for node in self.document()["content"]]
        assert len({own for _, own in found}) == len(found)
        return found


@contextmanager
def writing(page: Page, address: str) -> Iterator[Writer]:
    """A browser that complains fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.wait_for_selector(".editor.live")
    yield Writer(page)
    assert not faults, faults
    page.close()
