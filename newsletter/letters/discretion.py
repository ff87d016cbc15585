"""What would give a discreet letter away to whoever looks over its reader's shoulder, or watches the network."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser

from newsletter.letters.letter import Letter
from newsletter.letters.slots import Slot

LEFT_OUT = "[…]"
"""Stands where an address stood."""

# A domain alone stays: it is as a rule the name of a newspaper, and without it the sentence says nothing.
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)\S*[^\s.,;:!?)\]»”\"']"
    r"|(?<![\w.-])(?:[\w-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+|бел|рф|рус|укр)(?::\d+)?/\S*[^\s.,;:!?)\]»”\"']"
    r"|[^\s@<>(]+(?:@[^\s@]+)+\.\w+",
    re.IGNORECASE,
)

_ALIKE = str.maketrans("\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}\N{HYPHEN}", "''-")

_SKELETON = frozenset({"html", "head", "meta", "title", "body"})
_PROSE = frozenset({"div", "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"})
_TELLS_NOTHING = frozenset({"lang", "dir", "role", "charset", "name", "content", "style", "start"})
_WITHIN_A_LINE = frozenset({"strong", "em", "a"})


class Indiscreet(ValueError):
    """A discreet letter leads or reaches somewhere; says where."""


def addresses_in(words: str) -> Iterator[re.Match[str]]:
    """What a mail program would make a link of."""
    # Hardly any words have one, and to look for it takes a hundred times longer than to look for these.
    if any(sign in words for sign in "@/") or "www." in words.lower():
        yield from _ADDRESS.finditer(words)


def without_addresses(words: str) -> str:
    return _ADDRESS.sub(LEFT_OUT, words)


def betrayals(letter: Letter, words: Iterable[str] = ()) -> list[str]:
    """What of a finished discreet letter, its markers still in it, tells what it is: as it stands there, each once.

    That is whatever a program would fetch, every link but the reader's own, everything that isn't the plainest
    markup, and each of `words` (a masthead, a host) that it says, in whatever case.
    """
    page = _Page(letter.html)
    said = (letter.subject, letter.text, page.words)
    leads = (found[0] for part in said for line in part.splitlines() for found in addresses_in(line))
    return list(dict.fromkeys([*page.strange, *leads, *_spoken(said, words)]))


def betrayals_in_head(message: bytes, words: Iterable[str]) -> list[str]:
    """Which of `words` stand in the fields of a message."""
    fields = message_from_bytes(message, policy=default).items()
    return list(dict.fromkeys(_spoken([f"{name}: {value}" for name, value in fields], words)))


def _spoken(said: Iterable[str], words: Iterable[str]) -> Iterator[str]:
    sought = {word: as_read(word) for word in words}
    heard = "\n".join(map(as_read, said)) if sought else ""
    for word, read in sought.items():
        if read and re.search(rf"(?<!\w){re.escape(read)}(?!\w)", heard):
            yield word


def as_read(words: str) -> str:
    """As the eye takes it: whatever makes the same letters, without what makes none, such as a soft hyphen."""
    seen = unicodedata.normalize("NFKC", words).translate(_ALIKE).casefold()
    return " ".join("".join(letter for letter in seen if unicodedata.category(letter) != "Cf").split())


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.strange: list[str] = []
        self._words: list[str] = []
        self._links = 0
        self.feed(html)
        self.close()

    @property
    def words(self) -> str:
        return "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SKELETON | _PROSE | _WITHIN_A_LINE:
            self.strange.append(f"<{tag}>")
        for name, value in attrs:
            if name == "href":
                self._lead(tag, value or "")
            elif name not in _TELLS_NOTHING or re.search(r"url|@|\\|/\*", value or "", re.IGNORECASE):
                self.strange.append(f"{name}={value or ''}")
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"<!--{data}-->")

    def _lead(self, tag: str, href: str) -> None:
        self._links += 1
        if tag != "a" or self._links > 1 or href != Slot.PREFERENCES_LINK.marker:
            self.strange.append(f"href={href.replace(Slot.PREFERENCES_LINK.marker, Slot.PREFERENCES_LINK)}")

    def _part(self, tag: str) -> None:
        if tag not in _WITHIN_A_LINE:
            self._words.append("\n")
