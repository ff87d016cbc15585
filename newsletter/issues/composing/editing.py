"""Which words of an issue a reading gets: the first language that there is, labelled where it isn't the reader's."""

from collections.abc import Iterator

from flask_babel import force_locale

from newsletter.commentaries.bare import without_pictures
from newsletter.commentaries.models import Commentary, Text, TextState
from newsletter.issues.composing.bodies import bodies
from newsletter.issues.composing.boxes import Verdicts, box_view, earlier_verdicts
from newsletter.issues.composing.labels import language_label, other_label
from newsletter.issues.models import Entry, EntryForm, Issue
from newsletter.issues.naming import issue_line
from newsletter.languages import EditionKey, Language, Reading, first_of
from newsletter.letters.views import EditionView, EntryView, PartView, PhotoView
from newsletter.staff import settings
from newsletter.web import public_url

PHOTO_WIDTH = 1200


def edition_view(
    issue: Issue, reading: Reading, *, drafts: bool = False, earlier: Verdicts | None = None
) -> EditionView:
    """`issue` as readers of `reading` get it. With `drafts`, what isn't approved yet stands in as if it were.

    An entry that exists in none of the reading's languages becomes an English card, or is left out. `earlier` are
    the issue's earlier_verdicts, where they are known already.
    """
    newsroom, language = settings.current(), reading.first
    words = (*reading.languages, Language.EN)
    before = earlier_verdicts(issue) if earlier is None else earlier
    with force_locale(language):
        parts = tuple(view for view in _parts(issue, reading, before, drafts) if view)
        line = issue_line(issue, language)
    return EditionView(
        reading=reading,
        masthead=newsroom.masthead(language),
        issue_line=line,
        subject=first_of(issue.subjects, *words),
        preheader=first_of(issue.preheaders, *words),
        opening=first_of(issue.openings, *words),
        parts=parts,
        closing=first_of(issue.closings, *words),
        postal_address=newsroom.postal_address,
        reply_note=bool(newsroom.reply_to),
        view_in_browser=public_url("archive.letter", language=language, number=issue.number, of=EditionKey(reading)),
    )


def _parts(issue: Issue, reading: Reading, earlier: Verdicts, drafts: bool) -> Iterator[PartView | None]:
    for part in issue.parts:
        yield _entry_view(part, reading, drafts) if isinstance(part, Entry) else box_view(part, reading, earlier)


def text_for(entry: Entry, languages: tuple[Language, ...], *, drafts: bool = False) -> Text | None:
    """The first of `languages` that the entry has an approved text in; with `drafts`, one that may yet become it."""
    texts = (entry.commentary.texts.get(language) for language in languages)
    return next((text for text in texts if text and (text.is_approved or (drafts and _can_come(entry, text)))), None)


def _can_come(entry: Entry, text: Text) -> bool:
    given_up = text.state is TextState.WITHDRAWN or text.language in entry.waivers
    return bool(text.title) and not given_up


def drafts_in(issue: Issue, reading: Reading) -> list[Text]:
    """The texts that an edition takes without their being approved; a frozen one takes none."""
    if issue.editions:
        return []
    texts = (text_for(entry, (*reading.languages, Language.EN), drafts=True) for entry in issue.entries)
    return [text for text in texts if text and not text.is_approved]


def _entry_view(entry: Entry, reading: Reading, drafts: bool) -> EntryView | None:
    text = text_for(entry, reading.languages, drafts=drafts)
    whole = text is not None and entry.form is EntryForm.WHOLE
    text = text or (text_for(entry, (Language.EN,), drafts=drafts) if entry.issue.english_cards else None)
    if text is None:
        return None
    piece, language = entry.commentary, reading.first
    pictures = settings.current().pictures_in_letters
    html, plain = bodies(text, None if pictures else without_pictures) if whole else ("", "")
    other = _other(entry, text, reading)
    return EntryView(
        key=entry.key,
        language=text.language,
        section=piece.section.name(language) if piece.section else "",
        title=text.title,
        verdict_kind=piece.verdict.value if piece.verdict else "",
        mark=piece.verdict.mark if piece.verdict else "",
        verdict_words=piece.verdict.wording(language) if piece.verdict else "",
        byline=piece.byline(text.language),
        photo=_photo_view(piece, text.language),
        standfirst=text.standfirst,
        body_html=html,
        body_text=plain,
        whole=whole,
        url=_address(text, entry.issue),
        label="" if text.language is language else language_label(text.language),
        other_url=_address(other, entry.issue) if other else "",
        other_label=other_label(other.language) if other else "",
    )


def _other(entry: Entry, text: Text, reading: Reading) -> Text | None:
    """The approved version to link to beside `text`: the reading's second language, or English for want of it."""
    rest = tuple(language for language in reading.languages if language is not text.language)
    if text.language is reading.first:
        return text_for(entry, rest)
    english = () if text.language is Language.EN else (Language.EN,)
    return text_for(entry, (*rest, *english))


def _photo_view(piece: Commentary, language: Language) -> PhotoView | None:
    photo = piece.photo
    if photo is None or not settings.current().pictures_in_letters:
        return None
    return PhotoView(
        url=public_url("photos.file", digest=photo.digest, width=PHOTO_WIDTH),
        alt=piece.alts.get(language, ""),
        credit=piece.credits.get(language, ""),
        caption=piece.captions.get(language, ""),
        credit_href=piece.credit_href,
        width=photo.width,
        height=photo.height,
    )


def _address(text: Text, issue: Issue) -> str:
    """A text has an address of its own from its approval on."""
    if text.slug:
        return public_url("archive.commentary", language=text.language, slug=text.slug)
    return public_url("archive.issue", language=text.language, number=issue.number)
