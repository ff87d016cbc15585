"""Asking a provider for a batch, and what of its answer is a translation."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.commentaries.merging import Part, Version
from newsletter.commentaries.refusals import Refusal
from newsletter.languages import Language
from newsletter.terms.matching import TermBase
from newsletter.translation.machine import failures
from newsletter.translation.machine.provider import PASSAGES, Provider, TermPair
from newsletter.translation.machine.units import LONGEST, Unit, terms_in


@dataclass(frozen=True)
class Work:
    """What is to be drafted, as values: rows would keep a transaction open."""

    text_id: int
    source: Version
    seen: int
    """The source's revision."""
    languages: tuple[Language, Language]
    units: Sequence[Unit]
    terms: TermBase
    notes: str


class Answered:
    """What the provider made of a batch."""

    def __init__(self, provider: Provider, work: Work, batch: Sequence[Unit]) -> None:
        self._provider, self._work = provider, work
        self._batch = [unit for unit in batch if max(map(len, unit.passages)) <= LONGEST]
        self.drafted: dict[str, Part] = {}
        self.failed: dict[str, Refusal] = {unit.name: failures.TooLong() for unit in batch if unit not in self._batch}

    @property
    def characters(self) -> int:
        return sum(unit.characters for unit in self._batch)

    def ask(self) -> None:
        """Raises Failure."""
        source, target = self._work.languages
        terms = terms_in(self._batch, self._work.terms, source, target)
        try:
            answers = iter(self._answers(terms))
        except failures.Unusable as problem:
            self.failed |= {unit.name: problem for unit in self._batch}
            return
        for unit in self._batch:
            try:
                self.drafted[unit.name] = unit.draft([next(answers) for _ in unit.passages], target)
            except failures.Unusable as problem:
                self.failed[unit.name] = problem

    def _answers(self, terms: Sequence[TermPair]) -> list[str]:
        """A long list has more passages than a request may have."""
        passages = [passage for unit in self._batch for passage in unit.passages]
        chunks = [passages[start : start + PASSAGES] for start in range(0, len(passages), PASSAGES)]
        languages, notes = self._work.languages, self._work.notes
        return [text for chunk in chunks for text in self._provider.draft(chunk, *languages, terms, notes)]
