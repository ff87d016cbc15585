import pytest

from newsletter.staff.neutrality import of_one_owner, readable, telltale, words_of

WORDS = words_of({"en": "The Week in Minsk", "be": "Тыдзень у Мінску"}, {"en": "Mila from the Week"})


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Weekend notes", "Week"),
        ("MINSK", "Minsk"),
        ("Наш тыдзень", "Тыдзень"),
        ("post@tydzen.example", "Тыдзень"),
        ("In M\N{SOFT HYPHEN}insk", "Minsk"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER W}eek", "Week"),
        ("notes@post.example", ""),
        ("The notes in a box", ""),
        ("", ""),
    ],
)
def test_a_word_of_the_name_is_found_in_any_case_alphabet_and_compound(text: str, word: str) -> None:
    assert telltale(text, WORDS) == word


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("example.org", "example.org", True),
        ("post.example.org", "example.org", True),
        ("example.org", "letters.example.org", True),
        ("post.example.org", "letters.example.org", True),
        ("post.abc.by", "abc.by", True),
        ("notes.example.net", "letters.example.org", False),
        ("notes.org", "weekly.org", False),
        ("notes.co.uk", "weekly.co.uk", False),
        ("anotherexample.org", "example.org", False),
    ],
)
def test_two_domains_of_one_owner_are_told_from_two_of_strangers(one: str, other: str, alike: bool) -> None:
    assert of_one_owner(one, other) is alike
    assert of_one_owner(other, one) is alike


def test_a_domain_is_looked_at_as_people_read_it() -> None:
    assert readable("xn--d1acfzv8cl.example") == "тыдзень.example"
    assert readable("xn--nonsense-.example") == "xn--nonsense-.example"
