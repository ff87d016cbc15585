"""Forms of the plan and of absences."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DateTimeLocalField, FormField, HiddenField, SelectChoice, SelectField
from wtforms.validators import Optional, ValidationError

from newsletter.forms import NEEDED, Form, Part, likely_day
from newsletter.issues.leaving.clocks import moment
from newsletter.issues.refusals import BadTime
from newsletter.languages import Language
from newsletter.planning.absences import LONGEST
from newsletter.planning.defaults import due_of, original_of
from newsletter.planning.plan import Key, Task, WeekPlan
from newsletter.planning.when import away_words
from newsletter.staff import settings
from newsletter.staff.models import Staff
from newsletter.staff.moments import local
from newsletter.web import row_number

_FARTHEST = dt.timedelta(days=28)
"""A due time further from its week's Monday is a slip of the finger."""


class CellForm(Part):
    """`monday` is its week's, `at` the due time in UTC, once validated."""

    staff = SelectField(_l("Who"), coerce=lambda chosen: row_number(str(chosen)) if chosen else None)
    due = DateTimeLocalField(_l("Due"), [Optional()], format=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
    monday: dt.date
    at: dt.datetime

    def validate_staff(self, field: SelectField) -> None:
        if field.data and not self.due.data and not self.due.errors:
            raise ValidationError(_("Say by when."))

    def validate_due(self, field: DateTimeLocalField) -> None:
        if not self.staff.data or not field.data:
            return
        if abs(field.data.date() - self.monday) > _FARTHEST:
            raise ValidationError(_("Choose a day within four weeks of the week’s Monday."))
        try:
            self.at = moment(field.data, settings.current().zone)
        except BadTime as refusal:
            raise ValidationError(str(refusal)) from refusal


class RowForm(Part):
    original = SelectField(
        _l("Written in"),
        choices=[SelectChoice(str(language), language.own_name) for language in Language],
        coerce=Language,
    )
    en = FormField(CellForm)
    be = FormField(CellForm)
    ru = FormField(CellForm)


class PlanForm(Form):
    """A week's plan. `seen` is what the page showed when it was opened."""

    seen = HiddenField()

    def rows(self) -> Iterator[tuple[int, RowForm]]:
        """With the id of the section of each."""
        for field in self:
            if field.short_name.startswith("section"):
                yield int(field.short_name.removeprefix("section")), field.form

    def cells(self) -> Iterator[tuple[Key, RowForm, CellForm]]:
        for section_id, row in self.rows():
            for language in Language:
                yield (section_id, language), row, row[language].form

    def tasks(self) -> dict[Key, Task]:
        """What it says, once validated."""
        return {
            key: Task(cell.staff.data, cell.at, row.original.data == key[1])
            for key, row, cell in self.cells()
            if cell.staff.data
        }

    def seen_tasks(self) -> dict[Key, Task]:
        return read_tasks(self.seen.data or "")


def plan_form(
    plan: WeekPlan, earlier: WeekPlan | None, people: Sequence[Staff], *, tasks: Mapping[Key, Task] | None = None
) -> PlanForm:
    """As it was sent; or, where nothing was or `tasks` are given, filled with those, and with what is likely."""
    fields = {f"section{section.id}": FormField(RowForm) for section in plan.sections}
    stored = {"seen": written_tasks(plan.tasks())} | _rows(plan, earlier, plan.tasks() if tasks is None else tasks)
    kind = type("PlanOfAWeek", (PlanForm,), fields)
    form = cast(PlanForm, kind(data=stored) if tasks is None else kind(formdata=None, data=stored))
    choices = [SelectChoice("", _("nobody yet")), *(_choice(person, plan) for person in people)]
    for _key, _row, cell in form.cells():
        cell.monday, cell.staff.choices = plan.monday, choices
    return form


def _rows(plan: WeekPlan, earlier: WeekPlan | None, tasks: Mapping[Key, Task]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for section in plan.sections:
        settled = [lang for lang in Language if (task := tasks.get((section.id, lang))) and task.original]
        original = settled[0] if settled else original_of(section, plan, earlier)
        row: dict[str, Any] = {"original": original}
        for language in Language:
            key = (section.id, language)
            task, likely = tasks.get(key), due_of(key, plan, earlier, original=language is original)
            row[language] = {
                "staff": task.staff_id if task else None,
                "due": local(task.due_at).replace(tzinfo=None) if task else likely,
            }
        rows[f"section{section.id}"] = row
    return rows


def _choice(person: Staff, plan: WeekPlan) -> SelectChoice:
    if not person.active:
        return SelectChoice(str(person.id), _("%(handle)s (account closed)", handle=person.handle))
    if absence := plan.away.in_week(person.id, plan.monday):
        return SelectChoice(str(person.id), f"{person.handle} ({away_words(absence)})")
    return SelectChoice(str(person.id), person.handle)


def written_tasks(tasks: Mapping[Key, Task]) -> str:
    """For the hidden field."""
    rows = [[*key, task.staff_id, task.due_at.isoformat(), task.original] for key, task in sorted(tasks.items())]
    return json.dumps(rows)


def read_tasks(written: str) -> dict[Key, Task]:
    """Nothing where it isn't ours: then everything there is counts as changed meanwhile."""
    try:
        rows = json.loads(written)
        return {
            (int(section), Language(language)): Task(int(staff), dt.datetime.fromisoformat(due), bool(original))
            for section, language, staff, due, original in rows
        }
    except (ValueError, TypeError, OverflowError, RecursionError):
        return {}


class AbsenceForm(Form):
    staff = SelectField(_l("Who"), coerce=lambda chosen: row_number(str(chosen)))
    first_day = DateField(_l("First day"), [NEEDED, likely_day])
    last_day = DateField(_l("Last day"), [NEEDED, likely_day], description=_l("The first one if it is a single day."))

    def __init__(self, people: Sequence[Staff], today: dt.date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today = today
        self.staff.choices = [SelectChoice(str(person.id), person.handle) for person in people]

    def validate_last_day(self, field: DateField) -> None:
        first, last = self.first_day.data, field.data
        if not first or not last:
            return
        if last < first:
            raise ValidationError(_("The last day is before the first one."))
        if last - first >= LONGEST:
            raise ValidationError(_("Enter at most a year at a time."))
        if last < self.today:
            raise ValidationError(_("These days are over already."))
