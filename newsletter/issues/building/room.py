"""What an edition takes against what Gmail shows of it, and how to make room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.numbers import format_decimal
from flask_babel import gettext as _
from flask_babel import ngettext

from newsletter.issues.building.proposing import shortening
from newsletter.issues.composing import editions
from newsletter.issues.composing.editions import Composed
from newsletter.issues.models import Issue
from newsletter.issues.preflight import SIZE_LIMIT
from newsletter.languages import EditionKey, Variant, listed
from newsletter.web import interface_language

Editions = Mapping[EditionKey, Composed]


@dataclass(frozen=True)
class Proposal:
    """To carry some entries as teasers, so that every standard edition fits."""

    entry_keys: tuple[str, ...]
    titles: tuple[str, ...]
    sizes_before: Mapping[EditionKey, int]
    """Bytes of the HTML of each edition that is too large."""
    sizes_after: Mapping[EditionKey, int]
    """The same of every standard edition as it would be, composed so."""

    @property
    def press(self) -> str:
        """What the button says."""
        titles = [_("“%(title)s”", title=title) for title in self.titles]
        words = listed(titles, interface_language())
        return str(ngettext("Make %(titles)s a teaser", "Make %(titles)s teasers", len(titles), titles=words))

    @property
    def says(self) -> str:
        """`BE → RU would be 61.2 kB instead of 78.0 kB.`"""
        return " ".join(_becomes(key, size, self.sizes_after[key]) for key, size in self.sizes_before.items())


def _becomes(key: EditionKey, before: int, after: int) -> str:
    language = interface_language()
    sizes = {
        "before": format_decimal(before / 1000, "0.0", locale=language),
        "after": format_decimal(after / 1000, "0.0", locale=language),
    }
    return str(_("%(edition)s would be %(after)s kB instead of %(before)s kB.", edition=key.label(language), **sizes))


def standard(made: Editions) -> dict[EditionKey, Composed]:
    """A discreet edition has no teasers."""
    return {key: edition for key, edition in made.items() if key.variant is Variant.STANDARD}


def part_size(key: str, made: Editions) -> int:
    """Bytes in the standard edition in which the part takes most; 0 where that isn't known, or it is in none."""
    return max((edition.part_sizes.get(key, 0) for edition in standard(made).values()), default=0)


def proposal(issue: Issue, made: Editions) -> Proposal | None:
    """None where every edition fits, or where no teasers would make it fit."""
    sizes = {key: edition.size for key, edition in standard(made).items()}
    over = {key: size for key, size in sizes.items() if size > SIZE_LIMIT}
    if not over:
        return None
    savings = _savings(issue, made, over)
    chosen = shortening({key.code: size - SIZE_LIMIT for key, size in over.items()}, savings, spare=next(iter(savings)))
    if not chosen:
        return None
    return Proposal(
        entry_keys=chosen,
        titles=tuple(entry.commentary.title for entry in issue.entries if entry.key in chosen),
        sizes_before=over,
        sizes_after={key: edition.size for key, edition in editions.shortened(issue, chosen).items()},
    )


def _savings(issue: Issue, made: Editions, over: Iterable[EditionKey]) -> dict[str, dict[str, int]]:
    """What each entry would save as a teaser, by edition. Parts don't touch each other, so all are tried at once."""
    keys = [entry.key for entry in issue.entries]
    least = editions.shortened(issue, keys)
    return {
        key: {of.code: made[of].part_sizes.get(key, 0) - least[of].part_sizes.get(key, 0) for of in over}
        for key in keys
    }
