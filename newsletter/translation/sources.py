"""What a text is translated from: another text of its commentary than before."""

from collections import defaultdict
from collections.abc import Mapping

import sqlalchemy as sa

from newsletter.commentaries import writing
from newsletter.commentaries.document import Document, Node, blocks
from newsletter.commentaries.history import SOURCE_CHOSEN, version_of
from newsletter.commentaries.models import Commentary, Text
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db
from newsletter.staff.models import Staff, record

Ties = Mapping[str, list[str]]
"""By the id of a block of the source until now, the blocks of another text that say the same."""


class NotASource(Refusal):
    message = N_(
        "A text can be translated from another text of its commentary, but not from one that was made from it."
    )


def sources_for(text: Text) -> list[Text]:
    """Every other text of the commentary that wasn't made from this one, directly or through others."""
    return [other for other in text.commentary.texts.values() if text not in _line_of(other)]


def _line_of(text: Text | None) -> list[Text]:
    """The text itself, its source, that one's source and so on."""
    found: list[Text] = []
    while text is not None and text not in found:
        found.append(text)
        text = text.source
    return found


def change_source(text: Text, source: Text, by: Staff) -> None:
    """No word is touched. Each block is tied to what says the same in `source`, as far as the other texts' own links
    tell, and counts as seen by nobody. Raises NotASource."""
    _have_to_oneself(text)
    before = text.source
    if before is None or source not in sources_for(text):
        raise NotASource
    if source is before:
        return
    words, ties = version_of(text), ties_between(before, source)
    text.source = source
    db.session.flush()
    document = retied(words.document, ties)
    heads = {name: {"machine": True} for name, links in words.heads.items() if links.get("machine")}
    writing.save(text, title=words.title, standfirst=words.standfirst, document=document, heads=heads, by=by)
    record(by.handle, SOURCE_CHOSEN, f"text {text.id}", source=source.language, revision=text.revision)


def _have_to_oneself(text: Text) -> None:
    """Two who choose at once for two texts could otherwise make each the source of the other."""
    number = text.commentary_id
    db.session.execute(sa.select(Commentary.id).where(Commentary.id == number).with_for_update())
    of_it = sa.select(Text).where(Text.commentary_id == number)
    db.session.scalars(of_it.execution_options(populate_existing=True)).all()


def ties_between(before: Text, after: Text) -> Ties:
    """Where one of the two was made from the other, or both from a third."""
    if after.source is before:
        return _inverse(_of(after))
    if before.source is after:
        return _of(before)
    if before.source is not None and before.source is after.source:
        there = _inverse(_of(after))
        return {name: [heir for each in of for heir in there.get(each, ())] for name, of in _of(before).items()}
    return {}


def _of(text: Text) -> Ties:
    return {block["attrs"]["id"]: block["attrs"].get("of", []) for block in blocks(text.document)}


def _inverse(ties: Ties) -> Ties:
    found: dict[str, list[str]] = defaultdict(list)
    for name, of in ties.items():
        for each in of:
            found[each].append(name)
    return found


def retied(document: Document, ties: Ties) -> Document:
    return document | {"content": [_retied(block, ties) for block in blocks(document)]}


def _retied(block: Node, ties: Ties) -> Node:
    kept = {name: value for name, value in block["attrs"].items() if name not in ("of", "seen")}
    of = list(dict.fromkeys(heir for each in block["attrs"].get("of", ()) for heir in ties.get(each, ())))
    return block | {"attrs": kept | ({"of": of} if of else {})}
