"""What no rule reads: web and mail addresses, names of accounts, and code."""

import re

_ENDS = r"[\w/#=&%-]"
_ADDRESS = rf"[^\s<>\"«»„“”`]*{_ENDS}"
_SHIELDED = re.compile(
    rf"""
    `[^`\n]+`  # code, in a file of Markdown
  | (?:(?:https?|ftp)://|www\.|mailto:){_ADDRESS}
  | (?<![\w.+-])[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+
  | (?<!\w)@\w+  # an account
  | (?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:[a-z]{{2,}}|[A-Z]{{2,}})(?!\w)(?:/{_ADDRESS})?  # reform.news, ZN.UA
  | (?<![\w.-])[\w-]+\.(?:рф|бел|рус)(?!\w)
    """,
    re.VERBOSE,
)
_SIGN_OF_ONE = re.compile(r"[@`]|:/|\.\w|mailto:")
_SHIELD = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Neither a space nor a part of a word, so that what stands beside it is still read rightly."""


def shielded(words: str) -> str:
    """The same number of characters, with a blank for each that is to be left alone."""
    if not _SIGN_OF_ONE.search(words):
        return words
    return _SHIELDED.sub(lambda found: _SHIELD * len(found[0]), words)
