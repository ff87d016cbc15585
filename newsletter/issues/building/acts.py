"""What can be done to an issue while it is assembled, in words for whoever may undo it."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from newsletter.issues.models import BoxKind


class Act(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    ORDERED = "ordered"
    WHOLE = "whole"
    TEASER = "teaser"
    WORDS = "words"
    WAIVED = "waived"
    UNWAIVED = "unwaived"
    CARDS_ON = "cards_on"
    CARDS_OFF = "cards_off"
    BOX_ADDED = "box_added"
    BOX_CHANGED = "box_changed"
    BOX_REMOVED = "box_removed"
    BOX_MOVED = "box_moved"

    def says(self, subject: str) -> str:
        """A sentence without its full stop. `subject` is the title of what was changed; of a box, its kind."""
        what = BoxKind(subject).label if self.startswith("box_") else subject
        return str(_SAYS[self]) % {"what": what}

    @property
    def goes_on(self) -> bool:
        """Whether doing it again at once goes on with the same: a part moved by five places is moved once."""
        return self in (Act.MOVED, Act.BOX_MOVED, Act.ORDERED, Act.WORDS, Act.BOX_CHANGED)


_SAYS = {
    Act.ADDED: _l("“%(what)s” was added"),
    Act.REMOVED: _l("“%(what)s” was taken out"),
    Act.MOVED: _l("“%(what)s” was moved"),
    Act.ORDERED: _l("the order was changed"),
    Act.WHOLE: _l("“%(what)s” was made whole"),
    Act.TEASER: _l("“%(what)s” was made a teaser"),
    Act.WORDS: _l("the words of the mail were changed"),
    Act.WAIVED: _l("a waiver was signed for “%(what)s”"),
    Act.UNWAIVED: _l("a waiver for “%(what)s” was withdrawn"),
    Act.CARDS_ON: _l("English cards were switched on"),
    Act.CARDS_OFF: _l("English cards were switched off"),
    Act.BOX_ADDED: _l("“%(what)s” was added"),
    Act.BOX_CHANGED: _l("“%(what)s” was changed"),
    Act.BOX_REMOVED: _l("“%(what)s” was taken out"),
    Act.BOX_MOVED: _l("“%(what)s” was moved"),
}
