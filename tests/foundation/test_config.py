import pytest

from newsletter.config import BadSetting, load


def test_without_any_setting_it_works_on_one_machine() -> None:
    found = load({})
    assert found["DATABASE_URL"].startswith("sqlite:///")
    assert found["URL"] == "http://127.0.0.1:8000"
    assert found["KEYS"] != found["OPENING_KEYS"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSLETTER_PORT", "http"),
        ("NEWSLETTER_PORT", "0"),
        ("NEWSLETTER_PORT", "70000"),
        ("NEWSLETTER_DATABASE_URL", "mysql://x"),
        ("NEWSLETTER_DATABASE_URL", "nonsense"),
        ("NEWSLETTER_URL", "weekly.example.org"),
        ("NEWSLETTER_URL", "ftp://weekly.example.org"),
        ("NEWSLETTER_TIMEZONE", "Minsk"),
        ("NEWSLETTER_PROXIES", "-1"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        load({name: value})


def test_a_password_in_the_database_url_is_not_repeated_in_the_error() -> None:
    with pytest.raises(BadSetting) as refused:
        load({"NEWSLETTER_DATABASE_URL": "mysql://user:secret@host/db"})
    assert "secret" not in str(refused.value)
