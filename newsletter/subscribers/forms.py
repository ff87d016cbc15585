"""The sign-up form and the preferences."""

from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from newsletter import tokens
from newsletter.addresses import BadAddress, normalised
from newsletter.forms import Form
from newsletter.languages import Language, Reading, Variant
from newsletter.staff import settings
from newsletter.subscribers.models import Subscriber
from newsletter.tokens import Purpose

LEAST_SECONDS = 2
"""Nobody reads and fills in the form faster; a program does."""


class WishForm(Form):
    """What a reader asks for: languages, which comes first of whoever wants both, and the kind of letter.

    The kind is only asked where there is a choice: where the newsroom offers one, or the reader `has` another.
    """

    languages = RadioField(_l("Language"), choices=[SelectChoice("en", "EN"), SelectChoice("be-ru", "BE / RU")])
    first = RadioField(
        _l("Which comes first"),
        choices=[SelectChoice("be", _l("Belarusian first")), SelectChoice("ru", _l("Russian first"))],
        validate_choice=False,
    )
    kind = RadioField(
        _l("Kind of letter"),
        choices=[
            SelectChoice(Variant.STANDARD, _l("Standard letter")),
            SelectChoice(Variant.DISCREET, _l("Discreet letter")),
        ],
        default=Variant.STANDARD,
    )

    def __init__(self, *args: Any, has: Variant = Variant.STANDARD, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if {has, *settings.current().variants} == {Variant.STANDARD}:
            del self.kind

    @property
    def variant(self) -> Variant:
        return Variant(self.kind.data) if self.kind else Variant.STANDARD

    @property
    def reading(self) -> Reading:
        if self.languages.data == "en":
            return Reading.EN
        return Reading.RU_BE if self.first.data == "ru" else Reading.BE_RU


def _answers(reading: Reading) -> dict[str, str]:
    return {
        "languages": "en" if reading is Reading.EN else "be-ru",
        "first": "ru" if reading is Reading.RU_BE else "be",
    }


_OF_PAGE = {Language.EN: Reading.EN, Language.BE: Reading.BE_RU, Language.RU: Reading.RU_BE}


class SignUpForm(WishForm):
    address = EmailField(
        _l("Mail address"),
        [DataRequired(_l("Type your mail address.")), Length(max=254, message=_l("At most %(max)d characters."))],
        render_kw={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"},
    )
    topic = StringField(_l("Leave this empty"), render_kw={"autocomplete": "off", "tabindex": "-1"})
    """The honeypot: people don't see it."""
    shown = HiddenField()
    """A signed note of when the form was shown."""

    @classmethod
    def empty(cls, language: Language) -> Self:
        """As a page in `language` shows it first."""
        return cls(formdata=None, data={**_answers(_OF_PAGE[language]), "shown": _note()})

    @property
    def troubles(self) -> list[str]:
        """Errors of the fields that nobody sees. They say to press once more, which misleads beside a wrong address."""
        return [] if self.address.errors else [*self.topic.errors, *self.shown.errors]

    def validate_address(self, field: EmailField) -> None:
        try:
            self.normalised = normalised(field.data or "")
        except BadAddress as error:
            raise ValidationError(str(error)) from error

    def validate_topic(self, field: StringField) -> None:
        if field.data:
            field.data = ""
            raise ValidationError(_("A field that people do not see was filled in. It is empty now; press once more."))

    def validate_shown(self, field: HiddenField) -> None:
        note = field.data or ""
        try:
            tokens.read(Purpose.FORM, note)
        except tokens.BadToken:
            field.data = _note()
            raise ValidationError(_("The form was open for too long. Nothing is lost; press once more.")) from None
        if tokens.age(Purpose.FORM, note) < LEAST_SECONDS:
            raise ValidationError(_("That was faster than people are. Nothing is lost; press once more."))


def _note() -> str:
    return tokens.sign(Purpose.FORM, b"")


class PreferencesForm(WishForm):
    language = SelectField(
        _l("Language of these pages and of letters about your subscription"),
        choices=[SelectChoice(str(language), language.own_name) for language in Language],
    )

    @classmethod
    def of(cls, subscriber: Subscriber) -> Self:
        """As it stands, but for what was sent."""
        now = {"kind": subscriber.variant, "language": str(subscriber.language)}
        return cls(data={**_answers(subscriber.reading), **now}, has=subscriber.variant)
