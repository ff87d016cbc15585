"""Whatever is done to a source and its translation, the states tell the truth."""

import copy
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from newsletter.translation.staleness import Pair, State
from tests.translation.newsroom import Block, Newsroom

place = st.integers(0, 30)


class Editing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.room = Newsroom()

    # The source

    @rule(at=place, which=place, whole=st.booleans(), minor=st.booleans())
    def rewrite(self, at: int, which: int, whole: bool, minor: bool) -> None:
        block = self.one(self.room.source, at)
        which %= len(block.sentences)
        was = None if whole and not minor else block.sentences[which]
        block.sentences[which] = self.room.sentence(was, minor=minor)
        self.room.keep(minor=minor)

    @rule(at=place)
    def repair_its_typography(self, at: int) -> None:
        block = self.one(self.room.source, at)
        block.typewritten = not block.typewritten
        self.room.keep()

    @rule(at=place, cut=place, says_so=st.booleans(), minor=st.booleans())
    def split(self, at: int, cut: int, says_so: bool, minor: bool) -> None:
        self.divide(self.room.source, at, cut, says_so=says_so)
        self.room.keep(minor=minor)

    @rule(at=place, minor=st.booleans())
    def merge(self, at: int, minor: bool) -> None:
        self.join(self.room.source, at)
        self.room.keep(minor=minor)

    @rule(at=place, to=place)
    def move(self, at: int, to: int) -> None:
        self.shift(self.room.source, at, to)
        self.room.keep()

    @precondition(lambda self: len(self.room.source) > 1)
    @rule(at=place)
    def delete(self, at: int) -> None:
        self.room.source.remove(self.one(self.room.source, at))
        self.room.keep()

    @rule(at=place, sentences=st.integers(1, 3))
    def insert(self, at: int, sentences: int) -> None:
        new = Block(self.room.new_id(), [self.room.sentence() for _ in range(sentences)])
        self.room.source.insert(at % (len(self.room.source) + 1), new)
        self.room.keep()

    @rule(number=place)
    def revert(self, number: int) -> None:
        self.room.source = copy.deepcopy(self.room.history[1 + number % self.room.newest])
        self.room.keep()

    @rule(number=place)
    def paste_anew(self, number: int) -> None:
        """The whole text from elsewhere, as it is or as it was, and no block keeps its id."""
        pasted = copy.deepcopy(self.room.history[1 + number % self.room.newest])
        for block in pasted:
            block.id, block.derived_from = self.room.new_id(), None
        self.room.source = pasted
        self.room.keep()

    # The translation

    @rule()
    def translate_what_is_missing(self) -> None:
        for pair in self.room.pairs():
            if pair.state is State.MISSING:
                new = Block(self.room.new_id(), [self.room.sentence()], of=list(pair.sources), seen=self.room.newest)
                self.room.target.append(new)

    @rule(at=place)
    def translate_one(self, at: int) -> None:
        missing = [pair for pair in self.room.pairs() if pair.state is State.MISSING]
        if missing:
            of = list(missing[at % len(missing)].sources)
            new = Block(self.room.new_id(), [self.room.sentence()], of=of, seen=self.room.newest)
            self.room.target.insert(at % (len(self.room.target) + 1), new)

    @rule(at=place)
    def still_right(self, at: int) -> None:
        """Makes exactly that pair current."""
        before = self.room.pairs()
        tied = [pair for pair in before if pair.sources and pair.targets]
        if not tied:
            return
        pair = tied[at % len(tied)]
        for block in self.room.target:
            if block.id in pair.targets:
                block.of, block.seen = list(pair.sources), self.room.newest
        after = self.room.pairs()
        assert self.sides(after) == self.sides(before)
        states = {each.targets: each.state for each in before if each.targets}
        states[pair.targets] = State.CURRENT
        assert {each.targets: each.state for each in after if each.targets} == states

    @rule(at=place)
    def split_a_translation(self, at: int) -> None:
        if self.room.target:
            block = self.one(self.room.target, at)
            new = Block(self.room.new_id(), [self.room.sentence()], of=list(block.of), seen=block.seen)
            self.room.target.insert(self.room.target.index(block) + 1, new)

    @rule(at=place)
    def merge_translations(self, at: int) -> None:
        if len(self.room.target) > 1:
            at %= len(self.room.target) - 1
            one, other = self.room.target[at], self.room.target.pop(at + 1)
            one.of = list(dict.fromkeys([*one.of, *other.of]))
            one.seen = min(one.seen or 0, other.seen or 0)

    @rule(at=place, to=place)
    def move_a_translation(self, at: int, to: int) -> None:
        if self.room.target:
            self.shift(self.room.target, at, to)

    @rule(at=place)
    def delete_a_translation(self, at: int) -> None:
        if self.room.target:
            self.room.target.remove(self.one(self.room.target, at))

    # What always holds

    @invariant()
    def nothing_is_lost(self) -> None:
        found = self.room.pairs()
        assert sorted(name for pair in found for name in pair.sources) == sorted(b.id for b in self.room.source)
        assert sorted(name for pair in found for name in pair.targets) == sorted(b.id for b in self.room.target)

    @invariant()
    def a_changed_block_is_never_shown_as_current(self) -> None:
        for pair in self.room.pairs():
            if pair.state is State.CURRENT:
                now = {self.room.meaning[each] for each in self.now(pair)}
                for block in self.targets(pair):
                    for sentences in self.room.seen_by(block):
                        assert {self.room.meaning[each] for each in sentences} <= now, pair
                assert now == {self.room.meaning[each] for each in self.seen(pair)}, pair

    @invariant()
    def what_reads_as_it_was_seen_is_never_shown_as_changed(self) -> None:
        for pair in self.room.pairs():
            if pair.state is State.CHANGED and set(self.seen(pair)) == set(self.now(pair)):
                assert not self.in_that_order(pair), pair

    @invariant()
    def what_was_seen_and_is_there_stays_tied(self) -> None:
        found = self.room.pairs()
        missing = [self.now(pair) for pair in found if pair.state is State.MISSING]
        for block in self.room.target:
            for sentences in self.room.seen_by(block):
                assert sentences not in missing
        orphans = [block for pair in found if pair.state is State.ORPHAN for block in self.targets(pair)]
        there = [block.sentences for block in self.room.source]
        for block in orphans:
            assert not any(sentences in there for sentences in self.room.seen_by(block)), block

    # Words for the above

    def one(self, found: list[Block], at: int) -> Block:
        return found[at % len(found)]

    def divide(self, found: list[Block], at: int, cut: int, *, says_so: bool) -> None:
        block = self.one(found, at)
        if len(block.sentences) > 1:
            cut = 1 + cut % (len(block.sentences) - 1)
            new = Block(self.room.new_id(), block.sentences[cut:], block.typewritten)
            new.derived_from = block.id if says_so else None
            block.sentences = block.sentences[:cut]
            found.insert(found.index(block) + 1, new)

    def join(self, found: list[Block], at: int) -> None:
        if len(found) > 1:
            at %= len(found) - 1
            found[at].sentences += found.pop(at + 1).sentences

    def shift(self, found: list[Block], at: int, to: int) -> None:
        block = self.one(found, at)
        found.remove(block)
        found.insert(to % (len(found) + 1), block)

    def sides(self, found: list[Pair]) -> set[Any]:
        return {(pair.sources, pair.targets) for pair in found}

    def targets(self, pair: Pair) -> list[Block]:
        return [block for block in self.room.target if block.id in pair.targets]

    def now(self, pair: Pair) -> list[int]:
        return [each for block in self.room.source if block.id in pair.sources for each in block.sentences]

    def seen(self, pair: Pair) -> list[int]:
        return [each for block in self.targets(pair) for sentences in self.room.seen_by(block) for each in sentences]

    def in_that_order(self, pair: Pair) -> bool:
        """Each block stands there in one piece as it was seen."""
        was = [sentences for block in self.targets(pair) for sentences in self.room.seen_by(block)]
        return all(self.stands_in(sentences, self.now(pair)) for sentences in was)

    def stands_in(self, part: list[int], whole: list[int]) -> bool:
        return any(whole[at : at + len(part)] == part for at in range(len(whole)))


Editing.TestCase.settings = settings(max_examples=20, stateful_step_count=25)
TestEditing = Editing.TestCase
