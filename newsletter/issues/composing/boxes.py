"""What a letter shows beside its entries, in the words of a reading."""

from collections.abc import Callable, Iterator, Mapping

from newsletter.commentaries import verdict_history
from newsletter.commentaries.verdict_history import Earlier
from newsletter.issues.composing.labels import language_label
from newsletter.issues.models import Box, BoxKind, Issue
from newsletter.languages import Language, Reading, week_range
from newsletter.letters.views import EarlierView, NoteView, PartView, SituationView, SupportView, VerdictLine
from newsletter.web import public_url

Verdicts = Mapping[int, Earlier]
"""How the section of a commentary was found before, by the commentary's id."""


def earlier_verdicts(issue: Issue) -> Verdicts:
    """One query, and none where the situation isn't shown."""
    if not any(box.kind is BoxKind.SITUATION for box in issue.boxes):
        return {}
    return verdict_history.earlier_of(entry.commentary for entry in issue.entries)


def box_view(box: Box, reading: Reading, earlier: Verdicts) -> PartView | None:
    """None where it has nothing to show to this reading."""
    if box.kind is BoxKind.SITUATION:
        lines = tuple(_verdict_lines(box.issue, reading.first, earlier))
        return SituationView(box.key, lines) if lines else None
    return _OF_WORDS[box.kind](box, reading)


def _verdict_lines(issue: Issue, language: Language, earlier: Verdicts) -> Iterator[VerdictLine]:
    """One a section, in the order of the entries; of two pieces in a section the first speaks for it."""
    seen = set()
    for piece in (entry.commentary for entry in issue.entries):
        if piece.section is None or piece.verdict is None or piece.section in seen:
            continue
        seen.add(piece.section)
        last = earlier.get(piece.id)
        before = last.verdict if last and last.verdict is not piece.verdict else None
        yield VerdictLine(
            section=piece.section.name(language),
            mark=piece.verdict.mark,
            words=piece.verdict.short(language).capitalize(),
            kind=piece.verdict.value,
            before=before.short(language) if before else "",
        )


def _note(box: Box, reading: Reading) -> NoteView | None:
    return next((NoteView(box.key, language, words) for language, words in _words(box, reading)), None)


def _support(box: Box, reading: Reading) -> SupportView | None:
    said = (SupportView(box.key, language, words, box.href) for language, words in _words(box, reading))
    return next(said, None) if box.href else None


def _words(box: Box, reading: Reading) -> Iterator[tuple[Language, str]]:
    for language in (*reading.languages, Language.EN):
        if words := box.words.get(language):
            yield language, words


def _earlier(box: Box, reading: Reading) -> EarlierView | None:
    english = (Language.EN,) if box.issue.english_cards else ()
    text = box.commentary and box.commentary.approved(*reading.languages, *english)
    if not text or not text.slug:
        return None
    piece, language = text.commentary, reading.first
    return EarlierView(
        key=box.key,
        language=text.language,
        section=piece.section.name(language) if piece.section else "",
        title=text.title,
        standfirst=text.standfirst,
        week=week_range(piece.week, language),
        url=public_url("archive.commentary", language=text.language, slug=text.slug),
        label="" if text.language is language else language_label(text.language),
    )


_OF_WORDS: dict[BoxKind, Callable[[Box, Reading], PartView | None]] = {
    BoxKind.NOTE: _note,
    BoxKind.EARLIER: _earlier,
    BoxKind.SUPPORT: _support,
}
