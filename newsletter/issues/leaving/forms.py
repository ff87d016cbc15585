"""The form of a release at a time."""

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TimeField
from wtforms.validators import Length

from newsletter.forms import NEEDED, Form, likely_day
from newsletter.issues.models import Issue


class ScheduleForm(Form):
    date = DateField(_l("Date"), [NEEDED, likely_day])
    time = TimeField(_l("Time"), [NEEDED])
    zone = StringField(_l("Time zone"), [NEEDED, Length(max=60)], render_kw={"list": "zones"})

    class Meta:
        # Its token would land in the address of the page that confirms; every POST is protected without it (web.py).
        csrf = False

    @classmethod
    def of(cls, issue: Issue, **facts: Any) -> "ScheduleForm":
        """Suggests the Tuesday after the issue's week."""
        tuesday = issue.week + dt.timedelta(days=8)
        return cls(formdata=None, data={"date": tuesday, "time": dt.time(10), "zone": issue.zone, **facts})

    @property
    def local(self) -> dt.datetime:
        """Once it has validated."""
        assert self.date.data is not None
        assert self.time.data is not None
        return dt.datetime.combine(self.date.data, self.time.data)
