"""The editions of an issue as files to look at, as a sample reader would get them."""

from collections.abc import Mapping
from email.utils import formatdate
from pathlib import Path

from newsletter.issues.composing.editions import Composed
from newsletter.languages import EditionKey, Variant
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.slots import Slot
from newsletter.staff import settings
from newsletter.web import public_url


def write(number: int, editions: Mapping[EditionKey, Composed], folder: Path) -> list[Path]:
    """Each as .html, .txt and .eml; returns the files. OSError if the folder can't be written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for key, made in editions.items():
        sample = sample_reader(key.variant)
        letter = made.letter.filled(sample)
        for ending, content in (
            ("html", letter.html.encode()),
            ("txt", letter.text.encode()),
            ("eml", ByteTemplate.of(made.template).splice(sample)),
        ):
            path = folder / f"issue-{number}.{key.code}.{ending}"
            path.write_bytes(content)
            written.append(path)
    return written


def sample_reader(variant: Variant) -> dict[Slot, str]:
    root = settings.current().root(variant)
    unsubscribe = public_url("subscribers.unsubscribe", root=root, token="sample")
    return {
        Slot.TO: "reader@example.org",
        Slot.MESSAGE_ID: "0.0@example.org",
        Slot.DATE: formatdate(),
        Slot.LIST_UNSUBSCRIBE: unsubscribe,
        Slot.UNSUBSCRIBE_ADDRESS: "unsubscribe+sample@example.org",
        Slot.UNSUBSCRIBE_LINK: unsubscribe,
        Slot.PREFERENCES_LINK: public_url("subscribers.preferences", root=root, token="sample"),
    }
