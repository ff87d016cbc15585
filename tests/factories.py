"""One factory a model, each making the plainest valid thing; everybody lives at example.org."""

import datetime as dt
import itertools
import uuid
from typing import Any

import sqlalchemy as sa

from newsletter.addresses import provider
from newsletter.commentaries.author_models import Author
from newsletter.commentaries.authors import found_or_made
from newsletter.commentaries.links import HEADS
from newsletter.commentaries.models import Commentary, Revision, Section, Text, TextState
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db
from newsletter.issues.models import Entry, Issue
from newsletter.languages import Language, Reading, slug_of
from newsletter.planning.models import Assignment
from newsletter.staff.models import Role, Staff
from newsletter.subscribers.models import Status, Subscriber
from newsletter.vault import vault

MONDAY = dt.date(2024, 11, 4)
_counter = itertools.count(1)

TITLES = {
    Language.EN: "Queues at the border grow shorter",
    Language.BE: "Чэргі на мяжы карацеюць",
    Language.RU: "Очереди на границе становятся короче",
}
STANDFIRSTS = {
    Language.EN: "Drivers wait half as long as in the spring.",
    Language.BE: "Кіроўцы чакаюць удвая менш, чым увесну.",
    Language.RU: "Водители ждут вдвое меньше, чем весной.",
}
PARAGRAPHS = {
    Language.EN: "The crossing was rebuilt over the summer.",
    Language.BE: "Летам пункт пропуску перабудавалі.",
    Language.RU: "Летом пункт пропуска перестроили.",
}


def staff(*, handle: str | None = None, role: Role = Role.EDITOR, address: str | None = None, **facts: Any) -> Staff:
    handle = handle or f"nina{next(_counter)}"
    made = Staff(handle=handle, name=facts.pop("name", handle.capitalize()), role=role, **facts)
    made.seal(address or f"{handle}@example.org")
    db.session.add(made)
    db.session.flush()
    return made


def document(*paragraphs: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "attrs": {"id": f"block{n:05}"}, "content": [{"type": "text", "text": text}]}
            for n, text in enumerate(paragraphs, 1)
        ],
    }


def section(slug: str = "security") -> Section:
    return db.session.scalars(sa.select(Section).where(Section.slug == slug)).one()


def text(commentary: Commentary, language: Language, *, approved: bool = True, **facts: Any) -> Text:
    """A translation is tied to its original, where there is one, block by block, and current."""
    title = facts.pop("title", TITLES[language])
    source = facts.pop("source", commentary.texts.get(commentary.original))
    body = facts.pop("document", document(PARAGRAPHS[language]))
    heads: dict[str, Any] = {}
    if source:
        body, heads = tied(body, source), {name: {"seen": source.revision} for name in HEADS}
    made = Text(
        language=language,  # before the commentary, which files it under its language
        commentary=commentary,
        title=title,
        standfirst=facts.pop("standfirst", STANDFIRSTS[language]),
        slug=f"{slug_of(title, language)}-{next(_counter)}",
        document=body,
        heads=facts.pop("heads", heads),
        source=source,
        state=TextState.APPROVED if approved else TextState.DRAFT,
        revision=1,
        approved_revision=1 if approved else None,
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    words = {"title": made.title, "standfirst": made.standfirst, "document": made.document, "heads": made.heads}
    db.session.add(Revision(text_id=made.id, number=1, sitting=1, **words))
    return made


def tied(body: dict[str, Any], source: Text) -> dict[str, Any]:
    """Each block to the one in its place."""
    pairs = zip(body["content"], source.document["content"], strict=False)
    links = [{"of": [of["attrs"]["id"]], "seen": source.revision} for _, of in pairs]
    links += [{}] * (len(body["content"]) - len(links))
    content = [
        block | {"attrs": {**link, **block["attrs"]}} for block, link in zip(body["content"], links, strict=True)
    ]
    return {**body, "content": content}


NAMES = {"en": "Yan Lipen", "be": "Ян Ліпень", "ru": "Ян Липень"}


def author(names: dict[str, str] | None = None) -> Author:
    return found_or_made(NAMES if names is None else names)


def commentary(*, languages: tuple[Language, ...] = tuple(Language), approved: bool = True, **facts: Any) -> Commentary:
    made = Commentary(
        week=facts.pop("week", MONDAY),
        original=facts.pop("original", Language.EN),
        section=facts.pop("section", None) or section(),
        verdict=facts.pop("verdict", Verdict.IMPROVED),
        authors=facts.pop("authors", None) or [author()],
        **facts,
    )
    db.session.add(made)
    for language in sorted(languages, key=lambda language: language is not made.original):
        text(made, language, approved=approved)
    made.photo_seen = {str(language): _photo_words(made) for language in languages if language is not made.original}
    db.session.flush()
    return made


def _photo_words(commentary: Commentary) -> dict[str, str]:
    said = {"alt": commentary.alts, "caption": commentary.captions, "credit": commentary.credits}
    return {name: (words or {}).get(commentary.original, "") for name, words in said.items()}


def issue(*commentaries: Commentary, **facts: Any) -> Issue:
    number = facts.pop("number", None) or 100 + next(_counter)
    made = Issue(
        number=number,
        week=facts.pop("week", MONDAY),
        zone="Europe/Warsaw",
        subjects=facts.pop("subjects", {str(language): TITLES[language] for language in Language}),
        preheaders=facts.pop("preheaders", {str(language): STANDFIRSTS[language] for language in Language}),
        openings=facts.pop("openings", {"en": "Good morning.", "be": "Добрай раніцы.", "ru": "Доброе утро."}),
        **facts,
    )
    made.entries = [Entry(commentary=piece, position=place) for place, piece in enumerate(commentaries, 1)]
    db.session.add(made)
    db.session.flush()
    return made


def assignment(staff: Staff, *, language: Language = Language.BE, slug: str = "security", **facts: Any) -> Assignment:
    """A section's text of the week is asked of them, due on its Sunday."""
    week = facts.pop("week", MONDAY)
    made = Assignment(
        week=week,
        section_id=section(slug).id,
        language=language,
        original=facts.pop("original", False),
        staff_id=staff.id,
        due_at=facts.pop("due_at", None) or dt.datetime.combine(week + dt.timedelta(days=6), dt.time(17), dt.UTC),
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    return made


def subscriber(
    *, address: str | None = None, reading: Reading = Reading.EN, status: Status = Status.ACTIVE, **facts: Any
) -> Subscriber:
    address = address or f"reader{next(_counter)}@example.org"
    uid = uuid.uuid4()
    made = Subscriber(
        uid=uid,
        address=vault.seal("subscriber", uid, address),
        address_index=vault.index(address),
        provider=provider(address),
        reading=reading,
        language=facts.pop("language", reading.first),
        status=status,
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    return made
