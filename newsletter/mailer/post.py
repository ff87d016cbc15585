"""One letter to one person: confirmations, invitations, test mails."""

import logging
from email.utils import format_datetime, make_msgid

from newsletter.background import TryLater
from newsletter.db import now
from newsletter.keys import KeyFault
from newsletter.languages import Language, Variant
from newsletter.letters import mime
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.letter import Letter
from newsletter.letters.slots import Slot
from newsletter.mailer import dkim, relays, smtp
from newsletter.staff import settings
from newsletter.staff.relay_models import Purpose

log = logging.getLogger(__name__)


def post(recipient: str, letter: Letter, variant: Variant = Variant.STANDARD) -> None:
    """Hand a letter that has no slots of its own to the relay, from the sender of `variant`.

    Raises TryLater where the relay may take it another time. A refusal for good is logged by its code alone.
    """
    chosen = settings.current()
    sender, reply_to = chosen.sender(variant, letter.language), chosen.replies(variant)
    template = ByteTemplate.of(mime.message(letter, sender=sender, reply_to=reply_to, auto_submitted=True))
    send(template, recipient, {}, variant=variant)


def send(
    template: ByteTemplate,
    recipient: str,
    values: dict[Slot, str],
    *,
    variant: Variant,
    purpose: Purpose = Purpose.PRODUCTION,
) -> None:
    """Like post(), for a message that is ready but for its slots.

    Commits before a relay is spoken to: it may take minutes, and on SQLite nobody else could write meanwhile.
    """
    sender = settings.current().sender(variant, Language.EN)
    own = {
        Slot.TO: recipient,
        Slot.MESSAGE_ID: make_msgid(domain=sender.domain).strip("<>"),
        Slot.DATE: format_datetime(now()),
    }
    try:
        message = dkim.signing(template)(template.splice({**values, **own}))
        envelope = smtp.Envelope(0, sender.address, recipient, message)
        result = relays.by_turns(lambda route: smtp.send_one(route.server, envelope), variant, purpose)
    except (relays.NoRelay, KeyFault) as problem:
        raise TryLater(str(problem)) from problem
    if result.outcome is smtp.Outcome.REFUSED:
        log.warning("A letter was refused: %s", result.reply.code if result.reply else "no reply")
    elif result.outcome is not smtp.Outcome.ACCEPTED:
        raise TryLater(result.outcome)
