"""The reader list is worthless to whoever steals it."""

import base64
import dataclasses
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter import keys, rekeying
from newsletter.db import Model, db
from newsletter.keys import KeyKind
from newsletter.staff import accounts
from newsletter.staff.models import Role
from newsletter.vault import CannotOpen, NotOfThisRow, Vault
from tests import factories

ADDRESS = "adam.unusual@example.org"
ROW, OTHER_ROW = uuid.uuid4(), uuid.uuid4()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    made = tmp_path / "keys", tmp_path / "opening"
    keys.init(*made)
    return made


@pytest.fixture
def safe(folders: tuple[Path, Path]) -> Vault:
    return Vault(keys.load(*folders))


def test_the_web_process_seals_what_it_cannot_open(folders: tuple[Path, Path]) -> None:
    web = Vault(keys.load(folders[0], folders[0] / "nothing"))
    sealed = web.seal_at_intake(ROW, ADDRESS)
    with pytest.raises(CannotOpen):
        web.open("subscriber", ROW, sealed)
    with pytest.raises(CannotOpen):
        web.seal("subscriber", ROW, ADDRESS)


def test_the_mailer_opens_what_the_web_process_sealed(safe: Vault) -> None:
    assert safe.open("subscriber", ROW, safe.seal_at_intake(ROW, ADDRESS)) == ADDRESS
    assert safe.open("subscriber", ROW, safe.seal("subscriber", ROW, ADDRESS)) == ADDRESS


def test_an_address_moved_to_another_row_or_table_does_not_open(safe: Vault) -> None:
    sealed = safe.seal("subscriber", ROW, ADDRESS)
    for table, row in [("subscriber", OTHER_ROW), ("staff", ROW)]:
        with pytest.raises(NotOfThisRow):
            safe.open(table, row, sealed)
    with pytest.raises(NotOfThisRow):
        safe.open("subscriber", OTHER_ROW, safe.seal_at_intake(ROW, ADDRESS))


@pytest.mark.parametrize("length", [0, 1, 3, 14, 15, 30])
def test_an_address_that_was_cut_short_does_not_open(safe: Vault, length: int) -> None:
    """Said so that the mailer passes over this row and goes on with the others."""
    for sealed in (safe.seal("subscriber", ROW, ADDRESS), safe.seal_at_intake(ROW, ADDRESS)):
        with pytest.raises(NotOfThisRow):
            safe.open("subscriber", ROW, sealed[:length])


@pytest.mark.parametrize("place", [3, 10, 20, -1])
def test_a_damaged_address_does_not_open(safe: Vault, place: int) -> None:
    for sealed in (safe.seal("subscriber", ROW, ADDRESS), safe.seal_at_intake(ROW, ADDRESS)):
        damaged = bytearray(sealed)
        damaged[place] ^= 1
        with pytest.raises((NotOfThisRow, CannotOpen)):
            safe.open("subscriber", ROW, bytes(damaged))


def test_the_same_address_is_sealed_differently_each_time_and_found_by_one_index(safe: Vault) -> None:
    assert safe.seal("subscriber", ROW, ADDRESS) != safe.seal("subscriber", ROW, ADDRESS)
    assert safe.index(ADDRESS) == safe.index(ADDRESS)
    assert ADDRESS.encode() not in safe.seal("subscriber", ROW, ADDRESS)


def test_a_renewed_vault_key_still_opens_what_the_old_one_sealed(folders: tuple[Path, Path], safe: Vault) -> None:
    old = safe.seal("subscriber", ROW, ADDRESS)
    assert keys.add_version(*folders, KeyKind.VAULT) == 2
    renewed = Vault(keys.load(*folders))
    assert renewed.open("subscriber", ROW, old) == ADDRESS
    assert not renewed.is_current(old)
    assert renewed.is_current(renewed.seal("subscriber", ROW, ADDRESS))


def test_a_running_mailer_finds_a_key_that_was_renewed_beside_it(folders: tuple[Path, Path]) -> None:
    running = Vault(keys.load(*folders), lambda: keys.load(*folders))
    keys.add_version(*folders, KeyKind.VAULT)
    sealed = Vault(keys.load(*folders)).seal("subscriber", ROW, ADDRESS)
    assert running.open("subscriber", ROW, sealed) == ADDRESS


def test_destroyed_keys_open_nothing(folders: tuple[Path, Path], safe: Vault) -> None:
    sealed = safe.seal("subscriber", ROW, ADDRESS)
    assert keys.destroy(folders[1]) == 2
    assert not list(folders[1].iterdir())
    with pytest.raises(CannotOpen):
        Vault(keys.load(*folders)).open("subscriber", ROW, sealed)


def test_keys_are_never_made_over_others(folders: tuple[Path, Path]) -> None:
    with pytest.raises(keys.KeyFault, match="nothing was changed"):
        keys.init(*folders)


def test_a_key_file_that_others_can_read_or_that_does_not_fit_is_reported(folders: tuple[Path, Path]) -> None:
    assert keys.faults(*folders) == []
    (folders[1] / "vault-1.secret").chmod(0o644)
    (folders[1] / "intake-1.private").write_text(base64.b64encode(bytes(range(32))).decode())
    found = " ".join(keys.faults(*folders))
    assert "others can read" in found
    assert "don't belong together" in found


@pytest.mark.parametrize("content", ["", "not base64!", "AAAA"])
def test_a_broken_key_file_is_named(folders: tuple[Path, Path], content: str) -> None:
    (folders[1] / "vault-1.secret").write_text(content)
    with pytest.raises(keys.KeyFault, match="vault-1"):
        keys.load(*folders)


def test_keys_do_not_show_in_a_representation(safe: Vault) -> None:
    shown = repr(safe.keys)
    assert "open" in shown
    assert not any(key.hex() in shown or repr(key) in shown for key in safe.keys.vault.values())


def test_no_table_holds_an_address_in_clear(app: Flask) -> None:
    """Not the local part, not base64 of it, of a reader, of staff, or in a job's arguments."""
    factories.subscriber(address=ADDRESS)
    accounts.invite(handle="adam", name="Adam", role=Role.AUTHOR, address="adam.unusual2@example.org", by="test")
    db.session.flush()
    dump = []
    with_engine = sa.MetaData()
    with_engine.reflect(db.session.connection())
    for table in [*Model.metadata.sorted_tables, *with_engine.sorted_tables]:
        for row in db.session.execute(sa.select(table)):
            dump += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    content = b"\n".join(dump)
    needles = [b"adam.unusual", b"unusual@", base64.b64encode(ADDRESS.encode()).rstrip(b"=")[:-2]]
    needles += [base64.b64encode(b"." * shift + ADDRESS.encode())[4:20] for shift in (1, 2)]
    assert not [needle for needle in needles if needle in content]
    assert len(dump) > 50


def test_two_rows_whose_addresses_were_swapped_fail_to_open(app: Flask) -> None:
    one, other = factories.subscriber(), factories.subscriber()
    one.address, other.address = other.address, one.address
    for row in (one, other):
        with pytest.raises(NotOfThisRow):
            row.opened_address()


def test_resealing_takes_staff_from_the_intake_to_the_vault(app: Flask) -> None:
    staff = factories.staff(address=ADDRESS)
    at_intake = staff.address
    accounts.reseal(staff.id)
    assert staff.address != at_intake
    assert staff.opened_address() == ADDRESS


def test_renewing_the_vault_key_reseals_every_row(app: Flask, folders: tuple[Path, Path]) -> None:
    reader, colleague = factories.subscriber(address=ADDRESS), factories.staff()
    kept = app.extensions["vault"]
    try:
        fresh = dataclasses.replace(kept.keys, vault={**kept.keys.vault, 2: bytes(range(32))})
        app.extensions["vault"] = Vault(fresh)
        assert rekeying.reseal_all() == 2
        assert rekeying.reseal_all() == 0
        only_new = dataclasses.replace(fresh, vault={2: bytes(range(32))})
        app.extensions["vault"] = Vault(only_new)
        db.session.expire_all()
        assert reader.opened_address() == ADDRESS
        assert colleague.opened_address() == f"{colleague.handle}@example.org"
    finally:
        app.extensions["vault"] = kept


def test_renewing_the_index_key_finds_every_living_row_anew(app: Flask) -> None:
    reader = factories.subscriber(address=ADDRESS)
    kept = app.extensions["vault"]
    try:
        app.extensions["vault"] = Vault(dataclasses.replace(kept.keys, index={**kept.keys.index, 2: bytes(32)}))
        assert rekeying.reindex_all() == 1
        db.session.expire_all()
        assert reader.address_index == app.extensions["vault"].index(ADDRESS)
        assert reader.address_index != kept.index(ADDRESS)
    finally:
        app.extensions["vault"] = kept
