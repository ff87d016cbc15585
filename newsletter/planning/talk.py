"""What goes on about texts at the moment: who is writing in them, and what was said of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from newsletter.commentaries.presence import GONE_AFTER
from newsletter.commentaries.presence_models import Presence
from newsletter.commentaries.remarks import open_counts
from newsletter.db import db, now
from newsletter.staff.models import Staff


@dataclass(frozen=True)
class Talk:
    """By a text's id: how many open remarks there are, and the handle of who writes."""

    remarks: Mapping[int, int]
    writers: Mapping[int, str]


def talk_about(text_ids: Collection[int]) -> Talk:
    return Talk(open_counts(text_ids), _writers(text_ids))


def _writers(text_ids: Collection[int]) -> dict[int, str]:
    chosen = sa.select(Presence.text_id, Staff.handle).join(Presence.staff)
    here = Presence.text_id.in_(text_ids) & Presence.writing & (Presence.seen_at > now() - GONE_AFTER)
    return {text_id: handle for text_id, handle in db.session.execute(chosen.where(here))}
