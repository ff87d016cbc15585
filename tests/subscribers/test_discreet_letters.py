"""Letters about a discreet subscription: neither they nor what is around them tells whose they are."""

import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Language, Reading, Variant
from newsletter.staff import settings
from newsletter.subscribers import reception, subscription
from newsletter.subscribers.models import ConsentAct, SignUp, Status
from tests import factories
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.subscribers import discreet
from tests.subscribers.readers import answered, known, sign_up, submit

DISCREET, STANDARD = Variant.DISCREET, Variant.STANDARD


@pytest.fixture
def relay(client: FlaskClient) -> Iterator[CountingRelay]:
    """Where the mails of a newsroom with discreet letters go."""
    made = CountingRelay()
    made.start()
    samples.relay(made.port)
    discreet.set_up()
    yield made
    made.stop()


@pytest.fixture
def offered(client: FlaskClient) -> None:
    discreet.set_up()


def words_of(mail: EmailMessage) -> str:
    """All that can be read in it: each header and both parts, decoded."""
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    return headers + "".join(part.get_content() for part in mail.walk() if not part.is_multipart())


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("status", [None, Status.ACTIVE])
def test_a_letter_on_the_wire_says_nothing_of_whose_it_is(
    client: FlaskClient, work: Callable[[], list[str]], relay: CountingRelay, language: Language, status: Status | None
) -> None:
    if status:
        factories.subscriber(address="alena@example.org", status=status, variant=DISCREET, language=language)
    submit(client, language=language, kind="discreet")
    work()
    [(sender, recipient, mail)] = relay.messages()
    assert (sender, recipient) == ("notes@post.example.net", "alena@example.org")
    assert str(mail["From"]) == f"{settings.current().discreet_names[language]} <notes@post.example.net>"
    assert str(mail["Message-ID"]).endswith("@post.example.net>")
    said = words_of(mail)
    assert not discreet.TELLTALES.findall(said)
    assert "src=" not in said
    assert "<style" not in said
    links = set(re.findall(r"https?://[^\s\"<]+", said))
    assert len(links) == 1
    assert links.pop().startswith(f"{discreet.THERE}/{'n' if status else 'c'}/")


@pytest.mark.usefixtures("offered")
def test_what_was_asked_for_is_kept_with_the_consent() -> None:
    answered(sign_up(variant=DISCREET))
    subscriber = known()
    assert subscriber
    subscription.confirm(subscriber)
    assert [(act.act, act.variant) for act in subscriber.consents] == [
        (ConsentAct.SIGNED_UP, DISCREET),
        (ConsentAct.CONFIRMED, DISCREET),
    ]


@pytest.mark.usefixtures("offered")
def test_nobody_else_can_undo_the_wish_by_filling_in_the_form() -> None:
    answered(sign_up(variant=DISCREET))
    assert not answered(sign_up(reading=Reading.RU_BE))
    subscriber = known()
    assert subscriber
    assert (subscriber.reading, subscriber.variant) == (Reading.RU_BE, DISCREET)


@pytest.mark.usefixtures("offered")
def test_a_wish_between_two_others_that_wait_is_heard() -> None:
    first, *_ = [sign_up(), sign_up(variant=DISCREET), sign_up()]
    parcel = reception.receive(first)
    subscriber = known()
    assert parcel
    assert subscriber
    assert (parcel[2], subscriber.variant) == (DISCREET, DISCREET)


@pytest.mark.usefixtures("offered")
@pytest.mark.parametrize(
    ("has", "asks", "gets"),
    [(STANDARD, DISCREET, DISCREET), (DISCREET, STANDARD, DISCREET), (STANDARD, STANDARD, STANDARD)],
)
def test_a_subscriber_is_answered_discreetly_who_has_it_or_asks_for_it(
    has: Variant, asks: Variant, gets: Variant
) -> None:
    factories.subscriber(address="alena@example.org", variant=has)
    parcel = reception.receive(sign_up(variant=asks))
    assert parcel
    assert parcel[2] is gets
    assert ("Gazette" in parcel[1].text) is (gets is STANDARD)
    subscriber = known()
    assert subscriber
    assert subscriber.variant is has, "whoever fills in the form can't change what a subscriber gets"


@pytest.mark.usefixtures("offered")
def test_where_discreet_letters_were_given_up_meanwhile_no_other_letter_goes_out() -> None:
    waiting = sign_up(variant=DISCREET)
    settings.save(discreet_address="")
    assert reception.receive(waiting) is None
    assert known() is None
    assert db.session.get(SignUp, waiting) is None
