"""The body of a text: ProseMirror JSON whose top-level blocks keep their identity through every edit."""

import json
import math
import re
import secrets
from typing import Any

from newsletter.commentaries.characters import clean_text, safe_href
from newsletter.commentaries.links import LINKS, is_block_id, links_in
from newsletter.commentaries.refusals import N_, Refusal
from newsletter.commentaries.schema import FIGURE_WORDS, SCHEMA
from newsletter.languages import Language

Node = dict[str, Any]
Document = dict[str, Any]
"""A node of type `doc`."""

MAX_BLOCKS = 200
MAX_MEGABYTES = 1
MAX_DEPTH = 12
"""Levels of nodes below the document; a list within a list takes two, its paragraph and its words one each."""

_WORD = re.compile(r"\w+(?:['’ʼ‑-]\w+)*")
_WORDS_A_MINUTE = {Language.EN: 228, Language.BE: 184, Language.RU: 184}
"""IReST (Trauzettel-Klosinski & Dietz, 2012); Belarusian, which it lacks, is taken to read like Russian."""


class DocumentError(Refusal):
    pass


class TooManyBlocks(DocumentError):
    message = N_("The text has more than %(limit)s paragraphs, headings and lists: split it in two.")


class TooLarge(DocumentError):
    message = N_("The text is larger than %(limit)s MB: split it in two.")


class NestedTooDeep(DocumentError):
    message = N_("Lists and quotes are nested more than %(limit)s levels deep: bring the innermost ones out.")


class BrokenCharacters(DocumentError):
    message = N_("The text holds half of a character, left by a faulty copy: copy it again from its source.")


class FigureWordsTooLong(DocumentError):
    message = N_(
        "The words of a picture are too long: a description may have %(alt)s characters, a caption %(caption)s, "
        "a credit %(credit)s."
    )


class NotADocument(DocumentError):
    message = N_("The text has a form that the editor doesn't know: paste it again as plain text.")


def parsed(written: str | bytes) -> object:
    """JSON as it came in. Raises NotADocument."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError) as error:
        raise NotADocument from error


def checked(raw: object) -> Document:
    """A document to trust: known nodes and attributes only, each block with an id of its own, safe links, clean text.

    Links that lead nowhere safe and unknown marks are dropped, their words stay. Raises DocumentError.
    """
    document = _node(raw, 0)
    content = document.get("content", [])
    if len(content) > MAX_BLOCKS:
        raise TooManyBlocks(limit=MAX_BLOCKS)
    _give_ids(content)
    if len(json.dumps(document, ensure_ascii=False).encode()) > MAX_MEGABYTES * 1_000_000:
        raise TooLarge(limit=MAX_MEGABYTES)
    try:
        SCHEMA.node_from_json(document).check()
    except ValueError as error:
        raise NotADocument from error
    if document["type"] != "doc":
        raise NotADocument
    return document


def _node(raw: object, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise NestedTooDeep(limit=MAX_DEPTH)
    kind = raw.get("type") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or not isinstance(kind, str) or kind not in SCHEMA.nodes:
        raise NotADocument
    if kind == "text":
        return _text(raw)
    node: Node = {"type": kind}
    given = raw.get("attrs")
    if isinstance(given, dict) and (attrs := _attrs(kind, given, depth)):
        node["attrs"] = attrs
    inner = raw.get("content") or []
    if not isinstance(inner, list):
        raise NotADocument
    children = [_node(child, depth + 1) for child in inner]
    if content := [child for child in children if child.get("text") != ""]:
        node["content"] = content
    return node


def _attrs(kind: str, given: Node, depth: int) -> Node:
    """Only top-level blocks are paired with their translation, so only they are told apart."""
    of_a_block = ("id", *LINKS)
    known = [name for name in SCHEMA.nodes[kind].attrs if name not in of_a_block]
    attrs = {name: given[name] for name in known if given.get(name) is not None}
    if depth == 1:
        attrs |= {"id": given.get("id"), **links_in(given)}
    return _figure_words(attrs) if kind == "figure" else attrs


def _figure_words(attrs: Node) -> Node:
    words = {name: cleaned(attrs.get(name, "")) for name in FIGURE_WORDS}
    if any(len(words[name]) > limit for name, limit in FIGURE_WORDS.items()):
        raise FigureWordsTooLong(**FIGURE_WORDS)
    return attrs | words | {"credit_href": safe_href(words["credit_href"]) or ""}


def cleaned(raw: object) -> str:
    """Words as they may be kept. Raises NotADocument, BrokenCharacters."""
    if not isinstance(raw, str):
        raise NotADocument
    try:
        return clean_text(raw)
    except UnicodeError as error:
        raise BrokenCharacters from error


def _text(raw: Node) -> Node:
    node: Node = {"type": "text", "text": cleaned(raw.get("text"))}
    given = raw.get("marks") or []
    if not isinstance(given, list) or not all(isinstance(mark, dict) for mark in given):
        raise NotADocument
    by_type = {mark["type"]: mark for mark in given if isinstance(mark.get("type"), str)}
    marks = [mark for kind in SCHEMA.marks if kind in by_type and (mark := _mark(kind, by_type[kind]))]
    return node | {"marks": marks} if marks else node


def _mark(kind: str, raw: Node) -> Node | None:
    if kind != "link":
        return {"type": kind}
    attrs = raw.get("attrs")
    href = safe_href(attrs.get("href")) if isinstance(attrs, dict) else None
    return {"type": kind, "attrs": {"href": href}} if href else None


def _give_ids(content: list[Node]) -> None:
    taken: set[str] = set()
    for block in content:
        attrs = block.get("attrs", {})
        own = attrs.get("id")
        if not is_block_id(own) or own in taken:
            own = new_block_id()
        taken.add(own)
        block["attrs"] = attrs | {"id": own}


def new_block_id() -> str:
    """Ten URL-safe characters, 60 random bits: unique for good without asking anyone."""
    return secrets.token_urlsafe(8)[:10]


def empty_document() -> Document:
    return {"type": "doc", "content": [{"type": "paragraph", "attrs": {"id": new_block_id()}}]}


def is_empty(document: Document) -> bool:
    return not plain_text(document).strip()


def blocks(document: Document) -> list[Node]:
    """The top-level blocks, the unit in which a text is translated."""
    return list(document.get("content", []))


def same_words(one: Document, other: Document) -> bool:
    """Whether two checked documents differ in nothing but the ids and links of their blocks."""
    return [bare(block) for block in blocks(one)] == [bare(block) for block in blocks(other)]


def bare(block: Node) -> Node:
    """The same without its id and its links."""
    return unlinked(block) | {"attrs": unlinked(block)["attrs"] | {"id": None}}


def unlinked(block: Node) -> Node:
    """The same words, tied to nothing."""
    return block | {"attrs": {name: value for name, value in block["attrs"].items() if name not in LINKS}}


def machine_made(document: Document) -> list[str]:
    """The blocks whose words no person has edited or confirmed yet."""
    return [block["attrs"]["id"] for block in blocks(document) if block["attrs"].get("machine")]


def figures_in(document: Document) -> list[Node]:
    """The attributes of its pictures."""
    return [block["attrs"] for block in blocks(document) if block["type"] == "figure"]


def photos_in(document: Document) -> set[str]:
    """The digests of its pictures."""
    return {figure["photo"] for figure in figures_in(document)}


def block_text(node: Node) -> str:
    """The words of a node: a line for each paragraph or list item in it, and after each hard break.

    Of a picture, those that are read: its caption and credit.
    """
    if node["type"] == "text":
        return str(node["text"])
    if node["type"] == "figure":
        return "\n".join(words for name in ("caption", "credit") if (words := node["attrs"][name]))
    if node["type"] == "hardBreak":
        return "\n"
    inline = node["type"] in ("paragraph", "heading")
    return ("" if inline else "\n").join(block_text(child) for child in node.get("content", []))


def plain_text(document: Document) -> str:
    """The words alone, a blank line between blocks."""
    return "\n\n".join(block_text(block) for block in blocks(document))


def word_count(document: Document) -> int:
    return len(_WORD.findall(plain_text(document)))


def words_in(block: Node) -> int:
    return len(_WORD.findall(block_text(block)))


def reading_minutes(document: Document, language: Language) -> int:
    """Rounded up, never less than one."""
    return max(1, math.ceil(word_count(document) / _WORDS_A_MINUTE[language]))
