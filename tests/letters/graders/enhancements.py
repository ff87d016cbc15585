"""What makes a letter nicer where it is understood, and what a reader has who does without."""

import re
from dataclasses import dataclass

_SHEET = r"<style.*?</style>"

_GMAIL = "gmail.android gmail.desktop-webmail gmail.ios gmail.mobile-webmail"
_OUTLOOK = "outlook.android outlook.ios outlook.macos outlook.outlook-com outlook.windows"
_PROTON = "protonmail.android protonmail.desktop-webmail protonmail.ios"
_YAHOO = "yahoo.android yahoo.desktop-webmail yahoo.ios"
_SELECTING = "gmail.mobile-webmail protonmail.desktop-webmail protonmail.ios"


@dataclass(frozen=True)
class Enhancement:
    feature: str
    """As caniemail calls it."""
    missed_by: str
    pattern: str
    """Of what is to be taken out of a letter to see it without."""


ENHANCEMENTS = (
    # The style sheet: whatever a letter can't do without is in its elements. Without it the type is as large on a phone
    # as on a desk, and the margins are as wide.
    Enhancement("<style> element", "gmail.mobile-webmail", _SHEET),
    Enhancement("@media", "gmail.mobile-webmail outlook.windows thunderbird.macos", _SHEET),
    Enhancement("Class selector", _SELECTING, _SHEET),
    Enhancement("Descendant combinator", _SELECTING, _SHEET),
    Enhancement("Type selector", _SELECTING, _SHEET),
    # Only Outlook's apps and its web page set [data-ogsc], and they know it.
    Enhancement("Attribute selector", f"gmail.mobile-webmail outlook.windows {_PROTON}", _SHEET),
    # Dark colours of our own: elsewhere the letter stays light, or is inverted, which its colours bear.
    Enhancement(
        "@media (prefers-color-scheme)",
        f"{_GMAIL} mail-ru.desktop-webmail outlook.windows {_PROTON} thunderbird.macos {_YAHOO}",
        _SHEET,
    ),
    Enhancement(
        "color-scheme CSS property",
        f"{_GMAIL} mail-ru.desktop-webmail {_OUTLOOK} protonmail.android protonmail.ios {_YAHOO}",
        _SHEET,
    ),
    Enhancement(
        "color-scheme meta tag",
        f"apple-mail.ios {_GMAIL} mail-ru.desktop-webmail {_OUTLOOK} {_PROTON} {_YAHOO}",
        r'<meta name="(supported-)?color-schemes?"[^>]*>',
    ),
    # In the dark a photo is as bright as it is.
    Enhancement(
        "filter",
        f"{_GMAIL} outlook.android outlook.ios outlook.outlook-com outlook.windows {_YAHOO}",
        _SHEET,
    ),
    # The ground around the sheet: a table of the full width has it too.
    Enhancement(
        "<body> element",
        f"mail-ru.desktop-webmail outlook.macos {_PROTON} yahoo.android yahoo.ios",
        r'(?<=<body) style="[^"]*"',
    ),
    # For those who listen: a mark such as ▲ is read out beside its words.
    Enhancement("aria-hidden attribute", f"thunderbird.macos {_YAHOO}", r' aria-hidden="[^"]*"'),
    # Square corners on a button.
    Enhancement("border-radius", "outlook.windows", r"border-radius:[^;\"]*;?"),
    # The preheader is hidden in two ways; where both are missed, it is the first line of the letter.
    Enhancement("display:none", "gmail.mobile-webmail", r"display:none;?"),
    Enhancement("max-height property", "outlook.windows", r"max-height:0;?"),
    Enhancement("overflow", "outlook.windows", r"overflow:hidden;?"),
    # The words of a button are underlined.
    Enhancement("text-decoration", "protonmail.ios", r"text-decoration:none;?"),
    # The words of a verdict may take two lines.
    Enhancement("white-space", "outlook.windows", r"white-space:nowrap;?"),
    # A word longer than the screen, an address, makes the column wider.
    Enhancement("table-layout", "outlook.windows", r"table-layout:fixed;?"),
    Enhancement("word-wrap", "outlook.android outlook.windows", r"word-wrap:break-word;?"),
)


def without_enhancements(html: str) -> str:
    """As the poorest of programs would show it."""
    for enhancement in ENHANCEMENTS:
        html = re.sub(enhancement.pattern, "", html, flags=re.DOTALL)
    return html
