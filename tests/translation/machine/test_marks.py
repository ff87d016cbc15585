"""A machine's words are marked until a person has been over them."""

import pytest
from flask.testing import FlaskClient

from newsletter.commentaries import review, writing
from newsletter.commentaries.document import blocks
from newsletter.commentaries.history import version_of
from newsletter.commentaries.models import Provenance, Text
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.translation.machine.asking import Work, ask
from tests.translation.machine.machinery import paragraph, untranslated, write


@pytest.fixture
def draft(nina: Staff, client: FlaskClient, work: Work) -> Text:
    text = untranslated(nina)
    ask(client, text)
    work()
    return text


def test_a_draft_is_not_approved_before_somebody_went_through_it(draft: Text, nina: Staff) -> None:
    editor = factories.staff(role=Role.ADMIN)
    with pytest.raises(review.MachineMade, match="confirmed them: 5"):
        review.approve(draft, by=editor)
    with pytest.raises(review.MachineMade):
        review.approve(draft, by=None)
    review.submit(draft, by=nina)
    confirmed = [block | {"attrs": {**block["attrs"], "machine": None}} for block in blocks(draft.document)]
    write(draft, nina, *confirmed, heads={name: {"seen": 1} for name in ("title", "standfirst")})
    assert draft.provenance is Provenance.EDITED
    review.approve(draft, by=editor)
    assert draft.is_approved


def test_what_a_person_edits_is_the_machines_no_more(draft: Text, nina: Staff) -> None:
    first, second, third = blocks(draft.document)
    write(draft, nina, paragraph("Лепш сказана.", **first["attrs"]), second, third, title="Лепшая назва")
    assert version_of(draft).machine_made == ["standfirst", second["attrs"]["id"], third["attrs"]["id"]]
    assert blocks(draft.document)[0]["attrs"]["of"] == ["block00001"]
    patch = {"blocks": {third["attrs"]["id"]: paragraph("І тут лепш.", **third["attrs"])}, "standfirst": "Лід"}
    theirs = writing.save_patch(draft, patch, by=nina, opened_at=draft.revision, by_hand=False)
    assert version_of(draft).machine_made == [second["attrs"]["id"]]
    assert theirs
    assert list(theirs["blocks"]) == [third["attrs"]["id"]]
    assert theirs["heads"] == {"title": {"seen": 1}, "standfirst": {"seen": 1}}


def test_what_nobody_touched_stays_marked_whatever_else_is_saved(draft: Text, nina: Staff) -> None:
    moved = list(reversed(blocks(draft.document)))
    write(draft, nina, *moved, paragraph("Дададзена.", id="new"))
    assert len(version_of(draft).machine_made) == 5
