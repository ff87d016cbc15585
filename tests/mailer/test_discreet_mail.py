"""A discreet edition as it reaches its reader, and what its links do there."""

import re
from email import message_from_bytes, policy

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.issues.composing import editions
from newsletter.languages import EditionKey, Language, Reading, Variant
from newsletter.letters.bytetemplate import ByteTemplate
from newsletter.letters.letter import Letter
from newsletter.mailer import audience, post
from newsletter.mailer.claiming import Claimed
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import MailingState
from newsletter.mailer.personal import Personal
from newsletter.mailer.sending import send_batch
from newsletter.subscribers.models import Status
from tests import factories
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.subscribers import discreet

ADDRESS = "alena@example.org"


@pytest.mark.parametrize("reading", list(Reading))
def test_the_mail_says_nothing_of_its_sender_and_leads_to_one_place(client: FlaskClient, reading: Reading) -> None:
    discreet.set_up()
    reader = factories.subscriber(address=ADDRESS, reading=reading, variant=Variant.DISCREET)
    edition = editions.composed(factories.issue(factories.commentary()), EditionKey(reading, Variant.DISCREET))
    assert edition
    personal = Personal.of(7, Variant.DISCREET)
    values = personal.values(Claimed(1, reader.uid.bytes, b""), ADDRESS)
    mail = message_from_bytes(ByteTemplate.of(edition.template).splice(values), policy=policy.default)
    head = "\n".join(f"{name}: {value}" for name, value in mail.items())
    assert not discreet.TELLTALES.findall(f"{head}\n{personal.return_path(1)}")
    unsubscribe = mail["List-Unsubscribe"].strip("<>")
    for part in mail.iter_parts():
        words = part.get_content()
        assert not discreet.TELLTALES.findall(words)
        [link] = set(re.findall(r"https?://[^\s\"<]+", words))
        assert link.startswith(f"{discreet.THERE}/n/")
        page = client.get(link).text
        assert all(f'/{action}"' in page for action in ("erasure", "pause"))
    assert unsubscribe.startswith(f"{discreet.THERE}/s/")
    assert client.post(unsubscribe, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert reader.status is Status.UNSUBSCRIBED


def test_a_relay_is_not_told_either_whose_discreet_mails_these_are(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay
) -> None:
    samples.use_relay(counting_relay.port)
    discreet.set_up()
    factories.subscriber(address=ADDRESS, variant=Variant.DISCREET)
    mailing = audience.prepare(samples.edition(variant=Variant.DISCREET))
    mailing.state = MailingState.SENDING
    db.session.commit()
    send_batch(*samples.span(mailing))
    post.post(ADDRESS, Letter(Language.EN, "Notes", "<p>Here it is.</p>", "Here it is.\n"), Variant.DISCREET)
    assert len(counting_relay.accepted) == 2
    assert not discreet.TELLTALES.findall(" ".join(counting_relay.greetings))
