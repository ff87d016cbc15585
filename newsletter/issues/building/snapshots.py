"""An issue as JSON, as far as its builder can change it; and made again from that."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues.building import builder, placing
from newsletter.issues.models import Box, BoxKind, Entry, EntryForm, Issue
from newsletter.languages import Language

Facts = dict[str, Any]
Snapshot = dict[str, Any]
"""`parts`, each named by the id of its commentary or its kind of box, in their order; `words`; `english_cards`."""

_WORDS = ("subjects", "preheaders", "openings", "closings")


def snapshot(issue: Issue) -> Snapshot:
    return {
        "parts": [_of_entry(part) if isinstance(part, Entry) else _of_box(part) for part in issue.parts],
        "words": {name: dict(getattr(issue, name)) for name in _WORDS},
        "english_cards": issue.english_cards,
    }


def _of_entry(entry: Entry) -> Facts:
    waivers = {
        str(language): {"reason": waiver.reason, "by": waiver.signed_by, "at": waiver.signed_at.isoformat()}
        for language, waiver in sorted(entry.waivers.items())
    }
    return {"entry": entry.commentary.id, "form": str(entry.form), "waivers": waivers}


def _of_box(box: Box) -> Facts:
    piece = box.commentary.id if box.commentary else None
    return {"box": str(box.kind), "words": dict(box.words), "href": box.href, "commentary": piece}


def restore(issue: Issue, wanted: Snapshot, instead_of: Snapshot) -> list[str]:
    """Make the issue as it is in `wanted`. Returns the titles of what had to be left out.

    Of what neither snapshot knows, somebody did it otherwise, by a command: a part stays, at the end, and so does a
    waiver.
    """
    there = {_name(part): part for part in issue.parts}
    known = {_name_in(facts): facts for facts in (*wanted["parts"], *instead_of["parts"])}
    parts, left_out = list[Entry | Box](), list[str]()
    for facts in wanted["parts"]:
        if part := there.get(_name_in(facts)) or _made_again(facts):
            _set(part, facts, known[_name(part)])
            parts.append(part)
        else:
            left_out.append(_title(facts))
    parts += [part for name, part in there.items() if name not in known]
    issue.entries = [part for part in parts if isinstance(part, Entry)]
    issue.boxes = [part for part in parts if isinstance(part, Box)]
    builder.arrange(issue, parts)
    for name in _WORDS:
        setattr(issue, name, wanted["words"][name])
    issue.english_cards = wanted["english_cards"]
    db.session.flush()
    return left_out


def _name(part: Entry | Box) -> int | str:
    return part.commentary.id if isinstance(part, Entry) else str(part.kind)


def _name_in(facts: Facts) -> int | str:
    name: int | str = facts["entry"] if "entry" in facts else facts["box"]
    return name


def _made_again(facts: Facts) -> Entry | Box | None:
    """None for a commentary that is deleted, or in another issue by now."""
    if "box" in facts:
        gone = facts["commentary"] and not db.session.get(Commentary, facts["commentary"])
        return None if gone else Box(kind=BoxKind(facts["box"]), position=0)
    commentary = db.session.get(Commentary, facts["entry"])
    if commentary is None or not placing.is_free(commentary):
        return None
    return Entry(commentary=commentary, position=0, waivers={})


def _set(part: Entry | Box, facts: Facts, instead_of: Facts) -> None:
    if isinstance(part, Entry):
        part.form = EntryForm(facts["form"])
        _set_waivers(part, facts["waivers"], instead_of["waivers"])
    else:
        part.words, part.href = facts["words"], facts["href"]
        part.commentary = db.session.get(Commentary, facts["commentary"]) if facts["commentary"] else None


def _set_waivers(entry: Entry, wanted: Facts, instead_of: Facts) -> None:
    for language in map(Language, instead_of.keys() - wanted.keys()):
        entry.waivers.pop(language, None)
    for language in map(Language, wanted):
        signed = wanted[language]
        at = dt.datetime.fromisoformat(signed["at"])
        entry.waive(language, reason=signed["reason"], by=signed["by"], at=at)


def _title(facts: Facts) -> str:
    if "box" in facts:
        return BoxKind(facts["box"]).label
    commentary = db.session.get(Commentary, facts["entry"])
    return (commentary and commentary.title) or _("Untitled")
