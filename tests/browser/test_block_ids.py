"""What a translation hangs on: whatever is done in the editor, a block stays itself and no two are the same."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server
from wtforms import Form, TextAreaField

from newsletter.commentaries.document import checked
from newsletter.paths import static_folder, templates_folder
from newsletter.web import CONTENT_SECURITY_POLICY

PAGE = """{% extends "base.html" %}{% from "_editor.html" import editor %}
{% block head %}<script type="module" src="{{ asset('js/editor.js') }}"></script>{% endblock %}
{% block body %}<form>{{ editor(form.document, "be") }}</form>{% endblock %}"""


def block(kind: str, own: str, words: str) -> dict[str, Any]:
    return {"type": kind, "attrs": {"id": own}, "content": [{"type": "text", "text": words}]}


START = {"type": "doc", "content": [block("paragraph", "one", "Першы абзац"), block("paragraph", "two", "Другі абзац")]}


class Writing(Form):
    document = TextAreaField("Text")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """One page with the editor on it, under the policy of the real ones."""
    app = Flask(__name__, static_folder=str(static_folder()), template_folder=str(templates_folder()))
    app.jinja_env.globals.update(asset=lambda name: f"/static/{name}", interface_language="en")
    Babel(app)
    form = Writing(data={"document": json.dumps(START)})
    app.add_url_rule("/", "page", lambda: render_template_string(PAGE, form=form))
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
        for key in keys:
            self.page.keyboard.press(key)
            # A browser reports a moved cursor a moment later; nobody types faster than that.
            self.page.wait_for_timeout(40)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

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


@pytest.fixture
def writer(browser: Browser, address: str) -> Iterator[Writer]:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(address)
    page.wait_for_selector(".editor.live")
    yield Writer(page)
    assert not faults
    page.close()


def test_the_first_part_of_a_split_block_keeps_the_id(writer: Writer) -> None:
    writer.press("ArrowLeft", "ArrowLeft", "Enter")
    (_, first), (_, new), (_, second) = writer.blocks()
    assert (first, second) == ("one", "two")
    assert len(new) == 10


def test_an_empty_line_begun_above_a_block_leaves_its_id_to_the_words(writer: Writer) -> None:
    writer.press("Home", "Enter")
    assert [own for _, own in writer.blocks()][1:] == ["one", "two"]


def test_a_merged_block_keeps_the_id_of_the_first(writer: Writer) -> None:
    writer.press("Delete")
    assert writer.blocks() == [("paragraph", "one")]


@pytest.mark.parametrize("tool", ["heading2", "bulletList", "orderedList", "blockquote"])
def test_a_block_is_still_itself_as_something_else_and_back(writer: Writer, tool: str) -> None:
    kind = {"heading2": "heading"}.get(tool, tool)
    writer.use(tool)
    assert writer.blocks()[0] == (kind, "one")
    writer.use(tool)
    assert writer.blocks()[0] == ("paragraph", "one")


def test_undo_brings_the_ids_back(writer: Writer) -> None:
    writer.press("Control+a", "Delete")
    assert len(writer.blocks()) == 1
    writer.use("undo")
    assert [own for _, own in writer.blocks()] == ["one", "two"]


def test_a_copy_gets_ids_of_its_own(writer: Writer) -> None:
    writer.press("Control+a", "Control+c", "Control+End", "Enter", "Control+v")
    found = writer.blocks()
    assert len(found) == 4
    assert [own for _, own in found][:2] == ["one", "two"]


def test_an_untouched_text_is_sent_as_it_came(writer: Writer) -> None:
    assert writer.document() == START


def test_a_link_leads_only_where_a_reader_may_be_sent(writer: Writer) -> None:
    writer.press("Shift+Home", "Control+k")
    field = writer.page.locator("dialog input")
    field.fill("javascript:alert(1)")
    field.press("Enter")
    assert writer.page.locator("dialog[open]").count() == 1
    field.fill("example.org")
    field.press("Enter")
    writer.page.wait_for_selector(".ProseMirror a")
    (words,) = writer.document()["content"][0]["content"]
    assert words["marks"] == [{"type": "link", "attrs": {"href": "https://example.org"}}]


def test_what_is_pasted_keeps_only_what_the_server_knows(writer: Writer) -> None:
    writer.page.evaluate(
        """html => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/html", html);
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.querySelector(".ProseMirror").dispatchEvent(event);
        }""",
        '<p class="x" dir="rtl"><u>у</u> <a href="javascript:1">а</a> <a href="https://example.org" title="t">б</a></p>'
        '<ol start="-4" type="a"><li>адзін</li></ol><table><tr><td>клетка</td></tr></table>',
    )
    sent = writer.document()
    assert checked(sent) == json.loads(json.dumps(sent).replace(', "attrs": {}', ""))
