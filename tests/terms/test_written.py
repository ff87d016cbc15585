"""How a form is written down for the term base."""

import pytest

from newsletter.languages import Language
from newsletter.terms.written import (
    FORM_LENGTH,
    BadForm,
    FormTooLong,
    NotAnEnding,
    NoWord,
    StemTooShort,
    parse,
)


@pytest.mark.parametrize(
    ("written", "put_in"),
    [
        ("Мінск", "Мінск"),
        ("Лукашэнк-", "Лукашэнк"),
        ("Лукашэнк|а", "Лукашэнка"),
        ("Усебеларуск|і народн|ы сход|", "Усебеларускі народны сход"),
        ("Аператыўна-аналітычн|ы цэнтр|", "Аператыўна-аналітычны цэнтр"),
        ("Аб'яднан|ы  кабінет|", "Аб’яднаны кабінет"),
        ("С-400", "С-400"),
    ],
)
def test_a_form_is_put_in_without_its_marks(written: str, put_in: str) -> None:
    assert parse(written, Language.BE).citation == put_in


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("К|", StemTooShort),
        ("-", StemTooShort),
        ("слова -", StemTooShort),
        ("…", NoWord),
        ("", NoWord),
        ("Лукаш|энка", NotAnEnding),
        ("Лукашэнк|а|у", NotAnEnding),
        ("Лукашэнк|1", NotAnEnding),
        ("с" * (FORM_LENGTH + 1), FormTooLong),
        ("а б в г д е ё ж з", FormTooLong),
    ],
)
def test_what_could_not_be_found_rightly_is_refused_with_a_sentence(written: str, refusal: type[BadForm]) -> None:
    with pytest.raises(refusal) as told:
        parse(written, Language.BE)
    assert "%(" not in str(told.value)
