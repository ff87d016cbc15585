"""The plan of a week: saving it, two editors at once, copying, and what is likely."""

import datetime as dt
from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from newsletter.db import db
from newsletter.languages import Language
from newsletter.planning import plan
from newsletter.planning.defaults import due_of
from newsletter.planning.forms import written_tasks
from newsletter.planning.models import Assignment
from newsletter.planning.plan import Key, Task, plan_of
from newsletter.staff.models import Role, Staff
from tests import factories
from tests.conftest import SignIn

EN, BE, RU = Language.EN, Language.BE, Language.RU
MONDAY = factories.MONDAY
WEEK = dt.timedelta(weeks=1)
SUNDAY_EVENING = dt.datetime(2024, 11, 10, 17, tzinfo=dt.UTC)
"""18:00 in Warsaw."""
PAGE = "/desk/plan/2024-11-04"


def key(language: Language, slug: str = "security") -> Key:
    return (factories.section(slug).id, language)


def task(staff: Staff, *, original: bool = False, due_at: dt.datetime = SUNDAY_EVENING) -> Task:
    return Task(staff.id, due_at, original)


def sent(
    tasks: Mapping[Key, tuple[Staff, str]], *, seen: Mapping[Key, Task] | None = None, original: Language = EN
) -> dict[str, str]:
    """What the form of a week sends: `tasks` are who and a local due time."""
    data = {"seen": written_tasks(seen or {})}
    for section in plan_of(MONDAY).sections:
        data[f"section{section.id}-original"] = original
        for language in Language:
            staff, due = tasks.get((section.id, language), (None, ""))
            data[f"section{section.id}-{language}-staff"] = str(staff.id) if staff else ""
            data[f"section{section.id}-{language}-due"] = due
    return data


def test_an_editor_plans_a_week_with_a_form(client: FlaskClient, sign_in: SignIn) -> None:
    vera = factories.staff(handle="vera")
    sign_in(Role.EDITOR)
    assert "vera" in client.get(PAGE).text
    data = sent({key(EN): (vera, "2024-11-10T18:00"), key(BE): (vera, "2024-11-11T12:30")})
    page = client.post(PAGE, data=data, follow_redirects=True).text
    assert "Saved: 2 texts of the plan changed." in page
    assert "2 texts, 1 original" in " ".join(page.split())
    assert plan_of(MONDAY).tasks() == {
        key(EN): task(vera, original=True),
        key(BE): task(vera, due_at=dt.datetime(2024, 11, 11, 11, 30, tzinfo=dt.UTC)),
    }


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.TRANSLATOR])
def test_the_others_read_the_plan_with_their_own_cells_marked(client: FlaskClient, sign_in: SignIn, role: Role) -> None:
    me = sign_in(role)
    factories.assignment(me)
    factories.assignment(factories.staff(handle="vera"), language=RU)
    db.session.commit()
    page = client.get(PAGE).text
    assert page.count('class="cell mine"') == 1
    assert "vera" in page
    assert "<select" not in page
    assert client.post(PAGE, data=sent({})).status_code == 403
    assert client.post(f"{PAGE}/copy").status_code == 403
    assert client.get("/desk/plan/letters").status_code == 403


def test_what_another_editor_changed_elsewhere_is_left_as_it_is(app: Flask) -> None:
    nina, vera = factories.staff(handle="nina"), factories.staff(handle="vera")
    plan.save(MONDAY, {key(EN): task(nina)}, {}, by=nina)
    seen = plan_of(MONDAY).tasks()
    plan.save(MONDAY, {key(EN): task(vera)}, seen, by=nina)
    plan.save(MONDAY, {**seen, key(RU): task(nina)}, seen, by=vera)
    assert plan_of(MONDAY).tasks() == {key(EN): task(vera), key(RU): task(nina)}


def test_the_later_of_two_editors_sees_what_the_earlier_changed(client: FlaskClient, sign_in: SignIn) -> None:
    nina, vera = factories.staff(handle="nina"), factories.staff(handle="vera")
    opened: dict[Key, Task] = {}
    plan.save(MONDAY, {key(EN): task(vera), key(RU): task(vera)}, opened, by=nina)
    db.session.commit()
    sign_in(Role.EDITOR)
    mine = sent({key(EN): (nina, "2024-11-10T18:00")}, seen=opened)
    answer = client.post(PAGE, data=mine)
    assert answer.status_code == 409
    assert "Changed meanwhile to: vera" in answer.text
    assert plan_of(MONDAY).cells[key(EN)].staff_id == vera.id, "nothing is overwritten silently"
    both = sent(
        {key(EN): (nina, "2024-11-10T18:00"), key(RU): (vera, "2024-11-10T18:00")}, seen=plan_of(MONDAY).tasks()
    )
    assert client.post(PAGE, data=both).status_code == 302
    assert {cell: each.staff_id for cell, each in plan_of(MONDAY).tasks().items()} == {
        key(EN): nina.id,
        key(RU): vera.id,
    }


def test_whoever_waited_for_their_turn_goes_by_what_was_saved_meanwhile(app: Flask) -> None:
    """The route has looked at the rows, for its form, before the other editor let go of them."""
    nina, vera = factories.staff(), factories.staff()
    factories.assignment(vera, language=EN, due_at=SUNDAY_EVENING)
    seen = plan_of(MONDAY).tasks()
    meanwhile = sa.update(Assignment).values(staff_id=nina.id)
    db.session.execute(meanwhile, execution_options={"synchronize_session": False})
    with pytest.raises(plan.Overtaken):
        plan.save(MONDAY, {}, seen, by=vera)


@pytest.mark.parametrize(
    ("due", "says"),
    [
        ("", "Say by when."),
        ("soon", "Write a day and a time"),
        ("2025-11-10T18:00", "within four weeks"),
        ("0001-01-01T00:00", "within four weeks"),
    ],
)
def test_a_due_time_that_nobody_meant_is_refused(client: FlaskClient, sign_in: SignIn, due: str, says: str) -> None:
    vera = sign_in(Role.EDITOR)
    answer = client.post(PAGE, data=sent({key(EN): (vera, due)}))
    assert answer.status_code == 422
    assert says in answer.text
    assert plan_of(MONDAY).tasks() == {}


def test_an_hour_that_a_change_of_the_clocks_leaves_out_or_gives_twice_is_refused(
    client: FlaskClient, sign_in: SignIn
) -> None:
    vera = sign_in(Role.EDITOR)
    spring = client.post("/desk/plan/2025-03-24", data=sent({key(EN): (vera, "2025-03-30T02:30")}))
    autumn = client.post("/desk/plan/2025-10-20", data=sent({key(EN): (vera, "2025-10-26T02:30")}))
    assert "there is no 02:30" in spring.text
    assert "02:30 comes twice" in autumn.text


def test_a_plan_is_copied_by_the_clock_on_the_wall(app: Flask) -> None:
    """From summer time in October to winter time in November it is still 18:00, which is another hour in UTC."""
    vera = factories.staff(handle="vera")
    october = dt.date(2024, 10, 14)
    due = dt.datetime(2024, 10, 20, 16, tzinfo=dt.UTC)
    factories.assignment(vera, week=october, due_at=due, original=True)
    assert plan.copy_before(MONDAY, by=vera) == 1
    assert plan_of(MONDAY).tasks() == {key(BE): task(vera, original=True)}


def test_copying_fills_only_what_is_empty_and_asks_nobody_who_left(client: FlaskClient, sign_in: SignIn) -> None:
    vera, gone = factories.staff(handle="vera"), factories.staff(handle="gone")
    before = MONDAY - 2 * WEEK
    for staff, language in ((vera, EN), (vera, BE), (gone, RU)):
        factories.assignment(staff, week=before, language=language)
    gone.active = False
    nina = sign_in(Role.EDITOR)
    factories.assignment(nina, language=EN)
    db.session.commit()
    assert "1 text was taken over." in client.post(f"{PAGE}/copy", follow_redirects=True).text
    assert {cell: each.staff_id for cell, each in plan_of(MONDAY).tasks().items()} == {
        key(EN): nina.id,
        key(BE): vera.id,
    }
    assert "nothing to take over" in client.post(f"{PAGE}/copy", follow_redirects=True).text


def test_due_times_are_those_of_the_week_before_or_the_usual_ones(app: Flask) -> None:
    vera = factories.staff()
    factories.assignment(vera, week=MONDAY, due_at=dt.datetime(2024, 11, 9, 8, tzinfo=dt.UTC))
    earlier, later = plan_of(MONDAY), plan_of(MONDAY + WEEK)
    assert due_of(key(BE), later, earlier, original=False) == dt.datetime(2024, 11, 16, 9)  # noqa: DTZ001
    assert due_of(key(EN), later, earlier, original=True) == dt.datetime(2024, 11, 17, 18)  # noqa: DTZ001
    assert due_of(key(RU), later, earlier, original=False) == dt.datetime(2024, 11, 18, 18)  # noqa: DTZ001


@pytest.mark.parametrize("week", ["soon", "2024-13-01", "0001-01-01", "9999-12-31"])
def test_a_plan_of_no_week_is_not_found(client: FlaskClient, sign_in: SignIn, week: str) -> None:
    sign_in(Role.EDITOR)
    assert client.get(f"/desk/plan/{week}").status_code == 404
    assert client.post(f"/desk/plan/{week}", data={}).status_code == 404
    assert client.get("/desk/plan", query_string={"week": week}).status_code == 404


@pytest.mark.parametrize(
    "seen", ["", "{}", "[[1]]", "[[1, 2, 3, 4, 5]]", "null", "\x00", "[" * 5000, "[[Infinity, 2, 3, 4, 5]]"]
)
def test_a_form_that_was_tampered_with_overwrites_nothing(client: FlaskClient, sign_in: SignIn, seen: str) -> None:
    vera = factories.staff(handle="vera")
    factories.assignment(vera, language=EN, due_at=SUNDAY_EVENING)
    nina = sign_in(Role.EDITOR)
    db.session.commit()
    answer = client.post(PAGE, data={**sent({key(EN): (nina, "2024-11-10T18:00")}), "seen": seen})
    assert answer.status_code == 409
    assert plan_of(MONDAY).cells[key(EN)].staff_id == vera.id


def test_a_colleague_whose_account_was_closed_stays_in_the_plan_until_somebody_changes_it(
    client: FlaskClient, sign_in: SignIn
) -> None:
    gone = factories.staff(handle="gone")
    factories.assignment(gone, language=EN, due_at=SUNDAY_EVENING)
    gone.active = False
    sign_in(Role.EDITOR)
    db.session.commit()
    assert "gone (account closed)" in client.get(PAGE).text
    data = sent({key(EN): (gone, "2024-11-10T18:00")}, seen=plan_of(MONDAY).tasks())
    assert client.post(PAGE, data=data).status_code == 302
    assert plan_of(MONDAY).cells[key(EN)].staff_id == gone.id
