"""CSS into style attributes, since many mail clients read no style sheet."""

import logging
from functools import lru_cache
from typing import Any

from premailer import Premailer

_OPTIONS: dict[str, Any] = {
    # Otherwise it fetches any style sheet that a text manages to link to.
    "allow_network": False,
    # Dark mode has to win over inlined colours.
    "strip_important": False,
    # HTML has dropped them, and whoever reads them reads the CSS that they would repeat.
    "disable_basic_attributes": ["align", "bgcolor", "height", "valign", "width"],
    # Nothing floats here, and looking for it would take longer than all the rest.
    "align_floating_images": False,
    # cssutils knows no property younger than CSS 2.1, and says so at length.
    "disable_validation": True,
    "cssutils_logging_level": logging.CRITICAL,
}


def inline(html: str) -> str:
    """`html` with the rules of its style sheets written into the elements that they match.

    A `<style data-premailer="ignore">` stays as it is: for `@media` and `[data-ogsc]`, which can't be inlined.
    """
    inlined: str = _Inliner(html, **_OPTIONS).transform(pretty_print=False)
    return inlined


class _Inliner(Premailer):  # type: ignore[misc]
    """Takes a style sheet apart once: ours is the same in all letters, and that takes as long as all the rest."""

    def _parse_style_rules(self, css_body: str, ruleset_index: int) -> Any:
        return _taken_apart(css_body, ruleset_index)


@lru_cache(maxsize=16)
def _taken_apart(css_body: str, ruleset_index: int) -> Any:
    return Premailer("", **_OPTIONS)._parse_style_rules(css_body, ruleset_index)
