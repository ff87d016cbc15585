"""A translation beside its source, as the translating desk shows it."""

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from newsletter.commentaries import diffing, photos
from newsletter.commentaries.document import Node, blocks
from newsletter.commentaries.figures import Pictures
from newsletter.commentaries.links import HEADS
from newsletter.commentaries.merging import Version
from newsletter.commentaries.models import Text
from newsletter.commentaries.rendering import block_html
from newsletter.terms import term_list
from newsletter.translation.fingerprints import has_words
from newsletter.translation.photo_words import PHOTO_WORDS
from newsletter.translation.seeing import Sights
from newsletter.translation.staleness import Pair, Source, State
from newsletter.translation.standings import Standing, standing_of
from newsletter.translation.term_marks import term_marks

Json = dict[str, Any]


def sheet_of(text: Text) -> Json | None:
    """What js/translating.js begins with; None for an original."""
    if text.source is None:
        return None
    # Read before the words: a number that is too old asks for another look, one that is too new would hide a change.
    revision = text.source.revision
    standing = standing_of(text)
    return None if standing is None else _sheet(text, standing, revision, text.source)


def _sheet(text: Text, standing: Standing, revision: int, source: Text) -> Json:
    now, pictures = standing.source.now, photos.on_pages(source.language)
    return {
        "revision": revision,
        "version": version_of_sheet(text),
        **{name: getattr(now, name) for name in HEADS},
        "blocks": [_block(block, pictures) for block in blocks(now.document)],
        "heirs": _heirs(standing.source),
        "pairs": [_pair(pair, standing) for pair in text_pairs(standing)],
        "terms": term_marks(now, source.language, text.language, term_list.compiled()),
        "photo": [{"name": (*pair.sources, *pair.targets)[0], "state": pair.state} for pair in photo_pairs(standing)],
    }


def _block(block: Node, pictures: Pictures) -> Json:
    said = has_words(block)
    return {"id": block["attrs"]["id"], "html": block_html(block, pictures), "said": said, "node": block}


def version_of_sheet(text: Text) -> str:
    """Another one wherever the sheet may be another."""
    commentary, source = text.commentary, text.source
    of_photo = (commentary.photo_id, commentary.alts, commentary.captions, commentary.credits, commentary.photo_seen)
    numbers = (source.id, source.revision) if source else ()
    return ".".join(map(str, (*numbers, text.revision, zlib.crc32(repr(of_photo).encode()))))


def text_pairs(standing: Standing) -> list[Pair]:
    return [pair for pair in standing.pairs if not _is_of_photo(pair)]


def photo_pairs(standing: Standing) -> list[Pair]:
    return [pair for pair in standing.pairs if _is_of_photo(pair)]


def _is_of_photo(pair: Pair) -> bool:
    return {*pair.sources, *pair.targets} <= set(PHOTO_WORDS)


def _heirs(source: Source) -> dict[int, dict[str, Sequence[str]]]:
    """By revision, what became of each block that isn't simply still there."""
    sights, there = Sights(source), set(source.now.order)
    found: dict[int, dict[str, Sequence[str]]] = {}
    for number, was in source.past.items():
        heirs = {name: sights.heirs(number, (name,)) for name in was.order}
        found[number] = {
            name: now for name, now in heirs.items() if tuple(now) != (name,) and (now or name not in there)
        }
    return found


def _pair(pair: Pair, standing: Standing) -> Json:
    links = {block["attrs"]["id"]: block["attrs"] for block in blocks(standing.target.document)} | standing.target.heads
    made_from = [links.get(name, {}) for name in pair.targets]
    return {
        "state": pair.state,
        "sources": pair.sources,
        "targets": pair.targets,
        "sights": [(link.get("seen"), link.get("of", ())) for link in made_from],
        "html": changes(pair, standing),
        "out_of_order": pair.out_of_order,
    }


def changes(pair: Pair, standing: Standing) -> Markup | None:
    """The source since the translator last saw it, as one text; None where nobody knows what they saw."""
    was = standing.source.past.get(pair.seen) if pair.seen is not None else None
    if was is None or pair.state not in (State.CHANGED, State.ORPHAN):
        return None
    if pair.targets[0] in HEADS:
        return diffing.to_html(getattr(was, pair.targets[0]), getattr(standing.source.now, pair.targets[0]))
    return diffing.to_html(_words(was, pair.of), _words(standing.source.now, pair.sources))


def _words(version: Version, names: Sequence[str]) -> str:
    return "\n".join(diffing.part_text(block) for block in blocks(version.document) if block["attrs"]["id"] in names)


def rows(text: Text, standing: Standing) -> Iterator[tuple[Pair, Markup, Markup]]:
    """Each pair, its source's words and its own, for who reads without scripts."""
    now, target = standing.source.now, standing.target
    for pair in text_pairs(standing):
        there = changes(pair, standing) or _shown(now, pair.sources, text)
        yield pair, there, _shown(target, pair.targets, text)


def _shown(version: Version, names: Sequence[str], text: Text) -> Markup:
    pictures = photos.on_pages(text.language)
    heads = (Markup("<p>{}</p>").format(getattr(version, name)) for name in HEADS if name in names)
    found = (block_html(block, pictures) for block in _named(version, names))
    return Markup().join((*heads, *found))


def _named(version: Version, names: Sequence[str]) -> Iterator[Node]:
    return (block for block in blocks(version.document) if block["attrs"]["id"] in names)
