"""The pictures of a letter that is looked at as a page."""

import re

_OURS = re.compile(r'src="https?://[^"]*?/(photos/)')


def from_here(html: str, root: str) -> str:
    """With each fetched under `root`, the path of this host: pages show pictures of their own host only.

    They may be open under another name than the public one, or the one that it had when the letter was frozen.
    """
    return _OURS.sub(rf'src="{root}/\1', html)
