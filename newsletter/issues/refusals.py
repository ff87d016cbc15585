"""What the issue desk says no to. `str(error)` is a sentence for the person who asked, in their language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

if TYPE_CHECKING:
    from newsletter.issues.preflight import Finding


class Refusal(Exception):
    pass


class NoSuchIssue(Refusal):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is no issue %(number)s.", number=number))


class NotAssembling(Refusal):
    """Nothing in an issue changes from its lock on."""

    def __init__(self, number: int) -> None:
        super().__init__(
            _(
                "Issue %(number)s can’t be changed any more: it is locked. Unlock it first, if that is still possible.",
                number=number,
            )
        )


class Overtaken(Refusal):
    """Somebody else, or the release itself, was faster."""

    def __init__(self, number: int, state: str) -> None:
        super().__init__(
            _(
                "This can’t be done with issue %(number)s as it is now (%(state)s). Somebody may have been faster.",
                number=number,
                state=state.lower(),
            )
        )


class NotReady(Refusal):
    """The preflight found something that blocks."""

    def __init__(self, number: int, findings: Sequence["Finding"]) -> None:
        self.findings = findings
        super().__init__(
            ngettext(
                "Issue %(number)s is not ready: %(num)s thing blocks it.",
                "Issue %(number)s is not ready: %(num)s things block it.",
                len(findings),
                number=number,
            )
        )


class BadTime(Refusal):
    """A release time that is past, doesn't exist, or comes twice."""


class UnderEmbargo(Refusal):
    """An entry may not be seen at the time of the release yet."""

    def __init__(self, number: int, title: str, until: str, when: str) -> None:
        super().__init__(
            _(
                "“%(title)s” is under embargo until %(until)s. Issue %(number)s would leave on %(when)s: "
                "choose a later time, or lift the embargo.",
                number=number,
                title=title,
                until=until,
                when=when,
            )
        )


class NotWaived(Refusal):
    """A waiver without a reason, or for a text that needs none."""


class AlreadyPlaced(Refusal):
    """A commentary is in an issue already."""


class StepBetween(Refusal):
    """Somebody was faster, and another step is the newest now: `newest` says which, or is empty if there is none."""

    def __init__(self, newest: str) -> None:
        says = _("The newest step is another one by now: %(step)s. Nothing was changed.", step=newest)
        super().__init__(says if newest else _("There is nothing left to undo."))
