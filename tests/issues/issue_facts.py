"""An issue as the preflight sees it: sound, but for what a test says."""

import dataclasses
from typing import Any

from newsletter.issues.facts import EntryFacts, IssueFacts, TextFacts
from newsletter.issues.preflight import findings
from newsletter.languages import EditionKey, Language, Reading
from tests.factories import MONDAY


def text(language: Language = Language.EN, **facts: Any) -> TextFacts:
    sound = TextFacts(
        language=language,
        exists=True,
        approved=True,
        waived=False,
        withdrawn=False,
        title="A title",
        standfirst="A standfirst",
        body="A body.",
        byline="Yan Lipen",
        unnamed=(),
        alt="Lime trees",
        credit="Yan Lipen",
        pictures=(("A bridge", "Ala Rybak"),),
        completeness=None,
        style=(),
        place=f"/text/{language}",
    )
    return dataclasses.replace(sound, **facts)


def entry(*texts: TextFacts, **facts: Any) -> EntryFacts:
    given = {one.language: one for one in texts}
    every = tuple(given.get(language, text(language)) for language in Language)
    sound = EntryFacts(
        id=7,
        title="Queues",
        week=MONDAY,
        has_section=True,
        has_verdict=True,
        must_explain=False,
        has_photo=True,
        is_redacted=False,
        embargo="",
        too_early=False,
        texts=every,
        place="/commentary",
    )
    return dataclasses.replace(sound, **facts)


def issue(*entries: EntryFacts, **facts: Any) -> IssueFacts:
    words = {str(language): "Words" for language in Language}
    sound = IssueFacts(
        number=45,
        week=MONDAY,
        subjects=words,
        preheaders=words,
        openings=words,
        entries=entries or (entry(),),
        sizes=dict.fromkeys(map(EditionKey, Reading), 30_000),
        place="/issue",
    )
    return dataclasses.replace(sound, **facts)


def found(facts: IssueFacts) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.severity.value, finding.place) for finding in findings(facts)]
