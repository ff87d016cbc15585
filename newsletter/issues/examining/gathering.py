"""An issue as the preflight wants it: its rows as plain values, in a number of queries that doesn't grow with it."""

import dataclasses
import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache

from flask_babel import gettext as _

from newsletter.commentaries import verdict_history
from newsletter.commentaries.document import block_text, blocks, figures_in, plain_text
from newsletter.commentaries.history import version_of
from newsletter.commentaries.hyperlinks import hyperlinks_in
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.commentaries.publication import embargo_of
from newsletter.commentaries.verdict_history import Earlier
from newsletter.housestyle import checks
from newsletter.housestyle.findings import Finding as StyleFinding
from newsletter.housestyle.findings import passages
from newsletter.issues.composing.editions import Composed
from newsletter.issues.examining import surroundings
from newsletter.issues.examining.surroundings import path
from newsletter.issues.models import Entry, Issue
from newsletter.issues.outside import link_checks
from newsletter.issues.preflight.facts import EntryFacts, IssueFacts, TextFacts
from newsletter.issues.preflight.links import links_of
from newsletter.languages import EditionKey, Language
from newsletter.staff import settings
from newsletter.staff.moments import moment
from newsletter.terms import term_list
from newsletter.terms.matching import TermBase
from newsletter.translation.cells import Cell
from newsletter.translation.style import beside_source, in_order

Cells = Mapping[int, Sequence[Cell]]
"""By the commentary's id."""

# A page of an issue looks at all of its texts, and few of them have changed since the last time.
_style_of = lru_cache(maxsize=256)(checks.check)


def facts_of(issue: Issue, cells: Cells, made: Mapping[EditionKey, Composed], *, with_style: bool = True) -> IssueFacts:
    """`made`: its editions. Without the house style, which takes a while, where that is known already."""
    terms = term_list.compiled() if with_style else None
    earlier = verdict_history.earlier_of(entry.commentary for entry in issue.entries)
    facts = IssueFacts(
        week=issue.week,
        special=issue.special,
        english_cards=issue.english_cards,
        subjects=issue.subjects,
        preheaders=issue.preheaders,
        openings=issue.openings,
        closings=issue.closings,
        entries=tuple(
            _entry_facts(entry, earlier.get(entry.commentary_id), cells[entry.commentary_id], terms)
            for entry in issue.entries
        ),
        boxes=surroundings.boxes_of(issue),
        editions=surroundings.editions_of(issue, made),
        links={},
        senders=surroundings.senders(),
        discreet_url=settings.current().discreet_url,
        place=path("issues.show", number=issue.number),
    )
    addresses = {placed.link.href for placed in links_of(facts)}
    return dataclasses.replace(facts, links=link_checks.known(addresses))


def _entry_facts(entry: Entry, earlier: Earlier | None, cells: Sequence[Cell], terms: TermBase | None) -> EntryFacts:
    piece, due = entry.commentary, entry.issue.release_at
    embargo = embargo_of(piece)
    return EntryFacts(
        id=entry.id,
        title=textwrap.shorten(piece.title, 60, placeholder="…") or _("Untitled"),
        week=piece.week,
        has_section=piece.section is not None,
        has_verdict=piece.verdict is not None,
        must_explain=verdict_history.must_explain(piece, earlier),
        has_photo=piece.photo is not None,
        credit_href=piece.credit_href if piece.photo else "",
        is_redacted=any(author.redacted_at for author in piece.authors),
        embargo=moment(embargo) if embargo else "",
        too_early=bool(embargo and due and due < embargo),
        texts=tuple(_text_facts(entry, cell, terms) for cell in cells),
        place=path("commentaries.show", commentary_id=piece.id),
    )


def _text_facts(entry: Entry, cell: Cell, terms: TermBase | None) -> TextFacts:
    piece, language, text = entry.commentary, cell.language, cell.text
    return TextFacts(
        language=language,
        exists=text is not None,
        approved=text is not None and text.is_approved,
        waived=language in entry.waivers,
        withdrawn=text is not None and text.state is TextState.WITHDRAWN,
        title=text.title if text else "",
        standfirst=text.standfirst if text else "",
        body=plain_text(text.document) if text else "",
        only_pictures=bool(text and _has_only_pictures(text)),
        byline=piece.byline(language),
        unnamed=tuple(author.name(language) for author in piece.authors if not author.names.get(language)),
        alt=piece.alts.get(language, ""),
        credit=piece.credits.get(language, ""),
        pictures=tuple((said["alt"], said["credit"]) for said in figures_in(text.document)) if text else (),
        links=tuple(hyperlinks_in(text.document)) if text else (),
        completeness=cell.completeness,
        style=tuple(_style(text, cell, terms)) if text and terms else (),
        place=_place_of(piece, language),
    )


def _has_only_pictures(text: Text) -> bool:
    return all(block["type"] == "figure" or not block_text(block).strip() for block in blocks(text.document))


def _style(text: Text, cell: Cell, terms: TermBase) -> list[StyleFinding]:
    version = version_of(text)
    read = tuple(passages(version))
    found = list(_style_of(read, text.language, terms))
    if cell.completeness and text.source:
        source = cell.completeness.standing.source
        found += beside_source(source, text.source.language, version, text.language, terms)
    return in_order(found, read)


def _place_of(piece: Commentary, language: Language) -> str:
    """Where the text is written, or taken by whoever will begin it."""
    if language not in piece.texts:
        return path("commentaries.show", commentary_id=piece.id) + "#texts"
    endpoint = "translating.show" if piece.texts[language].source_id else "texts.edit"
    return path(endpoint, commentary_id=piece.id, language_of_text=language)
