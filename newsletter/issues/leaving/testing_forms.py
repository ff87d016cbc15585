"""Which editions go to whom as test mails."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput

from newsletter.forms import Form
from newsletter.issues.leaving.testing import MOST_TESTERS
from newsletter.languages import EditionKey, Language
from newsletter.staff.models import Staff

_BOXES = {"option_widget": CheckboxInput(), "invalid_choice_message": _l("Choose one of these.")}
_SOMEBODY = [InputRequired(_l("Choose somebody.")), Length(max=MOST_TESTERS, message=_l("At most %(max)d people."))]


class TestersForm(Form):
    editions = SelectMultipleField(_l("Editions"), [InputRequired(_l("Choose an edition."))], **_BOXES)
    testers = SelectMultipleField(_l("To"), _SOMEBODY, **_BOXES)

    def __init__(
        self, there: Iterable[EditionKey], colleagues: Sequence[Staff], chosen: Sequence[int], language: Language
    ) -> None:
        """With all editions chosen, and the colleagues whose ids were `chosen` the last time."""
        keys = list(there)
        super().__init__(data={"editions": [key.code for key in keys], "testers": [str(one) for one in chosen]})
        self.editions.choices = [(key.code, key.label(language)) for key in keys]
        self.testers.choices = [(str(one.id), f"{one.name} ({one.handle})") for one in colleagues]

    @property
    def keys(self) -> list[EditionKey]:
        """Once it has validated."""
        return [EditionKey.of(code) for code in self.editions.data or ()]
