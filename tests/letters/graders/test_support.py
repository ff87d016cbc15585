"""caniemail.com: which mail program knows what the letters are made of."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.letters.graders.enhancements import ENHANCEMENTS
from tests.letters.samples import READER, letters
from tests.needs import needs, npm

PROGRAMS = (
    "apple-mail.ios apple-mail.macos gmail.android gmail.desktop-webmail gmail.ios gmail.mobile-webmail"
    " mail-ru.desktop-webmail outlook.android outlook.ios outlook.macos outlook.outlook-com outlook.windows"
    " protonmail.android protonmail.desktop-webmail protonmail.ios thunderbird.macos thunderbird.windows"
    " yahoo.android yahoo.desktop-webmail yahoo.ios"
)


@pytest.fixture(scope="module")
def missed() -> dict[str, set[str]]:
    """What any of the programs lacks of what any of the letters uses, and which those are."""
    node = needs("node", "apt-get install nodejs")
    package = npm("caniemail", "package.json").parent
    asking = Path(__file__).with_name("caniemail.mjs")
    told = subprocess.run(
        [node, asking, package, *PROGRAMS.split()],
        input=json.dumps({name: letter.filled(READER).html for name, letter in letters().items()}),
        capture_output=True,
        text=True,
        check=True,
    )
    return {feature: set(programs) for feature, programs in json.loads(told.stdout).items()}


def test_what_a_program_lacks_is_an_enhancement_that_it_can_lack(missed: dict[str, set[str]]) -> None:
    assert missed == {known.feature: set(known.missed_by.split()) for known in ENHANCEMENTS}
