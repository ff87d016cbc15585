"""Signing what we mail by the domain that it comes from; nothing is signed until somebody has made a key for it."""

import time
from collections.abc import Callable
from email.parser import BytesHeaderParser
from email.policy import default

from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.mailer.dkim import key_files
from newsletter.mailer.dkim.signing import signed
from newsletter.staff import dkim_models


def signing(template: ByteTemplate) -> Callable[[bytes], bytes]:
    """What signs the messages of a template. Raises keys.KeyFault where this machine lacks a key that is in use.

    By the domain of its From, whatever the settings say by now: a mail service asks for the two to be the same
    (DMARC), and a discreet mail must not tell another.
    """
    senders = BytesHeaderParser(policy=default).parsebytes(template.to_bytes())["From"].addresses
    domain = senders[0].domain.lower() if senders else ""
    chosen = [key_files.load(key.domain, key.selector) for key in dkim_models.in_use(domain)]
    if not chosen:
        return lambda message: message
    return lambda message: signed(message, chosen, at=int(time.time()))
