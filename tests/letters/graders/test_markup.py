"""The validator of the W3C: warnings count as well."""

import json
import subprocess
from pathlib import Path

from tests.letters.samples import READER, letters
from tests.needs import needs, npm

KNOWN = {
    # Outlook pads and parts cells by a measure of its own unless an attribute says nought; it knows no border-spacing.
    "The “cellpadding” attribute on the “table” element is obsolete. Use CSS instead.",
    "The “cellspacing” attribute on the “table” element is obsolete. Use CSS instead.",
    # A discreet letter looks like a note from someone: its subject is all the title that it has.
    "This document has heading elements but none of them has a computed heading level of 1.",
}


def test_every_letter_is_valid_html(tmp_path: Path) -> None:
    java = needs("java", "apt-get install default-jre-headless")
    validator = npm("vnu-jar", "build/dist/vnu.jar")
    for name, letter in letters().items():
        (tmp_path / f"{name}.html").write_text(letter.filled(READER).html, "utf-8")
    # It lives for seconds: optimising it costs more than it saves.
    brief = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
    told = subprocess.run(
        [java, *brief, "-jar", validator, "--format", "json", "--exit-zero-always", "--stdout", tmp_path],
        capture_output=True,
        text=True,
        check=True,
    )
    found = [(message["message"], Path(message.get("url", "")).name) for message in json.loads(told.stdout)["messages"]]
    assert [(said, name) for said, name in found if said not in KNOWN] == []
    assert {said for said, _ in found} == KNOWN
