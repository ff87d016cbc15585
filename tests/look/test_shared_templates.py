"""The macros that every page is built from."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest
import wtforms
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from newsletter.commentaries.models import TextState
from newsletter.issues.models import IssueState
from newsletter.mailer.models import DeliveryState, MailingState
from newsletter.paths import static_folder, templates_folder

PAGES = [path for path in templates_folder().rglob("*.html") if "letters" not in path.parts]
STYLES = [path for path in static_folder().rglob("*.css")]


class SignUp(wtforms.Form):
    handle = wtforms.StringField("Handle", [wtforms.validators.Length(min=4, message="Four letters at the least.")])
    discreet = wtforms.BooleanField("Discreet", description="No name.")
    title_en = wtforms.StringField("Title")
    title_be = wtforms.StringField("Title")
    title_ru = wtforms.StringField("Title")


def drawn(app: Flask, source: str, **values: Any) -> BeautifulSoup:
    with app.test_request_context():
        return BeautifulSoup(render_template_string(source, **values), "lxml")


def only(page: BeautifulSoup, selector: str) -> Tag:
    (found,) = page.select(selector)
    return found


def filled(**typed: str) -> SignUp:
    form = SignUp(MultiDict(typed))
    form.validate()
    return form


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_works_under_a_policy_without_inline_styles_and_scripts(page: Any) -> None:
    source = page.read_text()
    assert not re.search(r"""\sstyle=["']|<style|\son[a-z]+=["']|javascript:""", source)
    scripts = re.findall(r"<script[^>]*>", source)
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)  # which is data, and never run


@pytest.mark.parametrize("sheet", STYLES, ids=lambda sheet: sheet.name)
def test_a_stylesheet_loads_nothing_and_uses_only_tokens_that_exist(sheet: Any) -> None:
    source = sheet.read_text()
    assert "@import" not in source
    assert "url(" not in source
    known = set(re.findall(r"(--[\w-]+):", (static_folder() / "css" / "tokens.css").read_text() + source))
    assert set(re.findall(r"var\((--[\w-]+)", source)) <= known


def test_a_field_is_described_by_its_count_its_hint_and_its_error(app: Flask) -> None:
    page = drawn(
        app,
        '{% from "_fields.html" import field %}{{ field(form.handle, hint="Never an address.", limit=20) }}',
        form=filled(handle="na"),
    )
    box = only(page, "input")
    assert box["aria-invalid"] == "true"
    assert [only(page, f"#{part}").text.strip() for part in str(box["aria-describedby"]).split()] == [
        "2 of 20", "Never an address.", "Four letters at the least.",
    ]  # fmt: skip


def test_a_right_field_says_nothing_of_errors(app: Flask) -> None:
    page = drawn(app, '{% from "_fields.html" import field %}{{ field(form.handle) }}', form=filled(handle="nadzeya"))
    assert not {"aria-invalid", "aria-describedby"} & set(only(page, "input").attrs)


def test_a_tick_is_inside_its_label(app: Flask) -> None:
    page = drawn(app, '{% from "_fields.html" import field %}{{ field(form.discreet) }}', form=filled())
    assert only(page, "label.check > input[type=checkbox]")["aria-describedby"] == only(page, "label.check small")["id"]


def test_a_title_in_three_languages_says_which_is_which(app: Flask) -> None:
    source = """{% from "_fields.html" import trilingual %}
        {{ trilingual([form.title_en, form.title_be, form.title_ru], "Title") }}"""
    page = drawn(app, source, form=filled())
    assert [box["lang"] for box in page.select("input")] == ["en", "be", "ru"]
    assert [label.text for label in page.select("label")] == ["English", "Беларуская", "Русский"]


@pytest.mark.parametrize("states", [TextState, IssueState, MailingState, DeliveryState])
def test_every_state_has_a_shape_of_its_own_beside_its_word(app: Flask, states: type[StrEnum]) -> None:
    source = '{% from "_marks.html" import state %}{% for s in states %}{{ state(s, s.value) }}{% endfor %}'
    page = drawn(app, source, states=list(states))
    shapes = {mark.text.strip(): str(mark.select_one("svg")) for mark in page.select(".state")}
    assert set(shapes) == {state.value for state in states}
    assert len(set(shapes.values())) == len(states)
    assert all("<path" in shape or "<circle" in shape for shape in shapes.values())


def bar(app: Flask, counts: Mapping[str, int]) -> BeautifulSoup:
    parts = [(kind, count, kind) for kind, count in counts.items()]
    return drawn(app, '{% from "_marks.html" import segments %}{{ segments(parts) }}', parts=parts)


def test_one_refusal_among_thousands_is_seen(app: Flask) -> None:
    page = bar(app, {"sent": 50_000, "refused": 1, "queued": 0})
    assert float(str(only(page, ".segments > svg .refused")["width"]).rstrip("%")) >= 0.5
    assert [item.text.strip() for item in page.select("li")] == ["50,000 sent", "1 refused"]


def test_nothing_sent_yet_is_an_empty_bar(app: Flask) -> None:
    assert not bar(app, {"sent": 0, "queued": 0}).select("li")


@pytest.mark.parametrize(("size", "looks"), [(42, []), (70, ["near"]), (74, ["near"]), (75, ["over"])])
def test_a_meter_warns_near_its_limit_and_again_beyond_it(app: Flask, size: int, looks: list[str]) -> None:
    page = drawn(app, '{% from "_marks.html" import meter %}{{ meter(size, 74, "x kB") }}', size=size)
    assert [name for name in only(page, ".level")["class"] if name != "level"] == looks
