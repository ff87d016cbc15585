"""What is found in a file, and what is left out of it."""

import datetime as dt

import pytest

from newsletter.commentaries.document import block_text, blocks, plain_text
from newsletter.commentaries.importing import read_commentary
from newsletter.commentaries.sections import SEEDED, seeded_slug
from newsletter.commentaries.verdicts import Verdict, verdict_in
from newsletter.languages import Language, week_range

ENGLISH_PAGE = """by
October 28 – November 3, 2024
Belarus-Russia relations

Who Pays for the Empty Warehouses?

The situation has got worse
Who pays for the empty warehouses?
photo: Rye Field Agency

Storage fees doubled in a month, and the exporters were told to keep quiet. The first of them have stopped paying.

In spring the two customs services promised a single queue at the border.

By autumn there were two queues, and a fee for each of them.

You have been successfully subscribed

Subscribe to our newsletter

Every Friday we send what our authors wrote in the week. It takes a quarter of an hour to read.
EN
BE/RU
Subscribe

Situation in Belarus

March 3 – March 9
View all

Subscribe to us

Read more
"""

BELARUSIAN_PAGE = """Аўтар: Алеся Жыта
4–10 лістапада 2024 г.
Кіроўная эліта

Хто цяпер падпісвае загады
Сітуацыя не змянілася
Хто цяпер падпісвае загады
Фота: архіў аўтаркі

Загады падпісваюць намеснікі, бо начальнікі ў ад’ездзе.

У верасні ў трох абласцях прызначылі новых намеснікаў, якія раней там не працавалі.

Вы паспяхова падпісаліся на рассылку
Сітуацыя ў Беларусі
Глядзець усе
Чытаць далей
"""

RUSSIAN_PAGE = """Автор: Тарас Апрель
30 декабря 2024 г. – 5 января 2025 г.
Отношения Беларусь – Запад
Почему молчит посольство
Ситуация улучшилась
Фото: редакция

Посольство открыли, но вывеску пока не повесили.

Второй месяц в здании горит свет, и второй месяц никто не объясняет, кто там работает.

Выделите ошибку и нажмите Ctrl+Enter
Подписаться
"""

LINE_A_PARAGRAPH = """The Bridge That Nobody Opened
A new bridge stands ready, and no one may say so.
Builders finished the crossing in June and handed the keys to the district, which has kept them in a drawer ever since.
Drivers take the old road, forty minutes longer, past a sign that thanks them for their patience in two languages.
Read this article in Belarusian and Russian.
Please select it with the mouse and press Ctrl+Enter or tell us
"""


def lines(document: dict[str, object]) -> list[str]:
    return [block_text(block) for block in blocks(document)]


def test_every_field_of_a_copied_page_is_found() -> None:
    found = read_commentary(ENGLISH_PAGE.encode(), "warehouses.txt")
    assert found.title == "Who Pays for the Empty Warehouses?"
    assert found.week == dt.date(2024, 10, 28)
    assert found.section == "belarus-russia"
    assert found.verdict is Verdict.WORSENED
    assert found.credit == "Rye Field Agency"
    assert found.standfirst.startswith("Storage fees doubled")
    assert found.language is Language.EN
    assert [line[:9] for line in lines(found.document)] == ["In spring", "By autumn"]
    assert found.missing == ("byline",)


def test_the_furniture_of_a_page_is_left_out_and_listed() -> None:
    dropped = read_commentary(ENGLISH_PAGE.encode(), "warehouses.txt").dropped
    assert dropped[:2] == ("by", "Who pays for the empty warehouses?")
    assert set(dropped) >= {"BE/RU", "Situation in Belarus", "March 3 – March 9", "View all", "Read more"}
    assert any(line.startswith("Every Friday") for line in dropped)


def test_every_line_of_a_page_is_either_found_or_listed() -> None:
    found = read_commentary(ENGLISH_PAGE.encode(), "warehouses.txt")
    said = [found.title, found.standfirst, *lines(found.document), *found.dropped]
    fields = {"October 28 – November 3, 2024", "Belarus-Russia relations", "The situation has got worse"}
    written = {line for line in ENGLISH_PAGE.splitlines() if line}
    assert written - set(said) == fields | {"photo: Rye Field Agency"}


def test_a_belarusian_page_is_read_in_its_own_words() -> None:
    found = read_commentary(BELARUSIAN_PAGE.encode(), "загады.txt")
    assert (found.byline, found.credit, found.title) == ("Алеся Жыта", "архіў аўтаркі", "Хто цяпер падпісвае загады")
    assert (found.week, found.section, found.verdict) == (dt.date(2024, 11, 4), "ruling-elite", Verdict.UNCHANGED)
    assert found.language is Language.BE
    assert len(lines(found.document)) == 1
    assert found.missing == ()
    assert found.dropped[-4:] == (
        "Вы паспяхова падпісаліся на рассылку",
        "Сітуацыя ў Беларусі",
        "Глядзець усе",
        "Чытаць далей",
    )


def test_a_russian_page_is_read_in_its_own_words() -> None:
    found = read_commentary(RUSSIAN_PAGE.encode(), "page.txt")
    assert (found.byline, found.credit, found.title) == ("Тарас Апрель", "редакция", "Почему молчит посольство")
    assert (found.week, found.section, found.verdict) == (dt.date(2024, 12, 30), "belarus-west", Verdict.IMPROVED)
    assert found.standfirst == "Посольство открыли, но вывеску пока не повесили."
    assert found.language is Language.RU
    assert found.dropped == ("Выделите ошибку и нажмите Ctrl+Enter", "Подписаться")


def test_a_short_sentence_under_the_title_is_the_standfirst() -> None:
    found = read_commentary(LINE_A_PARAGRAPH.encode(), "bridge.txt")
    assert found.title == "The Bridge That Nobody Opened"
    assert found.standfirst == "A new bridge stands ready, and no one may say so."
    assert [line[:8] for line in lines(found.document)] == ["Builders", "Drivers "]
    assert len(found.dropped) == 2
    assert found.missing == ("byline", "week", "section", "verdict", "credit")


def test_fields_below_the_standfirst_are_found_too() -> None:
    page = "Title\nIt went quietly.\nby Ann Rye\nPhoto: archive\nThe text itself is a longer paragraph than that."
    found = read_commentary(page.encode(), "a.txt")
    assert (found.standfirst, found.byline, found.credit) == ("It went quietly.", "Ann Rye", "archive")
    assert lines(found.document) == ["The text itself is a longer paragraph than that."]


def test_a_first_paragraph_with_a_link_stays_in_the_text() -> None:
    found = read_commentary(b"# Title\n\nA [link](https://news.example).\n\nA longer paragraph follows here.", "a.md")
    assert found.standfirst == ""
    assert len(lines(found.document)) == 2


def test_the_language_that_is_given_wins_over_the_letters() -> None:
    assert read_commentary(LINE_A_PARAGRAPH.encode(), "a.txt", Language.RU).language is Language.RU


def test_a_sentence_within_the_text_is_never_taken_for_a_field_or_a_box() -> None:
    text = (
        "Title\n\nA first line without an end\n\nThe situation has not changed\n\nSituation in Belarus\n\nIt is calm."
    )
    found = read_commentary(text.encode(), "a.txt")
    assert found.verdict is None
    assert lines(found.document)[-3:] == ["The situation has not changed", "Situation in Belarus", "It is calm."]


def test_lines_wrapped_by_hand_are_joined_again() -> None:
    text = (
        "The harvest that was counted twice\n\n"
        "Every district reported its grain in August, and every district reported\n"
        "the same grain again in September, when the ministry had asked for fresh\n"
        "figures and the fields had none left to give. Nobody in the capital took\n"
        "the trouble to add the two columns up, and so the plan was fulfilled two\n"
        "times over, which pleased everyone.\n"
    )
    found = read_commentary(text.encode(), "harvest.txt")
    assert len(lines(found.document)) == 1
    assert "reported the same grain" in plain_text(found.document)


@pytest.mark.parametrize("monday", [dt.date(2024, 11, 4), dt.date(2024, 10, 28), dt.date(2024, 12, 30)])
@pytest.mark.parametrize("language", Language)
def test_a_week_as_we_write_it_is_read_back(monday: dt.date, language: Language) -> None:
    page = f"{week_range(monday, language)}\nTitle\nThe only paragraph of this text"
    assert read_commentary(page.encode(), "a.txt").week == monday


@pytest.mark.parametrize(
    "line", ["January 13 – January 19", "November 4 – 14, 2024", "2020 – 2024", "31–37 мая 2024 г.", "June 9, 2024"]
)
def test_a_range_that_is_no_week_of_a_known_year_is_not_taken_for_one(line: str) -> None:
    assert read_commentary(f"Title\n{line}\nThe text.".encode(), "a.txt").week is None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("verdict", Verdict)
def test_the_standard_wording_of_a_verdict_is_read_back(verdict: Verdict, language: Language) -> None:
    assert verdict_in(f"{verdict.mark} {verdict.wording(language)}.") is verdict


@pytest.mark.parametrize("dash", ["-", "–", "—", " - ", " — ", "\u2011"])
def test_a_section_is_known_by_its_name_in_any_language_and_with_any_dash(dash: str) -> None:
    assert seeded_slug(f"Belarus{dash}West relations") == "belarus-west"
    assert seeded_slug(f"адносіны Беларусь{dash}Расія") == "belarus-russia"
    assert {seeded_slug(name.upper()) for section in SEEDED for name in section.names.values()} == {
        section.slug for section in SEEDED
    }
