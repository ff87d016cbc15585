"""An issue as the preflight wants it, and the preflight of it."""

import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

from newsletter.commentaries import verdict_history
from newsletter.commentaries.document import figures_in, plain_text
from newsletter.commentaries.history import version_of
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.commentaries.publication import embargo_of
from newsletter.commentaries.verdict_history import Earlier
from newsletter.housestyle import checks
from newsletter.housestyle.findings import Finding as StyleFinding
from newsletter.housestyle.findings import passages
from newsletter.issues import editions, preflight
from newsletter.issues.facts import EntryFacts, IssueFacts, TextFacts
from newsletter.issues.models import Entry, Issue
from newsletter.issues.preflight import Finding
from newsletter.languages import Language
from newsletter.staff.moments import moment
from newsletter.terms import term_list
from newsletter.terms.matching import TermBase
from newsletter.translation.cells import Cell, cells_of
from newsletter.translation.style import beside_source, in_order
from newsletter.web import public_url

# A page of an issue looks at all of its texts, and few of them have changed since the last time.
_style_of = lru_cache(maxsize=256)(checks.check)


def examine(issue: Issue, cells: Mapping[int, Sequence[Cell]] | None = None) -> list[Finding]:
    """`cells` of its commentaries, where they are known already."""
    pieces = [entry.commentary for entry in issue.entries]
    return preflight.findings(facts_of(issue, cells or cells_of(pieces)))


def facts_of(issue: Issue, cells: Mapping[int, Sequence[Cell]]) -> IssueFacts:
    terms = term_list.compiled()
    earlier = verdict_history.earlier_of(entry.commentary for entry in issue.entries)
    return IssueFacts(
        number=issue.number,
        week=issue.week,
        subjects=issue.subjects,
        preheaders=issue.preheaders,
        openings=issue.openings,
        entries=tuple(
            _entry_facts(entry, earlier.get(entry.commentary_id), cells[entry.commentary_id], terms)
            for entry in issue.entries
        ),
        sizes={key: made.size for key, made in editions.every(issue).items()},
        place=_path("issues.show", number=issue.number),
    )


def _entry_facts(entry: Entry, earlier: Earlier | None, cells: Sequence[Cell], terms: TermBase) -> EntryFacts:
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
        is_redacted=any(author.redacted_at for author in piece.authors),
        embargo=moment(embargo) if embargo else "",
        too_early=bool(embargo and due and due < embargo),
        texts=tuple(_text_facts(entry, cell, terms) for cell in cells),
        place=_path("commentaries.show", commentary_id=piece.id),
    )


def _text_facts(entry: Entry, cell: Cell, terms: TermBase) -> TextFacts:
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
        byline=piece.byline(language),
        unnamed=tuple(author.name(language) for author in piece.authors if not author.names.get(language)),
        alt=piece.alts.get(language, ""),
        credit=piece.credits.get(language, ""),
        pictures=tuple((said["alt"], said["credit"]) for said in figures_in(text.document)) if text else (),
        completeness=cell.completeness,
        style=tuple(_style(text, cell, terms)) if text else (),
        place=_place_of(piece, language),
    )


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
        return _path("commentaries.show", commentary_id=piece.id) + "#texts"
    endpoint = "translating.show" if piece.texts[language].source_id else "texts.edit"
    return _path(endpoint, commentary_id=piece.id, language_of_text=language)


def _path(endpoint: str, **values: Any) -> str:
    """Without the host: the desk may be open under another name than the public one."""
    return urlsplit(public_url(endpoint, **values)).path
