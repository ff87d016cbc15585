"""Parts of a source on their way to the machine and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from newsletter.commentaries.document import Node
from newsletter.commentaries.merging import Part
from newsletter.commentaries.models import STANDFIRST_LENGTH, TITLE_LENGTH
from newsletter.commentaries.schema import FIGURE_WORDS
from newsletter.languages import Language
from newsletter.terms.matching import TermBase
from newsletter.terms.written import Form
from newsletter.translation.machine import markup
from newsletter.translation.machine.failures import TooLong
from newsletter.translation.machine.judging import judge
from newsletter.translation.machine.provider import CHARACTERS, PASSAGES, TermPair

LONGEST = 12_000
"""Characters of a passage."""
_LIMITS = {"title": TITLE_LENGTH, "standfirst": STANDFIRST_LENGTH}


@dataclass(frozen=True)
class Unit:
    """A title, a standfirst or a block, with the passages that it is sent as."""

    name: str
    part: Part

    @cached_property
    def passages(self) -> list[str]:
        return markup.passages_of(self.part) if isinstance(self.part, dict) else [markup.escaped(self.part)]

    @cached_property
    def words(self) -> list[str]:
        return markup.words_of(self.part) if isinstance(self.part, dict) else [self.part]

    @property
    def characters(self) -> int:
        return sum(map(len, self.passages))

    def draft(self, answers: Sequence[str], target: Language) -> Part:
        """Made of an answer for each passage. Raises Unusable."""
        for answer, passage, words in zip(answers, self.passages, self.words, strict=True):
            # Before it is parsed: of odd markup, that takes the square of its length.
            if len(answer) > 5 * len(passage) + 1_000:
                raise TooLong
            judge(markup.plain(answer), words, target)
        if isinstance(self.part, dict):
            return _short_enough(markup.translated(self.part, answers))
        words = markup.plain(answers[0])
        if len(words) > _LIMITS[self.name]:
            raise TooLong
        return words


def _short_enough(block: Node) -> Node:
    if block["type"] == "figure" and any(len(block["attrs"][name]) > limit for name, limit in FIGURE_WORDS.items()):
        raise TooLong
    return block


def batches(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """What goes together in a request; a unit that is too large for any goes alone."""
    batch: list[Unit] = []
    for unit in units:
        full = sum(len(each.passages) for each in batch) + len(unit.passages) > PASSAGES
        if batch and (full or sum(each.characters for each in batch) + unit.characters > CHARACTERS):
            yield batch
            batch = []
        batch.append(unit)
    if batch:
        yield batch


def terms_in(units: Sequence[Unit], terms: TermBase, source: Language, target: Language) -> list[TermPair]:
    """Those that the words have, and no others: the rest of the term base stays here."""
    found: dict[str, TermPair] = {}
    for words in (words for unit in units for words in unit.words):
        for match in terms.matches(words, source):
            forms = match.term.good[target]
            if forms and _is_whole(match.form, source) and _is_whole(forms[0], target):
                found.setdefault(match.form.key, TermPair(match.form.citation, forms[0].citation))
    return list(found.values())


def _is_whole(form: Form, language: Language) -> bool:
    """Whether it is written down as the dictionary has it, and not as a bare stem."""
    return language is Language.EN or not any(word.declined and word.ending is None for word in form.words)
