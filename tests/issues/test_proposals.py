"""What the builder proposes so that every edition fits, and that its numbers are those of real letters."""

import itertools
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from newsletter.db import db
from newsletter.issues.building import room
from newsletter.issues.building.proposing import Sizes, shortening
from newsletter.issues.composing import editions
from newsletter.issues.models import EntryForm, Issue
from newsletter.issues.preflight import SIZE_LIMIT
from newsletter.languages import EditionKey, Language, Reading
from newsletter.staff.models import Role
from tests import factories
from tests.conftest import SignIn
from tests.issues.pages import desk

BE, RU = EditionKey(Reading.BE_RU), EditionKey(Reading.RU_BE)

savings = st.dictionaries(
    st.sampled_from("abcdefg"), st.fixed_dictionaries({"be": st.integers(-2, 9), "ru": st.integers(-2, 9)}), min_size=1
)


def fits(over: Sizes, saves: Mapping[str, Sizes], keys: tuple[str, ...]) -> bool:
    return all(sum(saves[key][edition] for key in keys) >= much for edition, much in over.items())


@given(st.fixed_dictionaries({"be": st.integers(1, 30), "ru": st.integers(-5, 30)}), savings)
def test_a_proposal_is_the_fewest_entries_that_do_and_the_lead_only_where_nothing_else_does(
    over: dict[str, int], saves: dict[str, Sizes]
) -> None:
    lead, *others = saves
    chosen = shortening(over, saves, spare=lead)

    def all_of(keys: list[str]) -> list[tuple[str, ...]]:
        counts = range(len(keys) + 1)
        return [some for count in counts for some in itertools.combinations(keys, count) if fits(over, saves, some)]

    without_lead, with_lead = all_of(others), all_of([lead, *others])
    if chosen is None:
        assert not with_lead
    else:
        assert fits(over, saves, chosen)
        assert (lead in chosen) == (not without_lead)
        assert len(chosen) == min(map(len, without_lead or with_lead))


def test_of_as_few_entries_the_last_are_proposed() -> None:
    alike = {key: {"be": 10} for key in "abcde"}
    assert shortening({"be": 15}, alike, spare="a") == ("d", "e")
    assert shortening({"be": 15}, {**alike, "b": {"be": 20}}, spare="a") == ("b",)


def test_a_very_long_issue_is_thought_over_at_once() -> None:
    """There are more choices among 80 entries than could ever be tried."""
    lengths = {f"entry-{n}": 5000 + n * 997 % 11_000 for n in range(80)}
    saves = {key: {"be": length, "ru": length * (95 + length % 9) // 100} for key, length in lengths.items()}
    chosen = shortening({"be": 400_000, "ru": 390_000}, saves, spare="entry-0")
    assert chosen
    assert fits({"be": 400_000, "ru": 390_000}, saves, chosen)


@pytest.fixture
def long_issue(app: object) -> Issue:
    """Four pieces of which Belarusian and Russian readers can have three."""
    issue = factories.issue(*(factories.commentary() for _n in range(4)))
    for number, entry in enumerate(issue.entries, 1):
        for language, text in entry.commentary.texts.items():
            text.title = f"Piece {number}"
            text.document = factories.document(*[factories.PARAGRAPHS[language] * 5] * 44)
    db.session.commit()
    return issue


def sizes(issue: Issue) -> dict[EditionKey, int]:
    return {key: made.size for key, made in editions.every(issue).items()}


def test_what_is_proposed_makes_every_edition_exactly_as_large_as_it_says(long_issue: Issue) -> None:
    before = sizes(long_issue)
    assert max(before.values()) > SIZE_LIMIT
    proposal = room.proposal(long_issue, editions.every(long_issue))
    assert proposal
    assert proposal.entry_keys == (long_issue.entries[3].key,)
    assert proposal.sizes_before == {key: size for key, size in before.items() if size > SIZE_LIMIT}
    long_issue.entries[3].form = EntryForm.TEASER
    assert sizes(long_issue) == proposal.sizes_after
    assert max(sizes(long_issue).values()) <= SIZE_LIMIT
    assert room.proposal(long_issue, editions.every(long_issue)) is None


def test_what_the_list_says_of_each_part_adds_up_to_what_the_letter_grows_by(long_issue: Issue) -> None:
    whole, entry = editions.every(long_issue), long_issue.entries[2]
    entry.form = EntryForm.TEASER
    short = editions.every(long_issue)
    for key, edition in whole.items():
        assert edition.size - short[key].size == edition.part_sizes[entry.key] - short[key].part_sizes[entry.key]
    assert room.part_size(entry.key, whole) == max(edition.part_sizes[entry.key] for edition in whole.values())


def test_what_no_teaser_makes_fit_has_no_proposal(long_issue: Issue) -> None:
    long_issue.openings = {str(language): "слова " * 7000 for language in Language}
    assert room.proposal(long_issue, editions.every(long_issue)) is None


def test_the_page_proposes_and_one_press_does_it(client: FlaskClient, sign_in: SignIn, long_issue: Issue) -> None:
    sign_in(Role.EDITOR)
    made = editions.every(long_issue)
    proposal = room.proposal(long_issue, made)
    assert proposal
    assert proposal.press == "Make “Piece 4” a teaser"
    assert proposal.says.startswith(f"BE → RU would be {proposal.sizes_after[BE] / 1000:.1f} kB instead of")
    page = client.get(desk(long_issue)).text
    assert proposal.press in page
    answer = client.post(desk(long_issue, "/teasers"), data={"entries": ",".join(proposal.entry_keys)})
    assert answer.status_code == 303
    assert proposal.press not in client.get(desk(long_issue)).text
    assert client.post(desk(long_issue, "/teasers"), data={"entries": "entry-1;2"}).status_code == 400
