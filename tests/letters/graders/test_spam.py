"""SpamAssassin, by its local tests alone: it asks no one about us."""

import os
import re
import subprocess
from pathlib import Path

from tests.letters.graders.mails import mails
from tests.needs import needs

_VERDICT = re.compile(r"^X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=(.*?) autolearn", re.DOTALL | re.MULTILINE)


def test_no_mail_looks_like_spam(tmp_path: Path) -> None:
    spamassassin = needs("spamassassin", "apt-get install spamassassin")
    files = [tmp_path / f"{name}.eml" for name in mails()]
    for file, mail in zip(files, mails().values(), strict=True):
        file.write_bytes(mail)
    # All at once: it takes longer to start than to read a mail. Nobody's own settings.
    told = subprocess.run(
        [spamassassin, "--local", "--test-mode", "--nocreate-prefs", *files],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        check=True,
    ).stdout.decode(errors="replace")
    verdicts = zip(mails(), _VERDICT.findall(told), strict=True)
    suspected = {name: re.sub(r"\s+", " ", rules) for name, (score, rules) in verdicts if float(score) > 0}
    assert suspected == {}
