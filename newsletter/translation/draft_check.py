"""A draft beside the source as it would stand, for somebody to say whether that is right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from newsletter.commentaries import photos
from newsletter.commentaries.document import Document, Node, block_text, blocks
from newsletter.commentaries.history import version_of
from newsletter.commentaries.links import HEADS
from newsletter.commentaries.merging import Version
from newsletter.commentaries.models import Text
from newsletter.commentaries.rendering import block_html
from newsletter.languages import Language
from newsletter.translation.drafts import Choices, tied
from newsletter.translation.fingerprints import has_words
from newsletter.translation.pairing import pairs
from newsletter.translation.staleness import Source, State

_FIRST_WORDS = 36
"""Characters by which a block of the source is called."""


@dataclass(frozen=True)
class Choice:
    """A block of the draft, and what it may be said to render."""

    id: str
    html: Markup
    number: int
    options: list[tuple[str, str]]
    """Ids of the source's blocks, and how they are called."""
    chosen: str


@dataclass(frozen=True)
class Row:
    """Blocks of the source beside those of the draft that render them."""

    state: State
    sources: list[tuple[str, Markup]]
    """Number and words of each; a picture has no number."""
    targets: list[Choice]
    figure: str | None
    """The id of a picture that may be carried over."""


def rows(source: Text, language: Language, words: Version, of: Choices) -> list[Row]:
    """In the order of the source; what stands on its own comes last."""
    now = version_of(source)
    found = pairs(Source(now, {source.revision: now}), tied(words, of, source.revision))
    numbers, ours = _numbers(source.document), _html(source.document, source.language)
    figures = {block["attrs"]["id"] for block in blocks(source.document) if block["type"] == "figure"}
    theirs, options = _html(words.document, language), _options(source.document)
    order = {name: number for number, name in enumerate(theirs, 1)}
    return [
        Row(
            pair.state,
            [(str(numbers.get(name, "")), ours[name]) for name in pair.sources],
            [_choice(name, theirs[name], order[name], options, of.get(name, ())) for name in pair.targets],
            next((name for name in pair.sources if name in figures), None),
        )
        for pair in found
        if not {*pair.sources, *pair.targets} & set(HEADS)
    ]


def _choice(name: str, html: Markup, number: int, options: dict[str, str], of: Sequence[str]) -> Choice:
    """Besides single blocks, two that are next to each other where one of them is the likely one."""
    names = list(options)
    several = {tuple(of)} if len(of) > 1 else set()
    for each in of:
        place = names.index(each)
        several |= {tuple(names[start : start + 2]) for start in (place - 1, place) if 0 <= start < len(names) - 1}
    numbers = {each: label.partition(".")[0] for each, label in options.items()}
    together = [(" ".join(group), " + ".join(numbers[each] for each in group)) for group in sorted(several, key=len)]
    ordered = sorted(together, key=lambda option: names.index(option[0].split()[0]))
    return Choice(name, html, number, [*options.items(), *ordered], " ".join(of))


def can_be_rendered(document: Document) -> Collection[str]:
    """The ids of blocks that a block of a draft may be said to render."""
    return _options(document).keys()


def _options(document: Document) -> dict[str, str]:
    return {block["attrs"]["id"]: f"{number}. {_first_words(block)}" for number, block in _numbered(document)}


def _numbers(document: Document) -> dict[str, int]:
    return {block["attrs"]["id"]: number for number, block in _numbered(document)}


def _numbered(document: Document) -> list[tuple[int, Node]]:
    """What a draft can render: pictures are carried over instead."""
    return list(enumerate((each for each in blocks(document) if each["type"] != "figure" and has_words(each)), 1))


def _first_words(block: Node) -> str:
    words = " ".join(block_text(block).split())
    return words if len(words) <= _FIRST_WORDS else f"{words[:_FIRST_WORDS].rsplit(' ', 1)[0]}…"


def _html(document: Document, language: Language) -> dict[str, Markup]:
    pictures = photos.on_pages(language)
    return {block["attrs"]["id"]: block_html(block, pictures) for block in blocks(document)}
