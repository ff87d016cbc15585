"""An issue as the preflight sees it: sound, but for what a test says."""

import dataclasses
from typing import Any

from newsletter.issues import preflight
from newsletter.issues.outside.models import RecordState
from newsletter.issues.preflight import Finding, Severity
from newsletter.issues.preflight.facts import BoxFacts, EditionFacts, EntryFacts, IssueFacts, SenderFacts, TextFacts
from newsletter.languages import EditionKey, Language, Reading, Variant
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
        only_pictures=False,
        byline="Yan Lipen",
        unnamed=(),
        alt="Lime trees",
        credit="Yan Lipen",
        pictures=(("A bridge", "Ala Rybak"),),
        links=(),
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
        credit_href="",
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
        week=MONDAY,
        special=False,
        english_cards=True,
        subjects=words,
        preheaders=words,
        openings=words,
        closings=words,
        entries=entries or (entry(),),
        boxes=(),
        editions=dict.fromkeys(map(EditionKey, Reading), edition()),
        links={},
        senders=(sender(),),
        discreet_url="",
        place="/issue",
    )
    return dataclasses.replace(sound, **facts)


def edition(**facts: Any) -> EditionFacts:
    return EditionFacts(**{"size": 30_000, "text": "Words", "betrayals": (), **facts})


def box(**facts: Any) -> BoxFacts:
    words = {str(language): "Words" for language in Language}
    sound = BoxFacts("Note", words=words, href=None, earlier=None, is_empty=False, place="/issue#box-1")
    return dataclasses.replace(sound, **facts)


def sender(variant: Variant = Variant.STANDARD, **facts: Any) -> SenderFacts:
    found = dict.fromkeys(("spf", "dkim", "dmarc"), RecordState.FOUND)
    domain = f"{variant}.example.org" if variant is Variant.STANDARD else "notes.example.net"
    sound = SenderFacts(variant, domain, relays=(), selector="s1", looked_up=True, place="/domains", **found)
    return dataclasses.replace(sound, **facts)


def findings(facts: IssueFacts, decided: dict[str, Severity] | None = None) -> list[Finding]:
    return preflight.sort(preflight.found(facts), decided or {})


def found(facts: IssueFacts, decided: dict[str, Severity] | None = None) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.severity.value, finding.place) for finding in findings(facts, decided)]
