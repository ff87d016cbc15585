"""What a file would do to the term base, to be looked at before it is done."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsletter.commentaries.refusals import N_, Refusal
from newsletter.db import db
from newsletter.staff.models import record
from newsletter.terms import term_list
from newsletter.terms.checking import Key, checked, keys_of
from newsletter.terms.matching import TermForms
from newsletter.terms.models import Term
from newsletter.terms.sheet import Row, with_cells
from newsletter.terms.written import BadForm


class Outcome(StrEnum):
    ADD = "add"
    CHANGE = "change"
    LEAVE = "leave"
    REFUSE = "refuse"


class TooManyCells(BadForm):
    message = N_("The row has more cells than the first row has columns.")


class Twice(BadForm):
    message = N_("Line %(line)s is about the same term.")


class FitsSeveral(BadForm):
    message = N_("Several terms are called “%(form)s”: add a column by which they differ.")


@dataclass(frozen=True)
class Planned:
    line: int
    outcome: Outcome
    before: TermForms | None = None
    after: TermForms | None = None
    why: Refusal | None = None


class Plan:
    """Of rows in their order. A row is about the term that has its form in the first language that the row has."""

    def __init__(self, rows: Iterable[Row], existing: Sequence[TermForms]) -> None:
        self._by_key: dict[Key, list[TermForms]] = defaultdict(list)
        for term in existing:
            for key in keys_of(term):
                self._by_key[key].append(term)
        self._room = term_list.MOST - len(existing)
        self._lines: dict[Key | int, int] = {}
        self.rows = [self._planned(row) for row in rows]

    def of(self, outcome: Outcome) -> list[Planned]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def digest(self) -> str:
        """Of all that the person is shown, to know it again."""
        facts = [
            (row.line, row.outcome, [term and _facts(term) for term in (row.before, row.after)]) for row in self.rows
        ]
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def _planned(self, row: Row) -> Planned:
        try:
            before, after = self._found(row)
        except BadForm as refusal:
            return Planned(row.line, Outcome.REFUSE, why=refusal)
        if before is None:
            self._room -= 1
            return Planned(row.line, Outcome.ADD, after=after)
        outcome = Outcome.LEAVE if _facts(before) == _facts(after) else Outcome.CHANGE
        return Planned(row.line, outcome, before, after)

    def _found(self, row: Row) -> tuple[TermForms | None, TermForms]:
        if row.has_more:
            raise TooManyCells
        alone = checked(with_cells(row.cells, None))
        key = keys_of(alone)[0]
        there = self._by_key.get(key, [])
        if len(there) > 1:
            raise FitsSeveral(form=alone.good[key[0]][0].citation)
        before = there[0] if there else None
        same = before.id if before else key
        if same in self._lines:
            raise Twice(line=self._lines[same])
        if before is None and self._room < 1:
            raise term_list.TooManyTerms(limit=term_list.MOST)
        after = checked(with_cells(row.cells, before))
        self._lines[same] = row.line
        return before, after


def _facts(term: TermForms) -> tuple[object, ...]:
    avoided = [(code, list(forms)) for code, forms in sorted(term.avoid.items())]
    return sorted(term.forms.items()), avoided, term.note


def carry_out(plan: Plan, *, by: str) -> None:
    """After term_list.to_change(), within the same transaction."""
    for row in plan.of(Outcome.ADD):
        if term := row.after:
            db.session.add(Term(forms=dict(term.forms), avoid=dict(term.avoid), note=term.note))
    for row in plan.of(Outcome.CHANGE):
        if (changed := row.after) and (there := db.session.get(Term, changed.id)):
            there.forms, there.avoid, there.note = dict(changed.forms), dict(changed.avoid), changed.note
    db.session.flush()
    record(by, "terms.imported", "term base", **{outcome: len(plan.of(outcome)) for outcome in Outcome})
