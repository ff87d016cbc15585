"""The remarks on a text as they are seen beside it, on the board, and by whoever waits for them."""

import textwrap
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.commentaries.document import block_text, blocks
from newsletter.commentaries.history import version_of
from newsletter.commentaries.merging import Version
from newsletter.commentaries.models import Text
from newsletter.commentaries.passages import is_there
from newsletter.commentaries.remark_models import Remark
from newsletter.db import db

CHANGES = "changes"
"""In the place of a block: of the whole text, and asking for changes to it."""
_LABEL = 60


@dataclass(frozen=True)
class Thread:
    remark: Remark
    answers: list[Remark]
    place: int
    """Where in the text: the whole of it, title, standfirst, then its blocks."""
    label: str
    """The first words of the block."""
    in_place: bool
    """Whether what it speaks of is still there."""


def threads(text: Text) -> list[Thread]:
    """In the order of the text; of one passage, the oldest first."""
    chosen = sa.select(Remark).where(Remark.text_id == text.id).order_by(Remark.id)
    answers: dict[int | None, list[Remark]] = defaultdict(list)
    for remark in db.session.scalars(chosen):
        answers[remark.answers_id].append(remark)
    words = version_of(text)
    found = [_thread(remark, answers[remark.id], words) for remark in answers[None]]
    return sorted(found, key=lambda thread: (thread.place, thread.remark.id))


def _thread(remark: Remark, answers: list[Remark], words: Version) -> Thread:
    places = [None, CHANGES, *words.parts()]
    there = remark.block in places
    block = next((block for block in blocks(words.document) if block["attrs"]["id"] == remark.block), None)
    return Thread(
        remark=remark,
        answers=answers,
        place=places.index(remark.block) if there else len(places),
        label=first_words(block_text(block)) if block else "",
        in_place=remark.block in (None, CHANGES) or is_there(words, remark.block, remark.quote),
    )


def parts_of(text: Text) -> list[tuple[str, str]]:
    """The blocks that have words, by their ids and first words."""
    named = ((block["attrs"]["id"], first_words(block_text(block))) for block in blocks(text.document))
    return [(name, words) for name, words in named if words]


def first_words(words: str) -> str:
    return textwrap.shorten(words, _LABEL, placeholder="…").replace("……", "…")


def changes_asked(text: Text) -> list[Remark]:
    """Requests that wait to be met, the latest first."""
    asked = unsettled().where(Remark.text_id == text.id, Remark.block == CHANGES)
    return list(db.session.scalars(asked.order_by(Remark.id.desc())))


def open_counts(text_ids: Iterable[int]) -> dict[int, int]:
    """Threads that nobody has settled, by text; a text without any is left out."""
    of_texts = unsettled().where(Remark.text_id.in_(list(text_ids))).group_by(Remark.text_id)
    rows = db.session.execute(of_texts.with_only_columns(Remark.text_id, sa.func.count()))
    return {text_id: count for text_id, count in rows}


def sent_back(text_ids: Iterable[int]) -> set[int]:
    """Those of the texts for which changes were asked that nobody has made yet."""
    asked = unsettled().where(Remark.text_id.in_(list(text_ids)), Remark.block == CHANGES)
    return set(db.session.scalars(asked.with_only_columns(Remark.text_id)))


def unsettled() -> sa.Select[Remark]:
    """Threads that nobody has settled: answers are settled with what they answer."""
    return sa.select(Remark).where(Remark.answers_id.is_(None), Remark.settled.is_(None))
