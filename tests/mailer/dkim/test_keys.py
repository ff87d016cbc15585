"""Keys by command: made, published, renewed, removed; the DNS says from when mails are signed with them."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from newsletter.db import db
from newsletter.issues.examining import surroundings
from newsletter.issues.outside.models import RecordState
from newsletter.issues.outside.network import Network
from newsletter.issues.preflight.senders import record_lines
from newsletter.mailer.dkim import publishing
from newsletter.staff import dkim_models, settings
from newsletter.staff.models import AuditEntry
from tests.issues.outside import NameServer, name_server
from tests.mailer.dkim.verifying import DOMAIN


@pytest.fixture
def names() -> Iterator[NameServer]:
    with name_server() as server:
        yield server


@pytest.fixture(autouse=True)
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(app.config, "OPENING_KEYS", tmp_path)
    return tmp_path / "dkim" / DOMAIN


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["dkim", *words])


def publish(names: NameServer, selector: str) -> None:
    """As an administrator does it: the line that `show` printed, as it is."""
    key = next(key for key in dkim_models.every() if key.selector == selector)
    name, _, strings = key.line.partition(". TXT ")
    names.holds(name, "TXT", strings)


def look_up(names: NameServer) -> list[str]:
    """What signs afterwards."""
    publishing.look_up_due(Network(names.resolver), anyhow=True)
    return [key.selector for key in dkim_models.in_use(DOMAIN)]


def test_a_key_is_made_for_the_mailer_alone_and_its_record_is_printed(app: Flask, folder: Path) -> None:
    printed = run(app, "create", "Weekly.Example.org.").output
    line = dkim_models.every()[0].line
    assert line in printed
    assert line.startswith(f'n1._domainkey.{DOMAIN}. TXT "v=DKIM1; k=rsa; p=MIIB')
    strings = line.split('"')[1::2]
    assert [len(string) for string in strings[:-1]] == [255]
    assert stat.S_IMODE((folder / "n1.pem").stat().st_mode) == 0o600
    assert "PRIVATE" not in printed
    assert line in run(app, "show").output
    assert "n1 of weekly.example.org, rsa, not in the DNS" in run(app, "show", DOMAIN).output
    assert db.session.query(AuditEntry).one().subject == f"n1._domainkey.{DOMAIN}"


def test_nothing_is_signed_until_the_dns_says_the_same(app: Flask, names: NameServer) -> None:
    run(app, "create", DOMAIN)
    assert look_up(names) == []
    names.holds(f"n1._domainkey.{DOMAIN}", "TXT", '"v=DKIM1; k=rsa; p=AAAA"')
    assert look_up(names) == []
    publish(names, "n1")
    assert look_up(names) == ["n1"]
    names.fails = True
    assert look_up(names) == ["n1"]


def test_the_old_key_signs_until_the_new_one_is_published_and_again_when_that_is_gone(
    app: Flask, names: NameServer
) -> None:
    run(app, "create", DOMAIN)
    publish(names, "n1")
    look_up(names)
    assert "n2._domainkey" in run(app, "rotate", DOMAIN).output
    assert look_up(names) == ["n1"]
    publish(names, "n2")
    assert look_up(names) == ["n2"]
    assert "n1 of weekly.example.org, rsa, replaced" in run(app, "show").output
    names.holds(f"n2._domainkey.{DOMAIN}", "TXT", '"v=DKIM1; p="')
    assert look_up(names) == ["n1"]


def test_a_key_of_the_other_kind_signs_beside_it(app: Flask, names: NameServer) -> None:
    run(app, "create", DOMAIN)
    run(app, "create", DOMAIN, "--type", "ed25519", "--selector", "second")
    publish(names, "n1")
    publish(names, "second")
    assert look_up(names) == ["n1", "second"]


def test_only_keys_that_wait_are_looked_up_again_and_again(app: Flask, names: NameServer) -> None:
    run(app, "create", DOMAIN)
    publish(names, "n1")
    look_up(names)
    run(app, "rotate", DOMAIN)
    for _ in range(2):
        publishing.look_up_due(Network(names.resolver))
    assert names.asked[f"n1._domainkey.{DOMAIN}", "TXT"] == 1
    assert names.asked[f"n2._domainkey.{DOMAIN}", "TXT"] == 2


def test_a_key_that_is_removed_leaves_nothing_here(app: Flask, folder: Path) -> None:
    run(app, "create", DOMAIN)
    assert "Leave n1._domainkey.weekly.example.org in the DNS" in run(app, "remove", DOMAIN, "n1").output
    assert not list(folder.iterdir())
    assert "no keys" in run(app, "show").output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["create", DOMAIN], "To renew it"),
        (["rotate", DOMAIN, "--type", "ed25519"], "no such key yet"),
        (["rotate", DOMAIN, "--selector", "n1"], "There is a key n1"),
        (["create", DOMAIN, "--type", "ed25519", "--selector", "../n1"], "Small letters"),
        (["create", "../../weekly"], "is no domain"),
        (["remove", DOMAIN, "n7"], "has no key n7"),
    ],
)
def test_what_makes_no_sense_changes_nothing(app: Flask, folder: Path, words: list[str], says: str) -> None:
    run(app, "create", DOMAIN)
    answer = run(app, *words)
    assert answer.exit_code > 0
    assert says in answer.output
    assert [path.name for path in folder.parent.rglob("*.pem")] == ["n1.pem"]


def test_check_tells_of_a_file_that_is_missing_another_or_open_to_others(
    app: Flask, folder: Path, names: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "Network", lambda: Network(names.resolver))
    run(app, "create", DOMAIN)
    file = folder / "n1.pem"
    assert run(app, "check").output == f"n1._domainkey.{DOMAIN}: not in the DNS\n"
    publish(names, "n1")
    answer = run(app, "check")
    assert (answer.output, answer.exit_code) == (f"n1._domainkey.{DOMAIN}: signs\n", 0)
    file.chmod(0o644)
    assert "chmod 600" in run(app, "check").output
    file.write_text("no key")
    assert "lacks the key n1" in run(app, "check").output
    assert run(app, "check").exit_code == 1


def test_the_preflight_speaks_of_the_key_that_signs(app: Flask, names: NameServer) -> None:
    settings.save(sender_address=f"hello@{DOMAIN}", dkim_selectors={"standard": "of-the-relay"})
    run(app, "create", DOMAIN)
    (sender,) = surroundings.senders()
    assert (sender.selector, sender.dkim) == ("n1", RecordState.UNKNOWN)
    look_up(names)
    (sender,) = surroundings.senders()
    assert sender.dkim is RecordState.MISSING
    assert dkim_models.every()[0].line in [record.line for record in record_lines(sender)]
    publish(names, "n1")
    look_up(names)
    assert surroundings.senders()[0].dkim is RecordState.FOUND
