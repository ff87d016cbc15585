"""A sample newsroom in three languages, to try things out with. Its events, people and readers are invented."""

import datetime as dt
import json
import tomllib
import uuid
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from newsletter.addresses import provider
from newsletter.commentaries import authors, photo_library, photos, review, writing
from newsletter.commentaries.document import Document, Node, blocks, new_block_id
from newsletter.commentaries.importing import read_commentary
from newsletter.commentaries.links import HEADS, Heads
from newsletter.commentaries.models import Commentary, Section, Text
from newsletter.commentaries.photo_seen import note_photo_words
from newsletter.commentaries.verdicts import Verdict
from newsletter.db import db, now
from newsletter.demo import sending
from newsletter.issues.beginning import starting
from newsletter.issues.building import builder
from newsletter.issues.leaving import locking
from newsletter.issues.models import BoxKind, EntryForm, Issue, IssueState
from newsletter.languages import Language, Reading, Words, monday_of
from newsletter.staff import settings
from newsletter.staff.models import Role, Staff
from newsletter.subscribers.models import Consent, ConsentAct, Status, Subscriber
from newsletter.vault import vault

FOLDER = Path(__file__).parent
READERS = {Reading.EN: 12, Reading.BE_RU: 15, Reading.RU_BE: 11}
WHO = "demo"


def load() -> bool:
    """Fill an empty newsroom; False, and nothing changed, where there are commentaries already. Doesn't commit.

    Raises vault.CannotOpen without the opening keys: sample readers are sealed as the mailer seals them.
    """
    if db.session.scalar(sa.select(sa.func.count(Commentary.id))):
        return False
    newsroom = _read(FOLDER / "newsroom.toml")
    for facts in newsroom.pop("staff"):
        _hire(**facts)
    settings.save(
        **newsroom,
        sender_address="letters@example.org",
        reply_to="editors@example.org",
        discreet_url=_another_name(current_app.config["URL"]),
    )
    cast = {staff.role: staff for staff in db.session.scalars(sa.select(Staff))}
    written = {path.stem: _write(_read(path), cast) for path in sorted((FOLDER / "commentaries").glob("*.toml"))}
    for facts in sorted(_read(FOLDER / "issues.toml")["issue"], key=lambda one: -int(one["weeks_ago"])):
        _assemble(facts, written)
    for slug, facts in _read(FOLDER / "corrections.toml").items():
        _correct(facts, written[slug], cast)
    for reading, number in READERS.items():
        for place in range(number):
            _subscribe(f"{reading}-reader-{place + 1}@example.org", reading, place)
    sending.pretend()
    return True


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _hire(*, handle: str, name: str, role: str, language: str) -> None:
    staff = db.session.scalar(sa.select(Staff).where(Staff.handle == handle))
    if staff is None:
        staff = Staff(handle=handle, name=name, role=Role(role), language=Language(language))
        staff.seal(f"{handle}@example.org")
        db.session.add(staff)
        db.session.flush()


def _write(facts: dict[str, Any], cast: dict[Role, Staff]) -> Commentary:
    """A commentary whole in three languages, approved."""
    commentary = writing.create(
        week=_monday(facts["weeks_ago"]),
        original=Language(facts["original"]),
        by=cast[Role.AUTHOR],
        section=db.session.scalar(sa.select(Section).where(Section.slug == facts["section"])),
        verdict=Verdict(facts["verdict"]),
        photo=photos.store((FOLDER / "photos" / facts["photo"]).read_bytes()),
        authors=[authors.found_or_made(_words(facts, "byline"))],
        alts=_words(facts, "alt"),
        captions=_words(facts, "caption"),
        credits=_words(facts, "credit"),
    )
    photo_library.remember_words_of(commentary)
    for language in sorted(Language, key=lambda language: language != commentary.original):
        words, by = facts[language], cast[Role.AUTHOR if language == facts["original"] else Role.TRANSLATOR]
        body = read_commentary(f"# {words['title']}\n\n{words['body']}".encode(), "body.md", language)
        document = body.document
        if reason := words.get("reason"):
            document["content"].append(_callout(reason))
        text = writing.take(commentary, language, by)
        heads = _tie(document, text.source) if text.source else {}
        title, standfirst = words["title"], words["standfirst"]
        writing.save(text, title=title, standfirst=standfirst, document=document, heads=heads, by=by)
        review.approve(text, by=cast[Role.EDITOR])
        note_photo_words(commentary, language, {})
    return commentary


def _tie(document: Document, source: Text) -> Heads:
    """Each block to the one in its place; returns the ties of title and standfirst."""
    for block, of in zip(blocks(document), blocks(source.document), strict=True):
        block["attrs"] |= {"of": [of["attrs"]["id"]], "seen": source.revision}
    return {name: {"seen": source.revision} for name in HEADS}


def _correct(facts: dict[str, Any], commentary: Commentary, cast: dict[Role, Staff]) -> None:
    """What the author changed after the release, so that the translations lag behind: one block, and one more."""
    text = commentary.texts[commentary.original]
    content = [*blocks(text.document), _paragraph(facts["adds"])]
    corrected = json.dumps(content, ensure_ascii=False).replace(facts["instead_of"], facts["says"])
    document = {"type": "doc", "content": json.loads(corrected)}
    writing.save(text, title=text.title, standfirst=text.standfirst, document=document, by=cast[Role.AUTHOR])
    review.approve(text, by=cast[Role.EDITOR], note=facts["note"])


def _callout(words: str) -> Node:
    """Why the verdict isn't that of the week before."""
    return {"type": "callout", "attrs": {"id": new_block_id()}, "content": [_paragraph(words)]}


def _paragraph(words: str) -> Node:
    return {"type": "paragraph", "attrs": {"id": new_block_id()}, "content": [{"type": "text", "text": words}]}


def _assemble(facts: dict[str, Any], written: dict[str, Commentary]) -> None:
    """This week's issue is left to be sent; last week's stands in the archive as if it had been."""
    issue = starting.start(_monday(facts["weeks_ago"]), by=WHO)
    for kind, says in facts["boxes"].items():
        _put_box(issue, BoxKind(kind), written, **says)
    builder.reorder(issue, [_part_key(issue, name, written) for name in facts["parts"]])
    for entry in issue.entries:
        if entry.commentary in [written[slug] for slug in facts["teasers"]]:
            builder.set_form(issue, entry, EntryForm.TEASER)
    builder.set_words(
        issue,
        subjects=_words(facts, "subject"),
        preheaders=_words(facts, "preheader"),
        openings=_words(facts, "opening"),
        closings=_words(facts, "closing"),
    )
    if facts["weeks_ago"]:
        locking.lock(issue, by=WHO)
        issue.state, issue.released_at = IssueState.SENT, now() - dt.timedelta(weeks=facts["weeks_ago"])


def _put_box(
    issue: Issue, kind: BoxKind, written: dict[str, Commentary], *, href: str = "", commentary: str = "", **words: str
) -> None:
    builder.put_box(issue, kind, words=words, href=href, commentary=written.get(commentary))


def _part_key(issue: Issue, name: str, written: dict[str, Commentary]) -> str:
    """`name` is a kind of box, or the slug of an entry's commentary."""
    is_named = {box.key: box.kind == name for box in issue.boxes}
    is_named |= {entry.key: entry.commentary is written.get(name) for entry in issue.entries}
    return next(key for key, named in is_named.items() if named)


def _subscribe(address: str, reading: Reading, place: int) -> None:
    """Most are active, a few have not confirmed or have paused."""
    uid = uuid.uuid4()
    status = {4: Status.PENDING, 8: Status.PAUSED}.get(place, Status.ACTIVE)
    subscriber = Subscriber(
        uid=uid,
        address=vault.seal("subscriber", uid, address),
        address_index=vault.index(address),
        provider=provider(address),
        reading=reading,
        language=reading.first,
        status=status,
        confirmed_at=None if status is Status.PENDING else now(),
    )
    subscriber.consents.append(Consent(act=ConsentAct.SIGNED_UP, reading=reading, wording="demo"))
    db.session.add(subscriber)


def _another_name(url: str) -> str:
    """Every name below localhost leads to one's own machine, so that discreet links can be tried there as well."""
    there = url.replace("//127.0.0.1", "//notes.localhost")
    return there if there != url else "https://notes.example.net"


def _words(facts: dict[str, Any], name: str) -> Words:
    return {str(language): facts[language][name] for language in Language}


def _monday(weeks_ago: int) -> dt.date:
    return monday_of(now().date()) - dt.timedelta(weeks=weeks_ago)
