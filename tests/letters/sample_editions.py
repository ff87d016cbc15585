"""An edition in each language; the Belarusian one, which is `be → ru`, has an entry that exists in Russian only."""

from dataclasses import replace

from newsletter.languages import Language
from newsletter.letters.views import EditionView, EntryView, PhotoView, SituationView, VerdictLine

SITE = "https://weekly.example.org"

_PHOTO = f"{SITE}/photos/embankment.jpg"

_RIVER_HTML = """\
<p>The plan was to widen the road. In <strong>nine days</strong> four hundred people signed against it, most of them
on paper, at the kiosk by the bridge.</p>
<h3>What was asked</h3>
<ul><li><p>to keep the lime trees</p></li><li><p>to move the bus stop, not the bank</p></li></ul>
<blockquote><p>“We did not think that anyone would read it,” says the kiosk’s owner.</p></blockquote>
<p>The works begin in spring, and <a href="https://council.example/plan?year=2025&amp;draft=3">the new plan</a> has the
trees in it.</p>"""

_RIVER_TEXT = """\
The plan was to widen the road. In nine days four hundred people signed
against it, most of them on paper, at the kiosk by the bridge.

What was asked

– to keep the lime trees
– to move the bus stop, not the bank

    “We did not think that anyone would read it,” says the kiosk’s
    owner.

The works begin in spring, and the new plan [1] has the trees in it.

[1] https://council.example/plan?year=2025&draft=3"""

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
    body_html=_RIVER_HTML,
    body_text=_RIVER_TEXT,
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
    parts=(
        SituationView(
            (
                VerdictLine("Society and political parties", "▲", "Has got better", "improved"),
                VerdictLine("Security issues", "▼", "Has got worse", "worsened"),
                VerdictLine("Belarus–West relations", "●", "Has not changed", "unchanged"),
            ),
            url="",
        ),
        _RIVER,
        _BRIDGE,
    ),
    closing="Until next Tuesday.",
    postal_address="1 Sample Street, 00-001 Sampletown",
    reply_note=True,
    view_in_browser=f"{SITE}/en/issues/45",
)

_RIVER_BE_HTML = """\
<p>Дарогу збіраліся пашырыць. За <strong>дзевяць дзён</strong> супраць падпісаліся чатырыста чалавек, пераважна на
паперы, у шапіку каля моста.</p>
<h3>Чаго прасілі</h3>
<ul><li><p>захаваць ліпы</p></li><li><p>перанесці прыпынак, а не бераг</p></li></ul>
<blockquote><p>«Мы не думалі, што гэта нехта прачытае», — кажа гаспадар шапіка.</p></blockquote>
<p>Працы пачнуцца ўвесну, і на новым плане ліпы ёсць.</p>"""

_RIVER_BE_TEXT = """\
Дарогу збіраліся пашырыць. За дзевяць дзён супраць падпісаліся чатырыста
чалавек, пераважна на паперы, у шапіку каля моста.

Чаго прасілі

– захаваць ліпы
– перанесці прыпынак, а не бераг

    «Мы не думалі, што гэта нехта прачытае», — кажа гаспадар шапіка.

Працы пачнуцца ўвесну, і на новым плане ліпы ёсць."""

_BRIDGE_RU_HTML = """\
<p>Объявление на мосту написано от руки.</p>
<hr>
<h3>Порядок</h3>
<ol><li><p>Сначала проезжают автобусы.</p></li></ol>"""

_BRIDGE_RU_TEXT = """\
Объявление на мосту написано от руки.

* * *

Порядок

1. Сначала проезжают автобусы."""

_RIVER_BE = EntryView(
    language=Language.BE,
    section="Грамадства і палітычныя партыі",
    title="Гарадок адстаяў сваю набярэжную",
    verdict_kind="improved",
    verdict_words="Сітуацыя палепшылася",
    byline="Алена Прыкладная",
    photo=PhotoView(_PHOTO, "Лаўкі і ліпы ўздоўж ракі", "А. Прыкладная", "Набярэжная перад працамі.", 1200, 675),
    standfirst="Суседзі, якія дагэтуль не былі знаёмыя, напісалі адзін ліст, і выканкам на яго адказаў.",
    body_html=_RIVER_BE_HTML,
    body_text=_RIVER_BE_TEXT,
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
    body_html=_BRIDGE_RU_HTML,
    body_text=_BRIDGE_RU_TEXT,
    whole=True,
    url=f"{SITE}/ru/most",
    label="тэкст па-руску",
    other_url=f"{SITE}/en/border-bridge",
    other_label="Тэкст па-англійску",
)

BELARUSIAN = EditionView(
    language=Language.BE,
    masthead="Прыкладны тыднёвік",
    issue_line="Нумар 45 · 4–10 лістапада 2024 г.",
    preheader="Бераг застаўся, мост напалову зачынены.",
    subject="Бераг застаўся, мост напалову зачынены",
    opening="Добрай раніцы! На гэтым тыдні адзін гарадок ціха перамог.",
    parts=(
        SituationView(
            (
                VerdictLine("Грамадства і палітычныя партыі", "▲", "Паляпшэнне", "improved"),
                VerdictLine("Бяспека", "▼", "Пагаршэнне", "worsened"),
                VerdictLine("Адносіны Беларусі з Захадам", "●", "Не змянілася", "unchanged"),
            ),
            url="",
        ),
        _RIVER_BE,
        _BRIDGE_RU,
    ),
    closing="",
    postal_address="вул. Прыкладная, 1, 00-001 Прыкладавічы",
    reply_note=True,
    view_in_browser=f"{SITE}/be/issues/45",
)

RUSSIAN = EditionView(
    language=Language.RU,
    masthead="Примерный еженедельник",
    issue_line="Номер 45 · 4–10 ноября 2024 г.",
    preheader="Берег остался, мост наполовину закрыт.",
    subject="Берег остался, мост наполовину закрыт",
    opening="Доброе утро! На этой неделе один городок тихо победил.",
    parts=(
        SituationView((VerdictLine("Безопасность", "▼", "Ухудшение", "worsened"),), url=""),
        replace(
            _BRIDGE_RU,
            section="Безопасность",
            verdict_words="Ситуация ухудшилась",
            byline="Ян Примерный",
            whole=False,
            label="",
            other_url="",
        ),
    ),
    closing="До следующего вторника.",
    postal_address="",
    reply_note=False,
    view_in_browser=f"{SITE}/ru/issues/45",
)
