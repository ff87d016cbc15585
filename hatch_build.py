"""What a build adds to the checkout: the browser's editor, and the compiled catalogues.

The editor (Tiptap 3 with ProseMirror, one ES module) comes out of the pinned build requirement django-prose-editor,
so that nothing of others lies in this repository and no Node is needed to build it.
"""

import gzip
import hashlib
import io
import os
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EDITOR_SHA256 = "dfe143953e7e504247031aeaecf34b9f0eb10d9f832c9569b4c948423d39d608"


class BuildHook(BuildHookInterface[Any]):
    """Runs for a wheel and for an editable install alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root, "newsletter")
        place_editor(package / "static" / "vendor")
        compile_catalogues(package / "locale")
        if version != "editable":
            # A checkout has these two beside the package, where an editable install finds them.
            build_data["force_include"].update(
                {name: f"newsletter/{name}" for name in ("templates", "migrations")},
            )


def place_editor(folder: Path) -> None:
    """Write editor.js, the same gzipped, and its licence. Raises RuntimeError if the editor isn't the one reviewed."""
    source = distribution("django-prose-editor")
    editor = Path(str(source.locate_file("django_prose_editor/static/django_prose_editor/editor.js"))).read_bytes()
    if hashlib.sha256(editor).hexdigest() != EDITOR_SHA256:
        raise RuntimeError(
            f"The editor in django-prose-editor {source.version} is not the one that hatch_build.py names: "
            "review it, then put its SHA-256 there."
        )
    # The map that the last line names is four times the editor's size and stays behind: a browser would get a 404.
    editor = editor.partition(b"//# sourceMappingURL=")[0]
    folder.mkdir(exist_ok=True)
    put(folder / "editor.js", editor)
    put(folder / "editor.js.gz", gzip.compress(editor, mtime=0))
    put(folder / "editor.LICENSE.txt", (source.read_text("licenses/LICENSE") or "").encode())


def compile_catalogues(folder: Path) -> None:
    for catalogue in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = io.BytesIO()
        with catalogue.open("rb") as words:
            write_mo(compiled, read_po(words))
        put(catalogue.with_suffix(".mo"), compiled.getvalue())


def put(path: Path, content: bytes) -> None:
    """Whole or not at all: somebody may be running from this checkout, and reading it."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)
