"""An issue as each reading gets it: with every part, a text in the reading's second language, and an English card."""

from newsletter.commentaries.document import Document
from newsletter.commentaries.figures import Pictures
from newsletter.commentaries.rendering import to_mail_html, to_mail_text
from newsletter.commentaries.sections import SEEDED
from newsletter.commentaries.verdicts import Verdict
from newsletter.languages import Language, Reading
from newsletter.letters.views import (
    EarlierView,
    EditionView,
    EntryView,
    NoteView,
    SituationView,
    SupportView,
    VerdictLine,
)
from tests.letters.sample_pieces import AUTHORS, BRIDGE, EMBANKMENT, LIBRARY, RIVER, SITE, STANDFIRSTS, TITLES

EN, BE, RU = Language.EN, Language.BE, Language.RU

SECTIONS = {section.slug: section.names for section in SEEDED}

_PHOTO = {EN: "Photo: %(credit)s", BE: "Фота: %(credit)s", RU: "Фото: %(credit)s"}


def pictures(language: Language) -> Pictures:
    return Pictures(lambda digest, width: f"{SITE}/photos/{digest[:8]}-{width}.jpg", _PHOTO[language])


def _entry(
    name: str,
    section: str,
    verdict: Verdict,
    of: Language,
    into: Language,
    *,
    document: Document | None = None,
    label: str = "",
    other: tuple[str, str] = ("", ""),
) -> EntryView:
    """Whole with a `document`, without one a teaser."""
    links: list[str] = []
    plain = to_mail_text(document, pictures(of), links) if document else ""
    listed = "".join(f"\n[{number}] {link}" for number, link in enumerate(links, 1))
    return EntryView(
        key=f"entry-{sorted(TITLES).index(name)}",
        language=of,
        section=SECTIONS[section][into],
        title=TITLES[name][of],
        verdict_kind=verdict.value,
        mark=verdict.mark,
        verdict_words=verdict.wording(into),
        byline=AUTHORS[name][of],
        photo=EMBANKMENT[of] if name == "river" else None,
        standfirst=STANDFIRSTS[name][of],
        body_html=str(to_mail_html(document, pictures(of))) if document else "",
        body_text=f"{plain}\n{listed}" if listed else plain,
        whole=document is not None,
        url=f"{SITE}/{of}/commentaries/{name}",
        label=label,
        other_url=f"{SITE}/{other[0]}/commentaries/{name}" if other[0] else "",
        other_label=other[1],
    )


def _river(language: Language, other: tuple[str, str] = ("", "")) -> EntryView:
    document = RIVER[language]
    return _entry("river", "society-and-parties", Verdict.IMPROVED, language, language, document=document, other=other)


def _situation(language: Language) -> SituationView:
    found = (
        ("society-and-parties", Verdict.IMPROVED, Verdict.UNCHANGED),
        ("security", Verdict.WORSENED, Verdict.IMPROVED),
        ("belarus-west", Verdict.UNCHANGED, None),
    )
    lines = (
        VerdictLine(
            SECTIONS[section][language],
            verdict.mark,
            verdict.short(language).capitalize(),
            verdict.value,
            before.short(language) if before else "",
        )
        for section, verdict, before in found
    )
    return SituationView("box-1", tuple(lines))


def _earlier(of: Language, into: Language, week: str, label: str = "") -> EarlierView:
    return EarlierView(
        key="box-3",
        language=of,
        section=SECTIONS["ruling-elite"][into],
        title=TITLES["clock"][of],
        standfirst=STANDFIRSTS["clock"][of],
        week=week,
        url=f"{SITE}/{of}/commentaries/clock",
        label=label,
    )


ENGLISH = EditionView(
    reading=Reading.EN,
    masthead="The Sample Weekly",
    issue_line="Issue 45 · November 4 – November 10, 2024",
    preheader="A river bank saved, a bridge half closed.",
    subject="A river bank saved, a bridge half closed",
    opening="Good morning. This week a small town won, quietly.\n\nOne text is here whole, two are on the site.",
    parts=(
        _situation(EN),
        _river(EN),
        _entry("bridge", "security", Verdict.WORSENED, EN, EN),
        NoteView("box-2", EN, "The map in last week’s issue was upside down.\n\nA reader in Hrodna saw it first."),
        _entry("ferry", "belarus-west", Verdict.UNCHANGED, EN, EN),
        _earlier(EN, EN, "May 6 – May 12, 2024"),
        SupportView("box-4", EN, "Two people write this letter. A third would read the proofs.", f"{SITE}/en/support"),
    ),
    closing="Until next Tuesday.",
    postal_address="1 Sample Street, 00-001 Sampletown",
    reply_note=True,
    view_in_browser=f"{SITE}/en/issues/45/letter/en",
)

BELARUSIAN = EditionView(
    reading=Reading.BE_RU,
    masthead="Прыкладны тыднёвік",
    issue_line="Нумар 45 · 4–10 лістапада 2024 г.",
    preheader="Бераг застаўся, мост напалову зачынены.",
    subject="Бераг застаўся, мост напалову зачынены",
    opening="Добрай раніцы! На гэтым тыдні адзін гарадок ціха перамог.",
    parts=(
        NoteView("box-2", BE, "Карта ў мінулым нумары была дагары нагамі. Першай гэта заўважыла чытачка з Гродна."),
        _river(BE, ("ru", "Чытаць па-руску")),
        _entry(
            "bridge", "security", Verdict.WORSENED, RU, BE,
            document=BRIDGE[RU], label="тэкст па-руску", other=("en", "Чытаць па-англійску"),
        ),
        _situation(BE),
        _entry("ferry", "belarus-west", Verdict.UNCHANGED, EN, BE, label="тэкст па-англійску"),
        _earlier(RU, BE, "6–12 мая 2024 г.", "тэкст па-руску"),
        SupportView("box-4", BE, "Гэты ліст пішуць двое. Трэці чытаў бы карэктуру.", f"{SITE}/be/support"),
    ),
    closing="",
    postal_address="вул. Прыкладная, 1, 00-001 Прыкладавічы",
    reply_note=True,
    view_in_browser=f"{SITE}/be/issues/45/letter/be-ru",
)  # fmt: skip

RUSSIAN = EditionView(
    reading=Reading.RU_BE,
    masthead="Примерный еженедельник",
    issue_line="Номер 45 · 4–10 ноября 2024 г.",
    preheader="Берег остался, мост наполовину закрыт.",
    subject="Берег остался, мост наполовину закрыт",
    opening="",
    parts=(
        _situation(RU),
        _entry("bridge", "security", Verdict.WORSENED, RU, RU, document=BRIDGE[RU]),
        _river(RU, ("be", "Читать на белорусском")),
        _entry(
            "library", "society-and-parties", Verdict.IMPROVED, BE, RU,
            document=LIBRARY[BE], label="текст на белорусском", other=("en", "Читать на английском"),
        ),
        _entry("ferry", "belarus-west", Verdict.UNCHANGED, EN, RU, label="текст на английском"),
        NoteView("box-2", RU, "Карта в прошлом номере была вверх ногами. Первой это заметила читательница из Гродно."),
        _earlier(RU, RU, "6–12 мая 2024 г."),
        SupportView("box-4", RU, "Это письмо пишут двое. Третий читал бы корректуру.", f"{SITE}/ru/support"),
    ),
    closing="До следующего вторника.",
    postal_address="",
    reply_note=False,
    view_in_browser=f"{SITE}/ru/issues/45/letter/ru-be",
)  # fmt: skip
