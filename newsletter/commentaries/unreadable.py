"""Why a file can't become a commentary: one sentence each, saying what to do."""

from newsletter.commentaries.document import DocumentError
from newsletter.commentaries.refusals import N_, Refusal

MAX_BYTES = 20_000_000
MAX_CHARACTERS = 300_000
"""Of a plain text or Markdown file: half an hour's reading many times over."""
MAX_UNPACKED_BYTES = 16_000_000
"""Of the XML in a .docx. Pictures don't count: they are unpacked one by one, and only as far as a photo may go."""


class UnreadableFile(Refusal):
    pass


class EmptyFile(UnreadableFile):
    message = N_("The file is empty: choose the one that holds the commentary.")


class FileTooLarge(UnreadableFile):
    message = N_("The file is larger than %(limit)s MB: take its pictures out or split it, then try again.")


class UnknownExtension(UnreadableFile):
    message = N_("Only .txt, .md, .html and .docx files can be imported: save the commentary as one of them.")


class NotText(UnreadableFile):
    message = N_("The file holds something other than text: save the commentary as .txt, .md, .html or .docx.")


class UnknownEncoding(UnreadableFile):
    message = N_("It is not certain in which encoding the file is: save it again as UTF-8.")


class TextFileTooLong(UnreadableFile):
    message = N_("The file holds more than %(limit)s characters: split it in two, or keep only the commentary.")


class PageTooLarge(UnreadableFile):
    message = N_("The page has too much besides its text: copy the text alone into a new file.")


class DamagedWordFile(UnreadableFile):
    message = N_("The file is damaged or is not a Word document: open it in Word and save it again as .docx.")


class WordFileTooLarge(UnreadableFile):
    message = N_("The Word document unpacks to more than %(limit)s MB: copy its text into a new document.")


class NoTitle(UnreadableFile):
    message = N_("No title was found: put one of at most %(limit)s characters on a line of its own above the text.")


class TextOverLimits(UnreadableFile):
    """The document's own reason, about a file."""

    def __init__(self, reason: DocumentError) -> None:
        self.message = reason.message  # type: ignore[misc]  # the sentence is the document's, per instance
        super().__init__(**reason.values)
