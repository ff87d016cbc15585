"""Making accounts, signing in, and the letters that an account needs."""

import struct

import sqlalchemy as sa

from newsletter import tokens
from newsletter.background import enqueue
from newsletter.db import db
from newsletter.letters.composing import compose
from newsletter.letters.letter import Letter
from newsletter.staff import settings
from newsletter.staff.models import Role, Staff, record, verify_password
from newsletter.tokens import Purpose
from newsletter.web import public_url

Parcel = tuple[str, Letter]
"""An address and the letter that goes to it: what the mailer posts."""

_PAYLOAD = struct.Struct("!II")


class HandleTaken(Exception):
    pass


class AddressTaken(Exception):
    pass


def invite(*, handle: str, name: str, role: Role, address: str, by: str) -> Staff:
    """Make an account and have the mailer send a link to choose a password.

    `address` is normalised. Raises HandleTaken or AddressTaken.
    """
    staff = Staff(handle=handle, name=name, role=role)
    staff.seal(address)
    if by_handle(handle):
        raise HandleTaken(handle)
    if db.session.scalar(sa.select(Staff.id).where(Staff.address_index == staff.address_index)):
        raise AddressTaken
    db.session.add(staff)
    db.session.flush()
    record(by, "staff.invited", handle, role=role)
    enqueue("send_invitation", staff.id)
    return staff


def by_handle(handle: str) -> Staff | None:
    return db.session.scalar(sa.select(Staff).where(Staff.handle == handle.strip().lower()))


def authenticated(handle: str, password: str) -> Staff | None:
    """Who it is, or None; it takes as long either way."""
    staff = by_handle(handle)
    right = verify_password(staff.password_hash if staff else None, password)
    return staff if staff and right and staff.active else None


def sign_in_token(staff: Staff, purpose: Purpose = Purpose.SIGN_IN) -> str:
    """A link that signs in once: using any link makes the ones before it worthless."""
    return tokens.sign(purpose, _PAYLOAD.pack(staff.id, staff.signed_in_links))


def redeem(purpose: Purpose, token: str) -> Staff:
    """Use up a sign-in link, under the write lock. Raises tokens.BadToken, also for one that was used."""
    staff_id, count = _PAYLOAD.unpack(tokens.read(purpose, token))
    used = db.session.execute(
        sa.update(Staff)
        .where(Staff.id == staff_id, Staff.signed_in_links == count, Staff.active)
        .values(signed_in_links=Staff.signed_in_links + 1)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise tokens.BadToken(purpose.salt)
    return db.session.get_one(Staff, staff_id)


def change_address(staff: Staff, address: str) -> None:
    """`address` is normalised. Raises AddressTaken."""
    staff.seal(address)
    taken = sa.select(Staff.id).where(Staff.address_index == staff.address_index, Staff.id != staff.id)
    with db.session.no_autoflush:
        if db.session.scalar(taken):
            raise AddressTaken
    staff.signed_in_links += 1  # A link in the old mailbox opens nothing any more.
    record(staff.handle, "staff.address_changed", staff.handle)
    enqueue("reseal_staff", staff.id)


def invitation(staff_id: int) -> Parcel | None:
    """For the mailer: the letter with a link to choose a password."""
    return _letter("invitation", staff_id, Purpose.INVITATION, "invitation")


def recovery(staff_id: int) -> Parcel | None:
    """For the mailer: the letter with a link that signs in once. None for an id that stands for nobody."""
    minutes = int(Purpose.SIGN_IN.lifetime.total_seconds() // 60) if Purpose.SIGN_IN.lifetime else 0
    return _letter("recovery", staff_id, Purpose.SIGN_IN, "sign-in", minutes=minutes)


def reseal(staff_id: int) -> None:
    """For the mailer: from the intake key to the vault key."""
    if staff := db.session.get(Staff, staff_id):
        staff.opened_address()


def _letter(name: str, staff_id: int, purpose: Purpose, kind: str, **more: object) -> Parcel | None:
    staff = db.session.get(Staff, staff_id)
    address = staff.opened_address() if staff and staff.active else None
    if staff is None or address is None:
        return None
    masthead = settings.current().masthead(staff.language)
    link = public_url("staff.link", kind=kind, token=sign_in_token(staff, purpose))
    letter = compose(name, staff.language, masthead=masthead, handle=staff.handle, link=link, **more)
    return address, letter
