"""The same issue as notes from someone."""

from newsletter.commentaries.bare import bare
from newsletter.commentaries.document import Document
from newsletter.commentaries.rendering import to_mail_html, to_mail_text
from newsletter.commentaries.verdicts import Verdict
from newsletter.languages import Language
from newsletter.letters.views import DiscreetEntry, DiscreetView
from tests.letters.sample_editions import BE, EN, RU, pictures
from tests.letters.sample_pieces import BRIDGE, LIBRARY, RIVER, STANDFIRSTS, TITLES


def _entry(
    name: str, verdict: Verdict, of: Language, into: Language, document: Document, label: str = ""
) -> DiscreetEntry:
    return DiscreetEntry(
        key=f"entry-{sorted(TITLES).index(name)}",
        language=of,
        title=TITLES[name][of],
        verdict_words=verdict.wording(into),
        mark=verdict.mark,
        label=label,
        standfirst=STANDFIRSTS[name][of],
        body_html=str(to_mail_html(bare(document), pictures(of))),
        body_text=to_mail_text(bare(document), pictures(of), []),
    )


def _river(language: Language) -> DiscreetEntry:
    return _entry("river", Verdict.IMPROVED, language, language, RIVER[language])


ENGLISH = DiscreetView(
    language=EN,
    subject="Notes, November 10",
    greeting="Hello! There are 2 texts in this letter. All of them are here: nothing has to be opened.",
    note="The map in last week’s letter was upside down.\n\nA reader in Hrodna saw it first.",
    entries=(_river(EN), _entry("bridge", Verdict.WORSENED, EN, EN, BRIDGE[EN])),
    reply_note=True,
)

BELARUSIAN = DiscreetView(
    language=BE,
    subject="Нататкі, 10 лістапада",
    greeting="Добры дзень! У гэтым лісце 2 тэксты. Усе яны тут цалкам, адкрываць нічога не трэба.",
    note="",
    entries=(_river(BE), _entry("bridge", Verdict.WORSENED, RU, BE, BRIDGE[RU], "тэкст па-руску")),
    reply_note=True,
)

RUSSIAN = DiscreetView(
    language=RU,
    subject="Заметки, 10 ноября",
    greeting="Здравствуйте! В этом письме 2 текста. Все они здесь целиком, открывать ничего не нужно.",
    note="Карта в прошлом письме была вверх ногами.",
    entries=(_river(RU), _entry("library", Verdict.IMPROVED, BE, RU, LIBRARY[BE], "текст на белорусском")),
    reply_note=False,
)
