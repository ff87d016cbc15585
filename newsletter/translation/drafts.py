"""A whole translation that somebody made elsewhere, on its way into a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsletter.commentaries.document import Document, Node, block_text, blocks, checked, new_block_id, unlinked
from newsletter.commentaries.file_pictures import FilePictures
from newsletter.commentaries.importing import Found, read_text
from newsletter.commentaries.links import HEADS
from newsletter.commentaries.merging import Version
from newsletter.commentaries.page_head import MAX_STANDFIRST
from newsletter.commentaries.unreadable import EmptyFile
from newsletter.languages import Language
from newsletter.translation.alignment import aligned
from newsletter.translation.draft_shapes import with_headings, with_lists
from newsletter.translation.fingerprints import has_words
from newsletter.translation.lineage import lineage
from newsletter.translation.staleness import Pair

Choices = Mapping[str, Sequence[str]]
"""By block of the draft, the blocks of the source that it renders; none where it stands on its own."""


@dataclass(frozen=True)
class Draft:
    """As it was read."""

    title: str
    """Empty where none was recognised."""
    document: Document
    """With what may be the standfirst as its first paragraph."""
    dropped: tuple[str, ...]
    """What of the file is no part of the text (importing.py)."""


def read_draft(data: bytes, filename: str, language: Language) -> Draft:
    """Its words alone: pictures are the source's. Raises UnreadableFile, TooManyAtOnce."""
    found = read_text(data, filename, language, FilePictures(), whole=True)
    content = with_lists([block for block in blocks(found.document) if block["type"] != "figure"])
    if isinstance(found, Found) and found.standfirst:
        content.insert(0, _paragraph(new_block_id(), found.standfirst))
    if not any(map(has_words, content)):
        raise EmptyFile
    title = found.title if isinstance(found, Found) else ""
    return Draft(title, found.document | {"content": content}, found.dropped)


def laid_beside(
    source: Version, draft: Draft, source_language: Language, language: Language
) -> tuple[Version, Choices]:
    """The draft with its standfirst, if it renders the source's, and what each of its blocks most likely renders."""
    content = blocks(draft.document)
    ours = [_paragraph("standfirst", source.standfirst), *blocks(source.document)]
    beads = aligned(ours, content, source_language, language)
    content = with_headings(content, {block["attrs"]["id"]: block for block in ours}, beads)
    of = {content[place]["attrs"]["id"]: names for names, places in beads for place in places}
    standfirst = ""
    first = content[0]
    if (
        of.get(first["attrs"]["id"]) == ("standfirst",)
        and len(block_text(first)) <= MAX_STANDFIRST
        and len(content) > 1
    ):
        standfirst = " ".join(block_text(content.pop(0)).split())
    chosen = {name: [each for each in names if each != "standfirst"] for name, names in of.items()}
    return Version(draft.title, standfirst, draft.document | {"content": content}), chosen


def as_present(
    source: Version, target: Version, source_language: Language, language: Language
) -> tuple[Version, Choices]:
    """A translation that is there, with what each of its blocks renders by its own ties, else most likely.

    Pictures that the source has too are left out: they are carried over as the translation has them.
    """
    photos = {block["attrs"]["photo"] for block in blocks(source.document) if block["type"] == "figure"}
    content = [block for block in blocks(target.document) if block["attrs"].get("photo") not in photos]
    likely = {
        content[place]["attrs"]["id"]: names
        for names, places in aligned(blocks(source.document), content, source_language, language)
        for place in places
    }
    known = {block["attrs"]["id"] for block in blocks(source.document)}
    of = {
        name: [each for each in block["attrs"].get("of", ()) if each in known] or list(likely.get(name, ()))
        for block in content
        if (name := block["attrs"]["id"])
    }
    return Version(target.title, target.standfirst, target.document | {"content": content}), of


def _paragraph(name: str, words: str) -> Node:
    return {"type": "paragraph", "attrs": {"id": name}, "content": [{"type": "text", "text": words}]}


def tied(draft: Version, of: Choices, seen: int) -> Version:
    """Every part of it as made from revision `seen` of the source."""
    content = [_tied(block, of.get(block["attrs"]["id"], ()), seen) for block in blocks(draft.document)]
    heads = {name: {"seen": seen} for name in HEADS if getattr(draft, name)}
    return Version(draft.title, draft.standfirst, draft.document | {"content": content}, heads)


def _tied(block: Node, of: Sequence[str], seen: int) -> Node:
    block = unlinked(block)
    if not has_words(block):
        return block
    return block | {"attrs": block["attrs"] | ({"of": list(of)} if of else {}) | {"seen": seen}}


def figures_for(source: Document, target: Document, pairs: Sequence[Pair]) -> dict[str, Node]:
    """By figure of the source, the one to carry over: as the translation has it, tied or not, else the source's own.

    That one counts as seen in no revision, so that somebody is asked to translate its words.
    """
    there = {block["attrs"]["id"]: block for block in blocks(target) if block["type"] == "figure"}
    untied = {block["attrs"]["photo"]: block for block in there.values() if not block["attrs"].get("of")}
    renders = {pair.sources[0]: pair.targets[0] for pair in pairs if len(pair.sources) == len(pair.targets) == 1}
    figures = [unlinked(block) for block in blocks(source) if block["type"] == "figure"]
    copies = {block["attrs"]["id"]: block for block in figures}
    return {
        name: there.get(renders.get(name, "")) or _of_this(name, untied.get(copy["attrs"]["photo"]) or copy)
        for name, copy in copies.items()
    }


def _of_this(name: str, figure: Node) -> Node:
    return figure | {"attrs": figure["attrs"] | {"id": new_block_id(), "of": [name]}}


def with_figures(document: Document, source: Document, figures: Mapping[str, Node]) -> Document:
    """Each after what renders the blocks that it follows in the source. Raises DocumentError over a limit."""
    order = [block["attrs"]["id"] for block in blocks(source)]
    content = blocks(document)
    for name in [name for name in order if name in figures]:
        before = set(order[: order.index(name)])
        places = [place for place, block in enumerate(content, 1) if before & set(block["attrs"].get("of", ()))]
        content.insert(max(places, default=0), figures[name])
    return checked({"type": "doc", "content": content})


def with_known_ids(document: Document, target: Document) -> Document:
    """What the translation has already, the same or alike, stays the same block: its history and remarks go on."""
    given = lineage(blocks(target), blocks(document))
    known = {heirs[0]: name for name, heirs in reversed(list(given.items())) if heirs}
    content = [
        block | {"attrs": block["attrs"] | {"id": known.get(block["attrs"]["id"], block["attrs"]["id"])}}
        for block in blocks(document)
    ]
    return document | {"content": content}
