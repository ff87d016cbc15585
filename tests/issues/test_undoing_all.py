"""Whatever was done to an issue, all of it can be undone, and done again."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.commentaries.models import Commentary
from newsletter.db import db
from newsletter.issues.building import builder, waivers
from newsletter.issues.building.acts import Act
from newsletter.issues.building.steps import next_steps, redo, step, undo
from newsletter.issues.models import BoxKind, EntryForm, Issue
from newsletter.languages import Language
from tests import factories
from tests.issues.undo import as_stored, newest, undone

pytestmark = pytest.mark.usefixtures("app")
Random = Callable[[Any], Any]


class Acts:
    """What an editor may do, whatever the issue is like just then."""

    def __init__(self, issue: Issue, spare: list[Commentary], choose: Random) -> None:
        self.issue, self.spare, self.choose = issue, spare, choose

    def add(self) -> None:
        placed = [entry.commentary for entry in self.issue.entries]
        if free := [piece for piece in self.spare if piece not in placed]:
            builder.add(self.issue, self.choose(st.sampled_from(free)))

    def remove(self) -> None:
        if self.issue.entries:
            builder.remove(self.issue, self.choose(st.sampled_from(self.issue.entries)))

    def reorder(self) -> None:
        builder.reorder(self.issue, self.choose(st.permutations([part.key for part in self.issue.parts])))

    def set_form(self) -> None:
        if self.issue.entries:
            entry = self.choose(st.sampled_from(self.issue.entries))
            builder.set_form(self.issue, entry, self.choose(st.sampled_from(EntryForm)))

    def set_words(self) -> None:
        words = st.dictionaries(st.sampled_from([str(code) for code in Language]), st.text("абв ", min_size=1))
        parts = ("subjects", "preheaders", "openings", "closings")
        builder.set_words(self.issue, **{part: self.choose(words) for part in parts})

    def put_box(self) -> None:
        kind = self.choose(st.sampled_from(BoxKind))
        facts = {"words": {"en": self.choose(st.text("abc", max_size=5))}, "href": "https://example.org/"}
        builder.put_box(self.issue, kind, **facts)

    def remove_box(self) -> None:
        if self.issue.boxes:
            builder.remove_box(self.issue, self.choose(st.sampled_from(self.issue.boxes)))

    def waive(self) -> None:
        lacking = [entry for entry in self.issue.entries if Language.RU not in entry.waivers]
        if lacking:
            entry = self.choose(st.sampled_from(lacking))
            waivers.sign(self.issue, entry, Language.RU, reason="A holiday", by="vera")

    def unwaive(self) -> None:
        for entry in self.issue.entries[:1]:
            waivers.withdraw(self.issue, entry, Language.RU, by="vera")

    def set_cards(self) -> None:
        builder.set_cards(self.issue, self.choose(st.booleans()))


ACTS = [Acts.add, Acts.remove, Acts.reorder, Acts.set_form, Acts.set_words, Acts.put_box, Acts.remove_box]
ACTS += [Acts.waive, Acts.unwaive, Acts.set_cards]


@pytest.fixture
def pieces() -> list[Commentary]:
    made = [factories.commentary(languages=(Language.EN,)) for _n in range(4)]
    db.session.commit()
    return made


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.sampled_from(ACTS), max_size=10), st.data())
def test_undoing_all_leads_to_the_beginning_and_doing_all_again_to_the_end(
    pieces: list[Commentary], acts: list[Callable[[Acts], None]], data: st.DataObject
) -> None:
    db.session.rollback()  # what the example before this one did, to its end or not
    issue = factories.issue(*pieces[:2])
    doer, states = Acts(issue, pieces, data.draw), [as_stored(issue)]
    for number, act in enumerate(acts):
        with step(issue, Act.ORDERED, by=f"editor {number}"):
            act(doer)
        if (state := as_stored(issue)) != states[-1]:
            states.append(state)
    for state in states[-2::-1]:
        undo(issue, newest(issue), by="nina")
        assert as_stored(issue) == state
    assert next_steps(issue)[0] is None
    for state in states[1:]:
        redo(issue, undone(issue), by="nina")
        assert as_stored(issue) == state
    assert next_steps(issue)[1] is None
