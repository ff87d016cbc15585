"""A passage of a text: some words of its title, of its standfirst, or of one paragraph of a block."""

import dataclasses
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby

from newsletter.commentaries.characters import clean_text
from newsletter.commentaries.document import Node, blocks, checked
from newsletter.commentaries.merging import Part, Version
from newsletter.commentaries.refusals import N_, Refusal

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_Letter = tuple[str, list[Node]]
"""A character and its marks; a line break is `\\n` and has none."""


class PassageGone(Refusal):
    message = N_("The passage has been changed since: write the new words into the text yourself, or decline.")


def clean_passage(words: str) -> str:
    """As the text has them. A browser sends a line break as two characters. Raises UnicodeError."""
    return "\n".join(clean_text(line) for line in words.replace("\r\n", "\n").split("\n"))


def is_there(words: Version, part: str, quote: str) -> bool:
    """Whether the part is there at all, for an empty quote."""
    found = words.parts().get(part)
    return found is not None and (not quote or any(quote in _text(letters) for letters in _lines(found)))


def replaced(words: Version, part: str, quote: str, by: str) -> Version:
    """With `by` where the quote stood first. What stays of it keeps its marks. Raises PassageGone, DocumentError."""
    found = words.parts().get(part)
    if found is None or not is_there(words, part, quote):
        raise PassageGone
    if isinstance(found, str):
        line = found.replace(quote, by, 1)
        return (
            dataclasses.replace(words, title=line) if part == "title" else dataclasses.replace(words, standfirst=line)
        )
    new = _rewritten(found, quote, by)
    content = [new if block is found else block for block in blocks(words.document)]
    return dataclasses.replace(words, document=checked({"type": "doc", "content": content}))


def _lines(part: Part) -> Iterator[list[_Letter]]:
    """Of a block, each paragraph or heading in it."""
    if isinstance(part, str):
        yield [(character, []) for character in part]
    elif part["type"] in ("paragraph", "heading"):
        yield _letters(part)
    else:
        for child in part.get("content", []):
            yield from _lines(child)


def _letters(paragraph: Node) -> list[_Letter]:
    letters: list[_Letter] = []
    for node in paragraph.get("content", []):
        words = "\n" if node["type"] == "hardBreak" else node["text"]
        letters += [(character, node.get("marks", [])) for character in words]
    return letters


def _text(letters: list[_Letter]) -> str:
    return "".join(character for character, _marks in letters)


def _rewritten(node: Node, quote: str, by: str) -> Node:
    """The first paragraph in it that has the quote with other words, all else as it is."""
    if node["type"] in ("paragraph", "heading"):
        letters = _letters(node)
        start = _text(letters).index(quote)
        middle = list(_reworded(letters, start, quote, by))
        return node | {"content": _inline(letters[:start] + middle + letters[start + len(quote) :])}
    children = node["content"]
    place = next(
        place for place, child in enumerate(children) if any(quote in _text(letters) for letters in _lines(child))
    )
    return node | {"content": [*children[:place], _rewritten(children[place], quote, by), *children[place + 1 :]]}


def _reworded(letters: list[_Letter], at: int, quote: str, by: str) -> Iterator[_Letter]:
    old, new = _WORD.findall(quote), _WORD.findall(by)
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        went = letters[at : at + len("".join(old[start:end]))]
        if kind == "equal":
            yield from went
        else:
            marks = went[0][1] if went else _shared(letters[max(at - 1, 0) : at + 1])
            yield from ((character, marks) for character in "".join(new[first:last]))
        at += len(went)


def _shared(neighbours: list[_Letter]) -> list[Node]:
    """The marks of a word that is put between two others: those that both have."""
    first, *rest = [marks for _character, marks in neighbours] or [[]]
    return [mark for mark in first if all(mark in others for others in rest)]


def _inline(letters: list[_Letter]) -> list[Node]:
    nodes: list[Node] = []
    for (is_break, marks), run in groupby(letters, lambda letter: (letter[0] == "\n", letter[1])):
        if is_break:
            nodes += [{"type": "hardBreak"} for _ in run]
        else:
            node = {"type": "text", "text": _text(list(run))}
            nodes.append(node | {"marks": marks} if marks else node)
    return nodes
