"""The web process's half of a sign-up: the same few steps for every address, known or not."""

import uuid

from newsletter.background import enqueue
from newsletter.db import db
from newsletter.languages import Language, Reading, Variant
from newsletter.subscribers import consent
from newsletter.subscribers.models import SignUp
from newsletter.vault import vault


def take_in(address: str, *, reading: Reading, variant: Variant, language: Language) -> None:
    """Seal a normalised address and leave the rest to the mailer: nothing is looked up here."""
    uid = uuid.uuid4()
    sign_up = SignUp(
        uid=uid,
        address=vault.seal_at_intake(uid, address),
        address_index=vault.index(address),
        reading=reading,
        variant=variant,
        language=language,
        consent=consent.CURRENT,
    )
    db.session.add(sign_up)
    db.session.flush()
    enqueue("receive_sign_up", sign_up.id)
