"""What can't be done with an issue that was halted. `str(error)` is a sentence for the person who asked."""

from collections.abc import Iterable

from flask_babel import gettext as _

from newsletter.issues.refusals import Refusal
from newsletter.languages import EditionKey
from newsletter.web import interface_language


class StillLeaving(Refusal):
    """Who has the issue isn't certain yet."""

    def __init__(self) -> None:
        super().__init__(_("Some of its mails are still on their way. Halt it, wait a moment, and try again."))


class NothingHalted(Refusal):
    """No mailing of the issue stands still because of a stop-press."""

    def __init__(self) -> None:
        super().__init__(_("Nothing of it is halted any more: somebody was faster."))


class WordsChanged(Refusal):
    """Somebody else saved or sent the correction meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed or sent this correction meanwhile. Look at it again."))


class NobodyToTell(Refusal):
    """It has no words for any edition that is chosen, or these have no readers."""

    def __init__(self) -> None:
        super().__init__(_("There is nobody to send it to: choose editions, and write in a language of their readers."))


class WordsMissing(Refusal):
    def __init__(self, keys: Iterable[EditionKey]) -> None:
        names = ", ".join(key.label(interface_language()) for key in keys)
        super().__init__(
            _("It has no words for these readers: %(editions)s. Write them, or leave those out.", editions=names)
        )


class GivesAway(Refusal):
    """A discreet letter that would say what it is."""

    def __init__(self, words: Iterable[str]) -> None:
        said = ", ".join(f"“{word}”" for word in words)
        super().__init__(_("This would give its discreet readers away: %(words)s. Say it in other words.", words=said))
