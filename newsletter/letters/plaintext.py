"""The shape of a plain text: lines of at most 72 characters, except for links, which never break."""

import re
import textwrap

_WIDTH = 72


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, which blank lines part."""
    return [paragraph.strip() for paragraph in re.split(r"\n[ \t]*\n", text) if paragraph.strip()]


def wrap(text: str) -> str:
    """Every line of `text` broken to the width; only a longer word, a link, makes a longer line."""
    return "\n".join(
        textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines()
    )


def heading(text: str) -> str:
    """Underlined: the eye tells it apart, and most programs that read aloud pass over the dashes."""
    lines = wrap(text).splitlines()
    return "\n".join([*lines, "-" * max(map(len, lines), default=0)])


def tidy(text: str) -> str:
    """`text` with at most one blank line in a row, no space at a line's end, and one line end at its own."""
    lines = "\n".join(line.rstrip(" ") for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
