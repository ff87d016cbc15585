"""An edition in each language, and the other letters, as the golden files and a person's eye see them."""

from newsletter.languages import Language
from newsletter.letters.composing import compose, compose_edition
from newsletter.letters.letter import Letter
from newsletter.letters.slots import Slot
from newsletter.letters.views import EditionView, EntryView, PhotoView, VerdictLine

SITE = "https://weekly.example.org"

READER = {
    Slot.TO: "alena@example.net",
    Slot.MESSAGE_ID: "7.42@mail.example.org",
    Slot.DATE: "Tue, 12 Nov 2024 09:00:00 +0000",
    Slot.LIST_UNSUBSCRIBE: f"{SITE}/unsubscribe/one-click/c2FtcGxlLXRva2Vu",
    Slot.UNSUBSCRIBE_LINK: f"{SITE}/unsubscribe/c2FtcGxlLXRva2Vu",
    Slot.PREFERENCES_LINK: f"{SITE}/preferences/c2FtcGxlLXRva2Vu?from=letter&issue=45",
}

_PHOTO = f"{SITE}/photos/embankment.jpg"

_RIVER = EntryView(
    language=Language.EN,
    section="Society and political parties",
    title="A town keeps its river embankment",
    verdict_kind="improved",
    verdict_words="The situation has got better",
    byline="Alena Sample",
    photo=PhotoView(
        _PHOTO, "Benches and lime trees along a river", "A. Sample", "The embankment before the works.", 1200, 675
    ),
    standfirst="Neighbours who had never met wrote one letter, and the council answered it.",
    body_html=(
        "<p>The plan was to widen the road. In <strong>nine days</strong> four hundred people signed against it, most "
        "of them on paper, at the kiosk by the bridge.</p><h3>What was asked</h3><ul><li>to keep the lime trees</li>"
        "<li>to move the bus stop, not the bank</li></ul><blockquote><p>“We did not think that anyone would "
        "read it,” says the kiosk’s owner.</p></blockquote><p>The works begin in spring, and "
        '<a href="https://council.example/plan?year=2025&amp;draft=3">the new plan</a> has the trees in it.</p>'
    ),
    body_text=(
        "The plan was to widen the road. In nine days four hundred people signed against it, most of them on paper, "
        "at the kiosk by the bridge.\n\nWhat was asked\n\n- to keep the lime trees\n- to move the bus stop, not the "
        "bank\n\n> “We did not think that anyone would read it,” says the kiosk’s owner.\n\nThe works begin in "
        "spring, and the new plan has the trees in it:\nhttps://council.example/plan?year=2025&draft=3"
    ),
    whole=True,
    url=f"{SITE}/en/river-embankment",
)

_BRIDGE = EntryView(
    language=Language.EN,
    section="Security issues",
    title="The border bridge opens one lane in four",
    verdict_kind="worsened",
    verdict_words="The situation has got worse",
    byline="Jan Sample",
    photo=None,
    standfirst="Drivers wait two nights instead of one, and nobody says until when.",
    body_html="",
    body_text="",
    whole=False,
    url=f"{SITE}/en/border-bridge",
)

ENGLISH = EditionView(
    language=Language.EN,
    masthead="The Sample Weekly",
    issue_line="Issue 45 · November 4 – November 10, 2024",
    preheader="A river bank saved, a bridge half closed.",
    subject="A river bank saved, a bridge half closed",
    opening="Good morning. This week a small town won, quietly.\n\nOne text is here whole, the other is on the site.",
    verdicts=(
        VerdictLine("Society and political parties", "▲", "Has got better", "improved"),
        VerdictLine("Security issues", "▼", "Has got worse", "worsened"),
        VerdictLine("Belarus–West relations", "●", "Has not changed", "unchanged"),
    ),
    entries=(_RIVER, _BRIDGE),
    closing="Until next Tuesday.",
    postal_address="1 Sample Street, 00-001 Sampletown",
    reply_note=True,
    view_in_browser=f"{SITE}/en/issues/45",
)

_RIVER_BE = EntryView(
    language=Language.BE,
    section="Грамадства і палітычныя партыі",
    title="Гарадок адстаяў сваю набярэжную",
    verdict_kind="improved",
    verdict_words="Сітуацыя палепшылася",
    byline="Алена Прыкладная",
    photo=PhotoView(_PHOTO, "Лаўкі і ліпы ўздоўж ракі", "А. Прыкладная", "Набярэжная перад працамі.", 1200, 675),
    standfirst="Суседзі, якія дагэтуль не былі знаёмыя, напісалі адзін ліст, і выканкам на яго адказаў.",
    body_html=(
        "<p>Дарогу збіраліся пашырыць. За <strong>дзевяць дзён</strong> супраць падпісаліся чатырыста чалавек, "
        "пераважна на паперы, у шапіку каля моста.</p><h3>Чаго прасілі</h3><ul><li>захаваць ліпы</li>"
        "<li>перанесці прыпынак, а не бераг</li></ul><blockquote><p>«Мы не думалі, што гэта нехта прачытае», — "
        "кажа гаспадар шапіка.</p></blockquote><p>Працы пачнуцца ўвесну, і на новым плане ліпы ёсць.</p>"
    ),
    body_text=(
        "Дарогу збіраліся пашырыць. За дзевяць дзён супраць падпісаліся чатырыста чалавек, пераважна на паперы, "
        "у шапіку каля моста.\n\nЧаго прасілі\n\n- захаваць ліпы\n- перанесці прыпынак, а не бераг\n\n"
        "> «Мы не думалі, што гэта нехта прачытае», — кажа гаспадар шапіка.\n\n"
        "Працы пачнуцца ўвесну, і на новым плане ліпы ёсць."
    ),
    whole=True,
    url=f"{SITE}/be/naberazhnaia",
)

_BRIDGE_RU = EntryView(
    language=Language.RU,
    section="Бяспека",
    title="На пограничном мосту открыта одна полоса из четырёх",
    verdict_kind="worsened",
    verdict_words="Сітуацыя пагоршылася",
    byline="Ян Прыкладны",
    photo=None,
    standfirst="Водители ждут две ночи вместо одной, и никто не говорит, до каких пор.",
    body_html="<p>Объявление на мосту написано от руки.</p><hr><ol><li>Сначала проезжают автобусы.</li></ol>",
    body_text="Объявление на мосту написано от руки.\n\n1. Сначала проезжают автобусы.",
    whole=True,
    url=f"{SITE}/ru/most",
    label="тэкст па-руску",
    other_url=f"{SITE}/en/border-bridge",
    other_label="Тэкст па-англійску",
)

BELARUSIAN = EditionView(
    language=Language.BE,
    masthead="Прыкладны тыднёвік",
    issue_line="Выпуск 45 · 4–10 лістапада 2024 г.",
    preheader="Бераг застаўся, мост напалову зачынены.",
    subject="Бераг застаўся, мост напалову зачынены",
    opening="Добрай раніцы! На гэтым тыдні адзін гарадок ціха перамог.",
    verdicts=(
        VerdictLine("Грамадства і палітычныя партыі", "▲", "Палепшылася", "improved"),
        VerdictLine("Бяспека", "▼", "Пагоршылася", "worsened"),
        VerdictLine("Адносіны Беларусі з Захадам", "●", "Не змянілася", "unchanged"),
    ),
    entries=(_RIVER_BE, _BRIDGE_RU),
    closing="",
    postal_address="вул. Прыкладная, 1, 00-001 Прыкладавічы",
    reply_note=True,
    view_in_browser=f"{SITE}/be/issues/45",
)

RUSSIAN = EditionView(
    language=Language.RU,
    masthead="Примерный еженедельник",
    issue_line="Выпуск 45 · 4–10 ноября 2024 г.",
    preheader="Берег остался, мост наполовину закрыт.",
    subject="Берег остался, мост наполовину закрыт",
    opening="Доброе утро! На этой неделе один городок тихо победил.",
    verdicts=(VerdictLine("Безопасность", "▼", "Ухудшилась", "worsened"),),
    entries=(
        EntryView(
            language=Language.RU,
            section="Безопасность",
            title=_BRIDGE_RU.title,
            verdict_kind="worsened",
            verdict_words="Ситуация ухудшилась",
            byline="Ян Примерный",
            photo=None,
            standfirst=_BRIDGE_RU.standfirst,
            body_html="",
            body_text="",
            whole=False,
            url=f"{SITE}/ru/most",
        ),
    ),
    closing="До следующего вторника.",
    postal_address="",
    reply_note=False,
    view_in_browser=f"{SITE}/ru/issues/45",
)

_LINK = f"{SITE}/t/c2FtcGxlLXRva2VuLXRoYXQtaXMtcXVpdGUtbG9uZy1hbmQtbmV2ZXItYnJva2VuLWluLXR3bw"


def letters() -> dict[str, Letter]:
    """Every letter in every language, by the name of its golden file."""
    written = {f"edition.{view.language}": compose_edition(view) for view in (ENGLISH, BELARUSIAN, RUSSIAN)}
    for view, reading in ((ENGLISH, "en"), (BELARUSIAN, "be-ru"), (RUSSIAN, "ru-be")):
        language, masthead = view.language, view.masthead
        written |= {
            f"confirm.{language}": compose("confirm", language, masthead=masthead, link=_LINK, reading=reading),
            f"already.{language}": compose("already", language, masthead=masthead, link=_LINK),
            f"invitation.{language}": compose("invitation", language, masthead=masthead, link=_LINK, handle="alena"),
            f"recovery.{language}": compose("recovery", language, masthead=masthead, link=_LINK, minutes=30),
        }
    return written
