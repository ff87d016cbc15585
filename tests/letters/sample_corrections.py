"""A correction to those who have the issue already, and the same as a note from someone."""

from newsletter.letters.views import DiscreetView, StopPressView
from newsletter.mailer.stop_press.composing import note
from tests.letters.sample_editions import BE, BELARUSIAN, EN, ENGLISH, RU, RUSSIAN
from tests.letters.sample_pieces import SITE

SUBJECTS = {
    EN: "The ferry at Mosty runs on Sundays too",
    RU: "Паром в Мостах ходит и по воскресеньям",
}
WORDS = {
    EN: "In the issue that we sent this morning, the piece on the river said that no ferry runs on Sundays.\n\n"
    "That was last year’s timetable. Since May it has run on Sundays too, from eight to six. We are sorry.",
    RU: "В номере, который мы отправили сегодня утром, в тексте о реке сказано, что по воскресеньям паром не ходит.\n\n"
    "Это было прошлогоднее расписание. С мая паром ходит и по воскресеньям, с восьми до шести. Приносим извинения.",
}


def corrections() -> list[StopPressView]:
    """Readers of Belarusian get the Russian words here: nobody has written Belarusian ones."""
    said = [(ENGLISH, EN, ""), (BELARUSIAN, RU, "тэкст па-руску"), (RUSSIAN, RU, "")]
    return [
        StopPressView(
            reading=view.reading,
            masthead=view.masthead,
            issue_line=view.issue_line,
            subject=SUBJECTS[words],
            words=WORDS[words],
            words_language=words,
            label=label,
            url=f"{SITE}/{view.language}/issues/45",
            postal_address=view.postal_address,
            reply_note=view.reply_note,
        )
        for view, words, label in said
    ]


def notes() -> list[DiscreetView]:
    said = [
        (EN, EN, "", "Notes, November 12", "Hello!"),
        (BE, RU, "тэкст па-руску", "Нататкі, 12 лістапада", "Добры дзень!"),
        (RU, RU, "", "Заметки, 12 ноября", "Здравствуйте!"),
    ]
    return [
        DiscreetView(
            language=language,
            subject=subject,
            greeting=greeting,
            note="",
            entries=(note(SUBJECTS[words], WORDS[words], words, label),),
            reply_note=True,
        )
        for language, words, label, subject, greeting in said
    ]
