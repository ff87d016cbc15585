"""Readers whose links the pages behind letters are opened by, written into a running newsroom's database.

Signing them up by hand is what other tests do; nine times over it takes a minute.
"""

import json
import os
from pathlib import Path

from newsletter import create_app, tokens
from newsletter.db import db
from newsletter.languages import Reading, Variant
from newsletter.subscribers.models import Status
from newsletter.tokens import Purpose
from tests import factories
from tests.browser.newsroom import Newsroom
from tests.programs import READY


def links_of_readers(newsroom: Newsroom) -> dict[Reading, dict[str, str]]:
    """By the reading: the ends of links of one who has just signed up, of one who gets the letters, and of one who
    gets discreet ones. Written by a process of its own: beside Playwright no application context can end."""
    said = newsroom.data / "readers.json"
    process = READY.Process(target=_write, args=(str(newsroom.data), newsroom.url, str(said)))
    process.start()
    process.join()
    return {Reading(reading): links for reading, links in json.loads(said.read_text()).items()}


def _write(data: str, url: str, said: str) -> None:
    os.environ |= {"NEWSLETTER_DATA": data, "NEWSLETTER_URL": url}
    app = create_app()
    with app.app_context():
        found = {reading: _links(reading) for reading in Reading}
        db.session.commit()
    Path(said).write_text(json.dumps(found))


def _links(reading: Reading) -> dict[str, str]:
    pending = factories.subscriber(reading=reading, status=Status.PENDING)
    active = factories.subscriber(reading=reading)
    discreet = factories.subscriber(reading=reading, variant=Variant.DISCREET)
    return {
        "pending": tokens.sign(Purpose.CONFIRM, pending.uid.bytes),
        "confirmed": tokens.sign(Purpose.CONFIRM, active.uid.bytes),
        "preferences": tokens.sign(Purpose.PREFERENCES, active.uid.bytes),
        "unsubscribe": tokens.sign(Purpose.UNSUBSCRIBE, active.uid.bytes),
        "discreet": tokens.sign(Purpose.PREFERENCES, discreet.uid.bytes),
    }
