"""A correction goes to those who have the issue, or may have it, and to nobody else."""

import hashlib
from collections.abc import Callable
from email import message_from_bytes, policy

import pytest
import sqlalchemy as sa
from flask import Flask

from newsletter.commentaries.redaction import redact
from newsletter.db import db, now
from newsletter.languages import Language, Reading, Variant
from newsletter.mailer import mailings
from newsletter.mailer.heartbeat import Heartbeat
from newsletter.mailer.models import DeliveryState, Mailing, MailingState
from newsletter.mailer.stop_press import audience, halting, writing
from newsletter.mailer.stop_press.refusals import NobodyToTell, StillLeaving, WordsChanged, WordsMissing
from newsletter.staff.models import AuditEntry
from newsletter.subscribers import subscription
from newsletter.subscribers.models import Status, Subscriber, Suppression, SuppressionReason
from tests import factories
from tests.jobs import enqueued
from tests.mailer import samples
from tests.mailer.counting_relay import CountingRelay
from tests.mailer.stop_press.halted import (
    SUBJECTS,
    WORDS,
    an_issue,
    correct,
    corrections,
    got,
    leaving,
    offer_discreet,
    settle,
)

Work = Callable[[], list[str]]


def test_who_has_the_issue_or_may_have_it_is_written_to_and_nobody_who_waits_for_it(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, served=3, uncertain=2, waiting=4)
    factories.subscriber()  # who has joined since
    (correction,) = correct(issue)
    assert {*got(correction)} == {*got(mailing)[:5]}
    assert (correction.candidates, correction.prepared, correction.excluded) == (5, 5, {})
    assert samples.counts(mailing) == {"sent": 3, "uncertain": 2, "queued": 4}


def test_the_correction_leaves_while_the_issue_stands_still(
    app: Flask, heart: Heartbeat, counting_relay: CountingRelay, work: Work
) -> None:
    samples.use_relay(counting_relay.port)
    issue = an_issue()
    mailing = leaving(issue, served=2, waiting=3)
    (correction,) = correct(issue)
    assert work() == ["send_mailing", "send_batch"]
    assert samples.counts(correction) == {"sent": 2}
    assert samples.state_of(correction) is MailingState.DONE
    assert samples.counts(mailing) == {"sent": 2, "queued": 3}
    assert samples.state_of(mailing) is MailingState.PAUSED


@pytest.mark.parametrize(
    ("leave", "reason"),
    [
        (lambda reader: setattr(reader, "status", Status.UNSUBSCRIBED), "unsubscribed"),
        (lambda reader: setattr(reader, "status", Status.PAUSED), "paused"),
        (lambda reader: db.session.delete(reader), "erased"),
        (
            lambda reader: db.session.add(
                Suppression(
                    address_index=reader.address_index, key_version=1, reason=SuppressionReason.COMPLAINED, at=now()
                )
            ),
            "suppressed",
        ),
    ],
)
def test_a_reader_who_has_left_since_is_not_written_to(
    app: Flask, leave: Callable[[Subscriber], None], reason: str
) -> None:
    issue = an_issue()
    first, second = got(leaving(issue, served=2))
    leave(first)
    db.session.flush()
    (correction,) = correct(issue)
    assert got(correction) == [second]
    assert (correction.candidates, correction.prepared, correction.excluded) == (2, 1, {reason: 1})


def test_a_reader_who_has_become_discreet_since_is_told_discreetly(app: Flask) -> None:
    issue = an_issue()
    first, second = got(leaving(issue, served=2))
    leaving(issue, variant=Variant.DISCREET)
    offer_discreet()
    subscription.change(first, reading=Reading.EN, variant=Variant.DISCREET, language=Language.EN)
    standard, discreet = correct(issue)
    assert (got(standard), got(discreet)) == ([second], [first])
    assert [(one.candidates, one.excluded) for one in (standard, discreet)] == [(1, {}), (1, {})]


def test_who_has_become_discreet_where_no_such_edition_left_is_left_out_and_counted(app: Flask) -> None:
    issue = an_issue()
    (reader,) = got(leaving(issue, served=1))
    others = leaving(issue, Reading.BE_RU, served=1)
    subscription.change(reader, reading=Reading.EN, variant=Variant.DISCREET, language=Language.EN)
    english, belarusian = correct(issue)
    assert (english.candidates, english.prepared, english.excluded) == (1, 0, {"changed": 1})
    assert got(belarusian) == got(others)


def test_each_reader_is_told_in_the_language_that_they_read(app: Flask) -> None:
    issue = an_issue()
    for reading in Reading:
        leaving(issue, reading, served=1)
    made = {mailing.edition.reading: mailing.message for mailing in correct(issue)}
    for reading, message in made.items():
        assert f"\r\nContent-Language: {reading.first}\r\n".encode() in message


def test_only_the_editions_that_were_chosen_are_written_to(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=1)
    leaving(issue, Reading.RU_BE, served=1)
    assert [mailing.edition.reading for mailing in correct(issue, "ru-be")] == [Reading.RU_BE]


def test_words_for_readers_who_would_get_none_are_asked_for(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=1)
    leaving(issue, Reading.BE_RU, served=1)
    with pytest.raises(WordsMissing, match="BE → RU"):
        correct(issue, words={"en": WORDS["en"]})


def test_the_russian_words_do_for_readers_of_belarusian(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, Reading.BE_RU, served=1)
    (correction,) = correct(issue, words={"ru": WORDS["ru"]})
    assert correction.prepared == 1


def test_nobody_to_tell_is_said(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, waiting=2)
    with pytest.raises(NobodyToTell):
        correct(issue)


@pytest.mark.parametrize("still", ["going", "on the wire"])
def test_nothing_is_written_while_somebody_may_yet_get_the_issue(app: Flask, still: str) -> None:
    issue = an_issue()
    mailing = leaving(issue, served=1, waiting=2)
    if still == "on the wire":
        samples.claim(mailing, most=1)
        halting.halt(issue, by="nina")
    writing.save(issue, subjects=SUBJECTS, words=WORDS, editions=["en"], version=0, by="nina")
    with pytest.raises(StillLeaving):
        writing.send(issue, version=1, by="nina")


def test_of_two_editors_who_send_it_one_does(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=1)
    correct(issue)
    with pytest.raises(WordsChanged):
        writing.send(issue, version=1, by="alena")
    assert len(corrections(issue)) == 1
    assert enqueued() == ["send_mailing"]


def test_what_is_sent_is_what_was_looked_at(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=1)
    halting.halt(issue, by="nina")
    writing.save(issue, subjects=SUBJECTS, words=WORDS, editions=["en"], version=0, by="nina")
    writing.save(issue, subjects=SUBJECTS, words={"en": "Other words."}, editions=["en"], version=1, by="alena")
    with pytest.raises(WordsChanged):
        writing.send(issue, version=1, by="nina")
    with pytest.raises(WordsChanged):
        writing.save(issue, subjects=SUBJECTS, words=WORDS, editions=["en"], version=1, by="nina")
    writing.send(issue, version=2, by="nina")


def test_a_second_correction_goes_to_all_who_have_the_issue_by_then(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, served=1, waiting=2)
    (first,) = correct(issue)
    halting.go_on(issue, by="nina")
    settle(mailing, 2, DeliveryState.SENT)
    (second,) = correct(issue, words={"en": "May it is, but next year."})
    assert (first.prepared, second.prepared) == (1, 3)
    assert first.message != second.message


def test_a_correction_can_be_halted_and_cancelled_like_any_mailing(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=2)
    (correction,) = correct(issue)
    mailings.begin(correction.id)
    assert halting.halt(issue, by="nina") == 1
    assert samples.claim(correction)[1] == []
    halting.cancel(issue, by="nina")
    assert samples.counts(correction) == {"withdrawn": 2}


def test_what_each_edition_got_can_be_proved(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=2)
    (correction,) = correct(issue)
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "stop_press.sent")).one()
    assert entry.details["editions"] == {"en": hashlib.sha256(correction.message).hexdigest()}
    assert entry.details["readers"] == {"en": 2}


def test_the_edition_is_still_started_once(app: Flask) -> None:
    issue = an_issue()
    mailing = leaving(issue, served=1)
    correct(issue)
    assert mailings.start(mailing.edition_id) is mailing
    assert db.session.scalar(sa.select(sa.func.count(Mailing.id)).where(Mailing.edition_id == mailing.edition_id)) == 2


def test_how_many_would_be_written_to_is_known_before(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=2, uncertain=1, waiting=1)
    mailing = leaving(issue, Reading.BE_RU, served=2)
    got(mailing)[0].status = Status.UNSUBSCRIBED
    db.session.flush()
    assert {key.code: number for key, number in audience.readers(issue).items()} == {"en": 3, "be-ru": 1}


def test_a_name_that_is_redacted_is_forgotten_in_corrections_too(app: Flask) -> None:
    issue = an_issue()
    leaving(issue, served=1)
    author = issue.entries[0].commentary.authors[0]
    named = {"en": f"{author.names['en']} wrote March, and means May."}
    (correction,) = correct(issue, words=named)
    redact(author, by="nina")
    assert writing.sent(issue)[0].words == {"en": "[…] wrote March, and means May."}
    text = message_from_bytes(correction.message, policy=policy.default).get_body(("plain",))
    assert "[…] wrote March" in text.get_content()  # type: ignore[union-attr]
