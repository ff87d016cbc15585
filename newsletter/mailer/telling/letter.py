"""The letter that tells an editor how a mailing ended, or why it stopped: counts and codes, nothing of a reader."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from babel.dates import format_date, format_datetime, get_timezone_location
from babel.numbers import format_decimal, format_percent

from newsletter.addresses import group_label
from newsletter.languages import EditionKey, Language
from newsletter.letters.composing import compose
from newsletter.letters.letter import Letter


@dataclass(frozen=True)
class Line:
    """How one edition's mailing ended. `states`: how many deliveries are in which."""

    edition: EditionKey
    state: str
    prepared: int
    states: Mapping[str, int]

    def number(self, state: str) -> int:
        return self.states.get(state, 0)


@dataclass(frozen=True)
class News:
    """`event` is one of telling.Event; what it doesn't speak of is empty. `limit` is in percent.

    Of what was sent and came back `answered` is the first, `refused` the second.
    """

    event: str
    issue: int | None
    at: dt.datetime
    lines: Sequence[Line] = ()
    is_stop_press: bool = False
    edition: EditionKey | None = None
    first: bool = False
    refused: int = 0
    answered: int = 0
    limit: float = 0.0
    blocked: Sequence[str] = ()
    stopped: bool = False
    relay: str = ""
    host: str = ""
    by: str = ""
    why: str = ""
    hold: str = ""
    says: str = ""
    number: int = 0

    @property
    def share(self) -> float:
        """Of 1, of refusals among the answers."""
        return self.refused / self.answered if self.answered else 0.0

    @property
    def uncertain(self) -> int:
        return sum(line.number("uncertain") for line in self.lines)


def news_letter(news: News, language: Language, *, masthead: str, zone: str, link: str) -> Letter:
    """`zone` is the newsroom's; `link` leads to the sending screen."""
    there = news.at.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
    day = format_date(there.date(), _DAYS[language], locale=language)
    city = get_timezone_location(zone, locale=language, return_city=True)
    return compose(
        "mailing_news",
        language,
        masthead=masthead,
        news=news,
        groups=["" if group == "other" else group_label(group) for group in news.blocked],
        moment=f"{day}, {format_datetime(there, 'HH:mm', locale=language)} ({city})",
        percent=partial(format_percent, format="#,##0.#\N{NO-BREAK SPACE}%", locale=language),
        count=partial(format_decimal, locale=language),
        link=link,
    )


_DAYS = {Language.EN: "EEEE, MMMM d", Language.BE: "EEEE, d MMMM", Language.RU: "EEEE, d MMMM"}
