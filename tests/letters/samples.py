"""Every letter in every language, as the golden files, the graders and a person's eye see them."""

import datetime as dt
from functools import cache

from newsletter.commentaries.sections import SEEDED
from newsletter.languages import EditionKey, Language, Reading, Variant
from newsletter.letters.composing import compose, compose_edition
from newsletter.letters.letter import Letter
from newsletter.letters.slots import Slot
from newsletter.mailer.telling.letter import Line as NewsLine
from newsletter.mailer.telling.letter import News, news_letter
from newsletter.planning import digest_letter
from newsletter.planning.letter import Kind, Line, plan_letter
from tests.letters import sample_corrections, sample_discreet
from tests.letters.sample_editions import BELARUSIAN, ENGLISH, RUSSIAN
from tests.letters.sample_pieces import SITE

READER = {
    Slot.TO: "alena@example.net",
    Slot.MESSAGE_ID: "7.42@mail.example.org",
    Slot.DATE: "Tue, 12 Nov 2024 09:00:00 +0000",
    Slot.LIST_UNSUBSCRIBE: f"{SITE}/unsubscribe/one-click/c2FtcGxlLXRva2Vu",
    Slot.UNSUBSCRIBE_ADDRESS: "unsubscribe+c2FtcGxlLXRva2Vu@mail.example.org",
    Slot.UNSUBSCRIBE_LINK: f"{SITE}/unsubscribe/c2FtcGxlLXRva2Vu",
    Slot.PREFERENCES_LINK: f"{SITE}/preferences/c2FtcGxlLXRva2Vu?from=letter&issue=45",
}

SENDERS = {Language.EN: "Notes", Language.BE: "Нататкі", Language.RU: "Заметки"}
"""Of the discreet variant."""

_LINK = f"{SITE}/t/c2FtcGxlLXRva2VuLXRoYXQtaXMtcXVpdGUtbG9uZy1hbmQtbmV2ZXItYnJva2VuLWluLXR3bw"


@cache
def letters() -> dict[str, Letter]:
    """Every letter in every language, by the name of its golden file."""
    editions = (ENGLISH, BELARUSIAN, RUSSIAN)
    written = {f"edition.{view.language}": compose_edition(view).letter for view in editions}
    notes = (sample_discreet.ENGLISH, sample_discreet.BELARUSIAN, sample_discreet.RUSSIAN)
    written |= {f"discreet.{view.language}": compose_edition(view).letter for view in notes}
    corrections, discreet = sample_corrections.corrections(), sample_corrections.notes()
    written |= {f"stop_press.{view.language}": compose("stop_press", view.language, view=view) for view in corrections}
    written |= {f"stop_press_discreet.{view.language}": compose_edition(view).letter for view in discreet}
    for view in editions:
        language, masthead, reading = view.language, view.masthead, view.reading
        written |= {
            f"confirm.{language}": compose("confirm", language, masthead=masthead, link=_LINK, reading=reading),
            f"already.{language}": compose("already", language, masthead=masthead, link=_LINK),
            f"confirm_discreet.{language}": compose("confirm_discreet", language, sender=SENDERS[language], link=_LINK),
            f"already_discreet.{language}": compose("already_discreet", language, sender=SENDERS[language], link=_LINK),
            f"invitation.{language}": compose("invitation", language, masthead=masthead, link=_LINK, handle="alena"),
            f"mailing_ended.{language}": _news(_ENDED, language, masthead),
            f"mailing_stopped.{language}": _news(_STOPPED, language, masthead),
            f"relay_out.{language}": _news(_RELAY_OUT, language, masthead),
            f"plan.{language}": _plan(language, masthead),
            f"translation_digest.{language}": _digest(language, masthead),
            f"recovery.{language}": compose("recovery", language, masthead=masthead, link=_LINK, minutes=30),
        }
    return written


_BE_RU = EditionKey(Reading.BE_RU)
_WHEN = dt.datetime(2024, 11, 12, 9, 40, tzinfo=dt.UTC)
_ENDED = News(
    "mailing.ended",
    issue=45,
    at=_WHEN,
    lines=[
        NewsLine(EditionKey(Reading.EN), "done", 12_239, {"sent": 12_098, "refused": 135, "withdrawn": 6}),
        NewsLine(_BE_RU, "done", 20_522, {"sent": 20_508, "uncertain": 14}),
        NewsLine(EditionKey(Reading.RU_BE, Variant.DISCREET), "cancelled", 400, {"sent": 12, "withdrawn": 388}),
    ],
)
_STOPPED = News(
    "mailing.stopped",
    issue=45,
    at=_WHEN,
    edition=_BE_RU,
    first=True,
    refused=17,
    answered=205,
    limit=5.0,
    blocked=["yahoo"],
)
_RELAY_OUT = News("relay.out", issue=None, at=_WHEN, relay="Warsaw", says="535 5.7.8 Bad credentials")


def _news(news: News, language: Language, masthead: str) -> Letter:
    return news_letter(news, language, masthead=masthead, zone="Europe/Warsaw", link=f"{SITE}/desk/sending/45")


_ASKED = (
    (Kind.NEW, 0, Language.BE, True, "2024-11-10T17:00Z"),
    (Kind.NEW, 0, Language.EN, False, "2024-11-11T12:30Z"),
    (Kind.CHANGED, 3, Language.RU, False, "2024-11-12T09:00Z"),
    (Kind.GONE, 4, Language.RU, True, "2024-11-10T17:00Z"),
)


def _plan(language: Language, masthead: str) -> Letter:
    lines = [
        Line(
            kind=kind,
            week=dt.date(2024, 11, 4),
            section=SEEDED[section].names[language],
            language=of,
            original=original,
            due_at=dt.datetime.fromisoformat(due),
        )
        for kind, section, of, original, due in _ASKED
    ]
    return plan_letter(lines, language, masthead=masthead, zone="Europe/Warsaw", link=f"{SITE}/desk/plan")


def _digest(language: Language, masthead: str) -> Letter:
    titles = {
        Language.EN: ("Barges wait for a second crane", "A bridge is measured twice"),
        Language.BE: ("Баржы чакаюць другога крана", "Мост вымераюць двойчы"),
        Language.RU: ("Баржи ждут второго крана", "Мост измеряют дважды"),
    }[language]
    lines = [
        digest_letter.Line(titles[0], Language.BE, 2, 1, 0, f"{SITE}/desk/commentaries/7/be/translating"),
        digest_letter.Line(titles[1], Language.EN, 0, 0, 5, f"{SITE}/desk/commentaries/8/en/translating"),
    ]
    return digest_letter.digest_letter(lines, language, masthead=masthead, link=f"{SITE}/desk/")
