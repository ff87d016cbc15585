"""What a form answers to nonsense is said in the language of the page, whoever wrote the sentence."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from newsletter.commentaries.forms import FactsForm, NewCommentaryForm, TextForm
from newsletter.commentaries.name_forms import AuthorForm, SectionForm
from newsletter.forms import Form
from newsletter.issues.beginning.forms import SkipForm, SpecialForm, StartForm
from newsletter.issues.building.forms import WordsForm
from newsletter.issues.examining.settings_forms import SelectorsForm
from newsletter.issues.leaving.forms import ScheduleForm
from newsletter.languages import Language
from newsletter.staff.forms import AccountForm, LostForm, PasswordForm, SettingsForm, SignInForm, StaffForm
from newsletter.subscribers.forms import PreferencesForm, SignUpForm

FORMS: dict[str, Callable[[], Form]] = {
    "new commentary": lambda: NewCommentaryForm([], Language.BE),
    "facts": lambda: FactsForm([], [], Language.BE),
    "author": lambda: AuthorForm([]),
    "section": SectionForm,
    "text": TextForm,
    "start": lambda: StartForm().offer([]),
    "special issue": lambda: SpecialForm().offer([], []),
    "skipped week": SkipForm,
    "selectors": SelectorsForm,
    "words": WordsForm,
    "schedule": ScheduleForm,
    "sign-in": SignInForm,
    "password": PasswordForm,
    "account": AccountForm,
    "lost password": LostForm,
    "colleague": StaffForm,
    "settings": SettingsForm,
    "sign-up": SignUpForm,
    "preferences": PreferencesForm,
}


@pytest.mark.parametrize("language", [Language.BE, Language.RU])
@pytest.mark.parametrize("nonsense", ["", "-7", "nonsense " * 1000], ids=["nothing", "a number", "too much"])
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS.keys())
def test_a_form_refuses_nonsense_in_the_language_of_the_page(
    app: Flask, make: Callable[[], Form], nonsense: str, language: Language
) -> None:
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        names = [name for field in make() for name in _names(field)]
    with app.test_request_context(
        method="POST", data=dict.fromkeys(names, nonsense), headers={"Cookie": f"language={language}"}
    ):
        form = make()
        form.validate()
        sentences = list(_sentences(form.errors))
    assert sentences or len(nonsense) < 10, "nothing was refused"
    assert not [sentence for sentence in sentences if not re.search("[а-яі]{2}", sentence)]


def test_a_form_speaks_our_english_too(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"masthead_en": "x" * 81}):
        form = SettingsForm()
        form.validate()
    assert form.masthead_en.errors == ["At most 80 characters."]


@pytest.mark.parametrize("address", ["/en/subscribe", "/desk/sign-in", "/desk/sign-in/lost"])
@pytest.mark.parametrize("body", [[1], "x", {"handle": 5, "address": 5, "password": ["x"]}], ids=str)
def test_json_is_no_form(client: FlaskClient, address: str, body: object) -> None:
    assert client.post(address, json=body).status_code == 422


@pytest.mark.parametrize("address", ["/en/subscribe", "/desk/sign-in", "/desk/sign-in/lost"])
def test_a_file_is_no_words(client: FlaskClient, address: str) -> None:
    files = {name: (BytesIO(b"x"), "x.txt") for name in ("handle", "password", "address", "shown", "languages")}
    assert client.post(address, data=files).status_code == 422


def _names(field: object) -> Iterator[str]:
    """Those of the fields within it, where it is a form."""
    parts = getattr(field, "form", None)
    yield from (part.name for part in parts) if parts else [getattr(field, "name", "")]


def _sentences(errors: object) -> Iterator[str]:
    if isinstance(errors, dict):
        for inner in errors.values():
            yield from _sentences(inner)
    elif isinstance(errors, list | tuple):
        for inner in errors:
            yield from _sentences(inner)
    else:
        yield str(errors)
