"""Bringing a draft by the two forms, as a browser sends them."""

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from newsletter.commentaries import writing
from newsletter.commentaries.document import block_text, blocks
from newsletter.commentaries.models import Text
from newsletter.db import db
from newsletter.staff.models import Staff
from newsletter.translation.staleness import State
from newsletter.translation.standings import standing_of

SOURCE = [
    "The crossing was rebuilt over the summer, and 120 lorries a day pass it now.",
    "Drivers say that the queue moves twice as fast as in the spring, and that nobody sleeps in the cab any more.",
    "Nobody has said what the works have cost.",
]


DRAFT = [
    "Летам пункт пропуску перабудавалі, і цяпер праз яго праязджае 120 фур за дзень.",
    "Кіроўцы кажуць, што чарга рухаецца ўдвая хутчэй, чым увесну, і што ніхто больш не начуе ў кабіне.",
    "Колькі каштавалі работы, ніхто не сказаў.",
]


def save(text: Text, document: dict[str, Any], staff: Staff | None, **more: Any) -> None:
    writing.save(text, title=text.title or "Загаловак", standfirst=text.standfirst, document=document, by=staff, **more)
    db.session.commit()


def address(text: Text) -> str:
    return f"/desk/commentaries/{text.commentary_id}/{text.language}/own-draft"


def pasted(client: FlaskClient, text: Text, *lines: str) -> TestResponse:
    return client.post(address(text), data={"words": "\n\n".join(["Мост адкрыты", *lines])})


def filled(page: TestResponse) -> dict[str, Any]:
    """What a browser would send of the form, as it was shown."""
    inputs = re.findall(r'<input[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', page.text)
    data: dict[str, Any] = {name: html.unescape(value) for name, value in inputs if name != "figure"}
    data |= {
        name: html.unescape(words)
        for name, words in re.findall(r'<textarea[^>]*? name="(\w+)"[^>]*>(.*?)</textarea>', page.text, re.DOTALL)
    }
    data["figure"] = re.findall(r'name="figure" value="([^"]+)" checked', page.text)
    for name, options in re.findall(r'<select name="([^"]+)">(.*?)</select>', page.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
        data[name] = chosen[1] if chosen else ""
    return data


def confirmed(client: FlaskClient, text: Text, data: dict[str, Any]) -> TestResponse:
    return client.post(f"{address(text)}/confirmation", data=data)


def states(text: Text) -> list[State]:
    db.session.refresh(text)
    standing = standing_of(text)
    assert standing
    return [pair.state for pair in standing.pairs]


def said(text: Text) -> list[str]:
    db.session.refresh(text)
    return [block_text(block) for block in blocks(text.document)]
